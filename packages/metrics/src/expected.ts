/** Builds the one form of message that this project's errors have: `where: expected what, got what. Hint.` */
export function expected(where: string, what: string, got: unknown, hint = ''): string {
  return `${where}: expected ${what}, got ${got}.${hint && ` ${hint}`}`;
}

/** Checks a count given by the caller. @throws RangeError if `value` is not an integer of at least `least`. */
export function atLeast(where: string, name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) throw new RangeError(expected(where, `${name} to be an integer >= ${least}`, value));
}
