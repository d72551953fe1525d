import { CELLS } from './bars.js';
import type { Grammar } from './grammar.js';

/** What is exactly true of some bars under a grammar. */
export interface Truth {
  /** Log-density of each bar, nats. */
  readonly logDensity: Float64Array;
  /** The most likely genre of each: no classifier does better. */
  readonly genres: Int32Array;
  /** The most likely variation of each. */
  readonly variations: Int32Array;
}

/** Reads bars of 144 cells with full knowledge of their grammar. */
export function truthOf({ genres, variations, cells }: Grammar, patterns: ArrayLike<number>): Truth {
  const n = patterns.length / CELLS;
  const truth = { logDensity: new Float64Array(n), genres: new Int32Array(n), variations: new Int32Array(n) };
  const logs = cells.map((chances) => ({ on: chances.map(Math.log), off: chances.map((chance) => Math.log1p(-chance)) }));
  for (let bar = 0; bar < n; bar++) {
    const joint = logs.map(({ on, off }) => {
      let sum = -Math.log(cells.length);
      for (let cell = 0; cell < CELLS; cell++) sum += ((patterns[bar * CELLS + cell] ? on : off) as Float64Array)[cell] as number;
      return sum;
    });
    const most = Math.max(...joint);
    const shares = joint.map((value) => Math.exp(value - most));
    truth.logDensity[bar] = most + Math.log(shares.reduce((sum, share) => sum + share, 0));
    truth.genres[bar] = largest(genres.length, (genre) =>
      variations.reduce((sum, _, v) => sum + at(shares, genre * variations.length + v), 0),
    );
    truth.variations[bar] = largest(variations.length, (v) =>
      genres.reduce((sum, _, genre) => sum + at(shares, genre * variations.length + v), 0),
    );
  }
  return truth;
}

/** The least mean negative log-likelihood that any model can reach on these very bars, nats a bar. */
export function bayesLimit(grammar: Grammar, patterns: ArrayLike<number>): number {
  const { logDensity } = truthOf(grammar, patterns);
  return -logDensity.reduce((sum, value) => sum + value, 0) / logDensity.length;
}

const at = (values: readonly number[], place: number) => values[place] as number;

function largest(count: number, read: (index: number) => number): number {
  let best = 0;
  for (let index = 1; index < count; index++) if (read(index) > read(best)) best = index;
  return best;
}
