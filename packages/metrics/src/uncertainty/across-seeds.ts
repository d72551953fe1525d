import { config, expected } from '@genlab/core';
import type { Score } from '../wilson.js';

/**
 * The median of one metric over trainings that differ in their seed alone, with the range of its values as interval.
 *
 * Use it for every claim about a model: how a training turns out varies more than any measurement of it. The range of n values holds the
 * true median with the probability 1 - 2^(1 - n), which is the level given: 75 % for three seeds, 94 % for five. No `se`, as there are
 * never enough seeds for one.
 *
 * @param values the metric of each training, at least 2, finite.
 * @throws RangeError on fewer than 2 values, or NaN.
 * @example
 * ```ts
 * import { acrossSeeds } from '@genlab/metrics';
 *
 * const { value, interval } = acrossSeeds([31.2, 28.9, 35.0]);
 * console.log(value, interval); // 31.2 { low: 28.9, high: 35, level: 0.75, method: 'seeds' }
 * ```
 */
export function acrossSeeds(values: ArrayLike<number>): Score {
  const sorted = Float64Array.from(config.numbers(values, 'acrossSeeds')).sort();
  const n = sorted.length;
  if (n < 2 || !sorted.every(Number.isFinite)) {
    throw new RangeError(expected('acrossSeeds', 'at least 2 finite values', Array.from(values).join(', ') || 'none'));
  }
  const value = (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2;
  return { value, interval: { low: sorted[0]!, high: sorted[n - 1]!, level: 1 - 2 ** (1 - n), method: 'seeds' } };
}
