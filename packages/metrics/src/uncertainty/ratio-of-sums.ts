import type { Score } from '../wilson.js';
import { meanScore } from './mean-score.js';

/**
 * sum of the numerators over sum of the denominators, with the error of the jackknife over the entries; without one where it would divide
 * by 0.
 */
export function ratioOfSums(numerators: Float64Array, denominators: Float64Array): Score {
  const n = numerators.length;
  const total = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  const [above, below] = [total(numerators), total(denominators)];
  const value = above / below;
  const without = numerators.map((entry, i) => (above - entry) / (below - denominators[i]!));
  if (n < 2 || !without.every(Number.isFinite)) return { value };
  const { se, interval } = meanScore(
    without.map((rest) => n * value - (n - 1) * rest),
    'jackknife',
  );
  return { value, se, interval };
}
