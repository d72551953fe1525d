/**
 * Words an error the way every GenLab error is worded: `where: expected what, got what. Hint.`
 *
 * Throw it before any tensor is made, so that a wrong argument costs nothing.
 *
 * @param where The function or class the reader called.
 * @param what What would have been right, as a noun phrase.
 * @param got What came instead; strings are taken as they are, everything else is written as JSON.
 * @param hint One sentence that says what to do.
 * @returns The message, for any error class.
 *
 * @example
 * ```ts
 * import { expected } from '@genlab/core';
 *
 * const rate = 1.5;
 * if (rate > 1) console.log(expected('dropout', 'a rate in [0, 1)', rate)); // dropout: expected a rate in [0, 1), got 1.5.
 * ```
 */
export function expected(where: string, what: string, got: unknown, hint?: string): string {
  return `${where}: expected ${what}, got ${typeof got === 'string' ? got : plain(got)}.${hint === undefined ? '' : ` ${hint}`}`;
}

function plain(value: unknown): string {
  if (value === undefined || typeof value === 'function') return typeof value;
  if (typeof value === 'number') return String(value); // JSON writes NaN and Infinity as null.
  return JSON.stringify(value) ?? String(value);
}
