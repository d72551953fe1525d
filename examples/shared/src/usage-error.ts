/** Something the user can put right: shown as one line, without a stack, and the program ends with code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
