import { type Bars, CELLS } from './data/bars.js';
import type { Dataset } from './data/dataset.js';
import { type Tables, truthOf } from './data/truth.js';

/** Who tells the genre of a bar. */
export interface Judge {
  /** What it is called in sentences. */
  readonly name: string;
  readonly tables: Tables;
  /** Share of validation bars whose genre it names. */
  readonly accuracy: number;
}

/** The Bayes classifier of a grammar, which none can beat; for other bars that of independent cells, fitted to the training bars. */
export function judgeOf({ grammar, genres, train, validation }: Dataset): Judge {
  const tables = grammar ?? independentCells(train, genres.length);
  return {
    name: grammar ? 'the Bayes classifier' : 'a classifier by independent cells',
    tables,
    accuracy: share(truthOf(tables, validation.patterns).genres, validation.genres),
  };
}

/** A table of cells for each genre, from counts with half a hit and half a miss added to each. */
export function independentCells({ patterns, genres: labels }: Bars, genres: number): Tables {
  const cells = Array.from({ length: genres }, () => new Float64Array(CELLS).fill(0.5));
  const counts = new Float64Array(genres).fill(1);
  for (const [bar, genre] of labels.entries()) {
    counts[genre] = (counts[genre] as number) + 1;
    const own = cells[genre] as Float64Array;
    for (let cell = 0; cell < CELLS; cell++) own[cell] = (own[cell] as number) + (patterns[bar * CELLS + cell] as number);
  }
  return { genres, variations: 1, cells: cells.map((own, genre) => own.map((count) => count / (counts[genre] as number))) };
}

/** The share of places at which two lists agree. */
export function share(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).filter((value, i) => value === b[i]).length / a.length;
}
