import type { Rng } from '@genlab/core';
import type { Matrix } from '../rows.js';
import { meanScore } from './mean-score.js';

/** Which rows are taken of each set. */
type Choice = (set: string) => Int32Array;

/** Named sets of rows, and a metric of any choice of them. */
export interface Resampled {
  readonly sets: Readonly<Record<string, Matrix>>;
  /** Whether one choice of rows serves for all sets. */
  readonly paired: boolean;
  readonly metric: (sets: Record<string, Matrix>) => number;
}

/** A standard error, and from how many independent deviations it was made. */
export interface ErrorEstimate {
  readonly se: number;
  readonly freedom: number;
}

/**
 * The deviation of the metric over random halves, drawn without replacement: m of n rows deviate by sqrt((n - m) / m) = 1 times what n
 * fresh ones would.
 */
export function fromHalves(of: Resampled, repeats: number, rng: Rng): ErrorEstimate {
  const values = Array.from({ length: repeats }, () => {
    const order = shuffled(of, rng);
    return metricOf(of, (set) => order(set).subarray(0, Math.floor(of.sets[set]!.rows / 2)));
  });
  return { se: meanScore(values).se! * Math.sqrt(repeats), freedom: repeats - 1 };
}

/** The error of the mean of the metric over disjoint random blocks. */
export function fromBlocks(of: Resampled, blocks: number, rng: Rng): ErrorEstimate {
  const order = shuffled(of, rng);
  const values = Array.from({ length: blocks }, (_, block) =>
    metricOf(of, (set) => order(set).filter((_row, place) => place % blocks === block)),
  );
  return { se: meanScore(values).se!, freedom: blocks - 1 };
}

/** The jackknife: every row left out once. The sets are independent unless paired, so their variances add up. */
export function fromAllButOne(of: Resampled): ErrorEstimate {
  const names = Object.keys(of.sets);
  const variance = (without: readonly string[]) => {
    const n = of.sets[without[0]!]!.rows;
    const values = Array.from({ length: n }, (_, left) =>
      metricOf(of, (set) => range(of.sets[set]!.rows).filter((row) => row !== left || !without.includes(set))),
    );
    return (meanScore(values).se! * (n - 1)) ** 2; // The pseudo-values deviate n - 1 times as much.
  };
  const total = of.paired ? variance(names) : names.reduce((sum, name) => sum + variance([name]), 0);
  return { se: Math.sqrt(total), freedom: Math.min(...names.map((name) => of.sets[name]!.rows)) - 1 };
}

const range = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

/** A random order of the rows of each set, the same for all if they are paired. */
function shuffled({ sets, paired }: Resampled, rng: Rng): Choice {
  const names = Object.keys(sets);
  const first = rng.permutation(sets[names[0]!]!.rows);
  const orders = Object.fromEntries(names.map((name, i) => [name, paired || i === 0 ? first : rng.permutation(sets[name]!.rows)]));
  return (set) => orders[set]!;
}

function metricOf({ sets, metric }: Resampled, rowsOf: Choice): number {
  return metric(Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, taken(set, rowsOf(name))])));
}

function taken({ data, cols }: Matrix, rows: Int32Array): Matrix {
  const value = (_: unknown, at: number) => data[rows[Math.floor(at / cols)]! * cols + (at % cols)]!;
  return { data: Float64Array.from({ length: rows.length * cols }, value), rows: rows.length, cols };
}
