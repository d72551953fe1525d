import { expected } from '@genlab/core';
import { atLeast } from './at-least.js';
import { normalQuantile } from './normal-quantile.js';

/** A range of values that the data do not contradict, and how it was made. */
export interface Interval {
  /** Lower end. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
  /** Confidence, e.g. 0.95. */
  readonly level: number;
  /** How it was made: by whose formula, or from what the figure was taken again. */
  readonly method: 'wilson' | 'student' | 'blocks' | 'jackknife' | 'subsample' | 'seeds';
}

/** A figure with, where it is known, how sure it is. */
export interface Score {
  /** The figure. */
  readonly value: number;
  /** Its standard error. */
  readonly se?: number;
  /** Its interval. */
  readonly interval?: Interval;
}

/**
 * The Wilson score interval of a rate: `successes` out of `n`.
 *
 * Use it for every share that is reported: unlike `p +- 1.96 sqrt(p (1 - p) / n)` it stays in [0, 1] and does not shrink to nothing at 0 or
 * n successes.
 * With z the normal quantile of (1 + level) / 2: centre (p + z^2 / 2n) / (1 + z^2 / n), half width z sqrt(p (1 - p) / n + z^2 / 4n^2) / (1
 * + z^2 / n).
 *
 * @param successes how many of them, 0 to n; need not be whole (a mean of weights in [0, 1] will do).
 * @param n how many were looked at, at least 1.
 * @param level confidence in (0, 1), 0.95 by default.
 * @throws RangeError if `n < 1`, or `successes` or `level` lies outside its range.
 * @example
 * ```ts
 * import { wilson } from '@genlab/metrics';
 *
 * const { low, high } = wilson(25, 26); // [0.81, 0.99]
 * ```
 * @see Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
 */
export function wilson(successes: number, n: number, level = 0.95): Interval {
  atLeast('wilson', 'n', n, 1);
  if (!(successes >= 0 && successes <= n)) throw new RangeError(expected('wilson', `successes from 0 to n = ${n}`, successes));
  if (!(level > 0 && level < 1)) throw new RangeError(expected('wilson', 'level between 0 and 1', level));
  const z2 = normalQuantile((1 + level) / 2) ** 2;
  const p = successes / n;
  const scale = 1 / (1 + z2 / n);
  const centre = (p + z2 / (2 * n)) * scale;
  const half = Math.sqrt((z2 * p * (1 - p)) / n + (z2 / (2 * n)) ** 2) * scale;
  // At 0 and n the ends are exactly 0 and 1; rounding must not say otherwise.
  return { low: successes === 0 ? 0 : centre - half, high: successes === n ? 1 : centre + half, level, method: 'wilson' };
}

/** A rate with its Wilson interval. */
export function rate(successes: number, n: number): Score {
  return { value: successes / n, interval: wilson(successes, n) };
}
