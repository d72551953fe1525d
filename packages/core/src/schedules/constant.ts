import { described } from '../describe.js';
import { expected } from '../expected.js';
import type { Schedule } from './schedule.js';

/**
 * The same value at every step.
 * @throws RangeError if it is not finite.
 */
export function constant(value: number): Schedule {
  if (!Number.isFinite(value)) throw new RangeError(expected('constant', 'a finite value', value));
  return described({ name: 'constant', value }, () => value);
}
