import { readFileSync } from 'node:fs';
import { writeAtomically } from '../../../shared/src/write-atomically.js';

/**
 * Bytes kept in a file, made anew where the file is absent, cut short or of another length. What the content depends on belongs in the
 * file's name.
 * The file is written under another name and then renamed, so that a run that is killed leaves no half of one.
 *
 * @param length bytes a whole file has, where that is known
 */
export function cached(path: string, make: () => Uint8Array, length?: number): Uint8Array {
  try {
    const bytes = readFileSync(path);
    if (length === undefined || bytes.length === length) return new Uint8Array(bytes);
  } catch {
    // Not there yet.
  }
  const bytes = make();
  try {
    writeAtomically(path, bytes);
  } catch {
    // A folder that can't be written to costs the next run some seconds, nothing else.
  }
  return bytes;
}
