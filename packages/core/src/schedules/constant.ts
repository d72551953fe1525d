import { config } from '../config/config.js';
import { described } from '../describe.js';
import type { Schedule } from './schedule.js';

/**
 * The same value at every step.
 * @throws RangeError if it is not finite.
 *
 * @example
 * ```ts
 * import { constant } from '@genlab/core';
 *
 * const half = constant(0.5);
 * console.log(half(0), half(1_000)); // 0.5 0.5
 * ```
 */
export function constant(value: number): Schedule {
  config.number(value, 'constant.value');
  return described({ name: 'constant', value }, () => value);
}
