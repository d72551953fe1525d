import type { Interval, Score } from '../wilson.js';
import { studentQuantile } from './student-quantile.js';

/** The mean of independent values, with its standard error (sd over sqrt n) and Student's interval; of one value, the value alone. */
export function meanScore(values: ArrayLike<number>, method: Interval['method'] = 'student', level = 0.95): Score {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const value = sum / n;
  if (n < 2) return { value };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - value) ** 2;
  const se = Math.sqrt(squares / (n - 1) / n);
  const half = studentQuantile((1 + level) / 2, n - 1) * se;
  return { value, se, interval: { low: value - half, high: value + half, level, method } };
}
