/**
 * A number that depends on the step: any function of the step's index, which starts at 0.
 *
 * @example
 * ```ts
 * import type { Schedule } from '@genlab/core';
 *
 * const halfThenFull: Schedule = (step) => (step < 500 ? 0.5 : 1);
 * console.log(halfThenFull(0)); // 0.5
 * ```
 */
export type Schedule = (step: number) => number;

/** A fixed number, or a {@link Schedule}: accepted wherever a learning rate, a weight or a decay is. */
export type Rate = number | Schedule;

/**
 * The value of a {@link Rate} at a step.
 *
 * @example
 * ```ts
 * import { linear, rateAt } from '@genlab/core';
 *
 * console.log(rateAt(0.1, 7), rateAt(linear({ from: 0, to: 1, steps: 10 }), 5)); // 0.1 0.5
 * ```
 */
export function rateAt(rate: Rate, step: number): number {
  return typeof rate === 'function' ? rate(step) : rate;
}
