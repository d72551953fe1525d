import { config, expected, Rng } from '@genlab/core';
import { level as readLevel, seed as readSeed } from '../arguments.js';
import { atLeast } from '../at-least.js';
import { asMatrix, type Matrix, type Rows } from '../rows.js';
import type { Score } from '../wilson.js';
import { fromAllButOne, fromBlocks, fromHalves } from './resampling.js';
import { studentQuantile } from './student-quantile.js';

/** Options of {@link interval}. */
export interface IntervalOptions {
  /**
   * What the metric is taken of again. `'subsample'` by default: random halves of every set, which keeps distances between neighbours
   * honest. `'blocks'`: disjoint parts, for metrics without bias. `'jackknife'`: all but one row, n times over, for smooth metrics that are
   * cheap.
   */
  readonly method?: 'subsample' | 'blocks' | 'jackknife';
  /** Number of halves (50 by default), or of blocks (10 by default). Not for `'jackknife'`. */
  readonly repeats?: number;
  /**
   * Whether row i of one set belongs to row i of the others, as codes and their labels do: then the same rows are taken of all. False by
   * default.
   */
  readonly paired?: boolean;
  /** Confidence, 0.95 by default. */
  readonly level?: number;
  /** Seed of the choice of rows. 0 by default. */
  readonly seed?: number;
}

const { boolean, integer, oneOf, optional, record } = config;
const readOptions = record<IntervalOptions>({
  method: optional(oneOf('subsample', 'blocks', 'jackknife')),
  repeats: optional(integer({ least: 2 })),
  paired: optional(boolean),
  level: optional(readLevel),
  seed: optional(readSeed),
});

/**
 * How sure any metric is, by taking it again of parts of the data: its value of all rows, its standard error and an interval.
 *
 * Use it for metrics that bring no error of their own, such as `frechet`. The bootstrap is not offered: rows that are drawn twice double
 * the bias of a Frechet distance and are each other's nearest neighbours. From halves (m of n rows without replacement) the error is sd
 * sqrt(m / (n - m)), which at m = n / 2 is the sd itself.
 * Intervals are Student's, around the value: so they do not contain the metric's bias; read its floor.
 *
 * What it can't see: how much another training of the model would differ, which is most often more: see `acrossSeeds`.
 *
 * @param data named sets of rows `[n, d]`, at least 4 rows each.
 * @param metric the figure of such sets; it is given `Matrix`es.
 * @throws RangeError on too few rows, more blocks than half the rows, paired sets of different lengths, or options out of range.
 * @example
 * ```ts
 * import { frechet, interval } from '@genlab/metrics';
 *
 * const rows = (shift: number) => ({ data: Array.from({ length: 400 }, (_, i) => Math.sin(i * i + shift)), shape: [200, 2] });
 * const { value, se } = interval({ real: rows(0), fake: rows(1) }, (sets) => frechet(sets).value);
 * console.log(value, se); // 0.003 0.013: no difference that 200 rows could show
 * ```
 * @see Politis, Romano and Wolf, "Subsampling", 1999.
 */
export function interval<Sets extends Record<string, Rows>>(
  data: Sets,
  metric: (sets: Record<keyof Sets, Matrix>) => number,
  options: IntervalOptions = {},
): Score {
  const { method = 'subsample', paired = false, level = 0.95, seed = 0, ...rest } = readOptions(options, 'interval');
  const { repeats = method === 'blocks' ? 10 : 50 } = rest;
  if (typeof metric !== 'function') throw new TypeError(expected('interval', 'a metric of the sets', metric));
  const sets = Object.fromEntries(Object.entries(Object(data) as Sets).map(([name, rows]) => [name, asMatrix(`interval (${name})`, rows)]));
  const sizes = Object.values(sets).map(({ rows }) => rows);
  if (sizes.length === 0) throw new TypeError(expected('interval', 'named sets of rows', data));
  for (const size of sizes) atLeast('interval', 'the number of rows', size, 4);
  if (paired && sizes.some((size) => size !== sizes[0])) throw new RangeError(expected('interval', 'paired sets of one length', sizes));
  if (method === 'blocks' && sizes.some((size) => size < 2 * repeats)) {
    throw new RangeError(expected('interval', `2 rows or more in each of ${repeats} blocks`, sizes));
  }
  const of = { sets, paired, metric: metric as (sets: Record<string, Matrix>) => number };
  const estimate = {
    subsample: () => fromHalves(of, repeats, new Rng(seed)),
    blocks: () => fromBlocks(of, repeats, new Rng(seed)),
    jackknife: () => fromAllButOne(of),
  };
  const { se, freedom } = estimate[method]();
  const value = of.metric(sets);
  const half = studentQuantile((1 + level) / 2, freedom) * se;
  return { value, se, interval: { low: value - half, high: value + half, level, method } };
}
