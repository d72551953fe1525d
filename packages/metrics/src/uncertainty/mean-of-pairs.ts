import type { Score } from '../wilson.js';
import { meanScore } from './mean-score.js';

/**
 * The mean of a symmetric function over all pairs of n things, with the error of the jackknife: pairs that share a thing are not
 * independent, so an error from the n (n - 1) / 2 values would be far too small. Of fewer than 3 things, the value alone.
 */
export function meanOfPairs(n: number, of: (i: number, j: number) => number): Score {
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const value = of(i, j);
      sums[i]! += value;
      sums[j]! += value;
    }
  }
  const total = sums.reduce((a, b) => a + b, 0) / 2;
  const value = total / ((n * (n - 1)) / 2);
  if (n < 3) return { value };
  const without = sums.map((sum) => (total - sum) / (((n - 1) * (n - 2)) / 2));
  return {
    ...meanScore(
      without.map((rest) => n * value - (n - 1) * rest),
      'jackknife',
    ),
    value,
  };
}
