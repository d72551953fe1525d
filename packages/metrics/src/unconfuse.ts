import { expected } from '@genlab/core';
import { asMatrix, type Rows } from './rows.js';

/**
 * The counts that a classifier's errors have blurred, as they most likely were: the shares p of greatest likelihood under counts ~ C' p, by
 * expectation and maximisation from equal shares. Unlike the inverse of C they are never negative.
 *
 * @param confusion `[classes, classes]`, row = true class, column = class read; counts of real samples, or their shares.
 */
export function unconfuse(counts: Float64Array, confusion: Rows): Float64Array {
  const k = counts.length;
  const { data, rows, cols } = asMatrix('modes (confusion)', confusion);
  if (rows !== k || cols !== k) throw new RangeError(expected('modes', `a confusion of shape [${k},${k}]`, `[${rows},${cols}]`));
  const sums = Float64Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => data[i * k + j]!).reduce((a, b) => a + b, 0));
  if (Array.from(data).some((value) => value < 0) || sums.some((sum) => sum === 0)) {
    throw new RangeError(
      expected('modes', 'a confusion of non-negative numbers with samples of every class', `rows of sum [${sums.join(',')}]`),
    );
  }
  const chance = Float64Array.from(data, (value, i) => value / sums[Math.floor(i / k)]!);
  const n = counts.reduce((sum, count) => sum + count, 0);
  let p = new Float64Array(k).fill(n / k);
  for (let round = 0; round < ROUNDS; round++) {
    const read = new Float64Array(k);
    for (let i = 0; i < k * k; i++) read[i % k]! += chance[i]! * p[Math.floor(i / k)]!;
    p = p.map((share, i) => {
      let sum = 0;
      for (let j = 0; j < k; j++) if (read[j]! > 0) sum += (chance[i * k + j]! * counts[j]!) / read[j]!;
      return share * sum;
    });
  }
  return p;
}

/** The share of a class that is not drawn falls as one over the rounds, others settle sooner; 10 ms for 26 classes. */
const ROUNDS = 5000;
