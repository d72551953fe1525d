/**
 * Words an error the way every GenLab error is worded: `where: expected what, got what. Hint.`
 *
 * Throw it before any tensor is made, so that a wrong argument costs nothing.
 *
 * @param where The function or class the reader called.
 * @param what What would have been right, as a noun phrase.
 * @param got What came instead; strings are taken as they are, everything else is written as JSON, in 200 characters at most.
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

const LONGEST = 200; // characters: a message is one sentence, whatever came

function plain(value: unknown): string {
  if (typeof value === 'function' || typeof value === 'undefined') return typeof value;
  if (typeof value !== 'object') return String(value); // JSON writes NaN and Infinity as null, and refuses a bigint.
  try {
    const text = JSON.stringify(value, shortened).replaceAll(/"<(\w+)>"/g, '$1');
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
  } catch {
    return 'an object that holds itself';
  }
}

/** What is no plain data is named in place of being written out: a tensor, a network, an array of bytes. */
function shortened(this: Readonly<Record<string, unknown>>, key: string, written: unknown): unknown {
  const value = this[key];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) return written;
  const { constructor: kind } = value;
  return typeof kind !== 'function' || kind.name === 'Object' ? written : `<${kind.name}>`;
}
