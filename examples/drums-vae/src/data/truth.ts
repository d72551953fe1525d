import { CELLS } from './bars.js';

/** A mixture of tables of independent cells, all of them equally likely: what a grammar is, and what counting bars by genre gives. */
export interface Tables {
  readonly genres: number;
  readonly variations: number;
  /** Chance of each of 144 cells, for every pair, at `genre * variations + variation`. */
  readonly cells: readonly Float64Array[];
}

/** What is exactly true of some bars under such a mixture. */
export interface Truth {
  /** Log-density of each bar, nats. */
  readonly logDensity: Float64Array;
  /** The most likely genre of each: no classifier does better. */
  readonly genres: Int32Array;
  /** How likely it is. */
  readonly confidence: Float64Array;
  /** The most likely variation of each. */
  readonly variations: Int32Array;
}

/** Reads bars of 144 cells with full knowledge of what they were drawn from. */
export function truthOf({ genres, variations, cells }: Tables, patterns: ArrayLike<number>): Truth {
  const n = patterns.length / CELLS;
  const truth = {
    logDensity: new Float64Array(n),
    genres: new Int32Array(n),
    confidence: new Float64Array(n),
    variations: new Int32Array(n),
  };
  const logs = cells.map((chances) => ({ on: chances.map(Math.log), off: chances.map((chance) => Math.log1p(-chance)) }));
  for (let bar = 0; bar < n; bar++) {
    const joint = logs.map(({ on, off }) => {
      let sum = -Math.log(cells.length);
      for (let cell = 0; cell < CELLS; cell++) sum += ((patterns[bar * CELLS + cell] ? on : off) as Float64Array)[cell] as number;
      return sum;
    });
    const most = Math.max(...joint);
    const likely = joint.map((value) => Math.exp(value - most));
    const all = sum(likely);
    const byGenre = Array.from({ length: genres }, (_, genre) => sum(likely.slice(genre * variations, (genre + 1) * variations)));
    const byVariation = Array.from({ length: variations }, (_, variation) =>
      sum(likely.filter((_, pair) => pair % variations === variation)),
    );
    truth.logDensity[bar] = most + Math.log(all);
    truth.genres[bar] = byGenre.indexOf(Math.max(...byGenre));
    truth.confidence[bar] = Math.max(...byGenre) / all;
    truth.variations[bar] = byVariation.indexOf(Math.max(...byVariation));
  }
  return truth;
}

/** The mean negative log-likelihood of bars, nats a bar. Of bars of a grammar: the least that any model can reach on these very bars. */
export function meanNll(tables: Tables, patterns: ArrayLike<number>): number {
  const { logDensity } = truthOf(tables, patterns);
  return -sum(logDensity) / logDensity.length;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}
