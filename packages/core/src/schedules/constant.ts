import { described } from '../describe.js';
import type { Schedule } from './schedule.js';

/** The same value at every step. */
export function constant(value: number): Schedule {
  return described({ name: 'constant', value }, () => value);
}
