import { expected } from '@genlab/core';

/** Checks a count given by the caller. @throws RangeError if `value` is not an integer of at least `least`. */
export function atLeast(where: string, name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) throw new RangeError(expected(where, `${name} to be an integer >= ${least}`, value));
}
