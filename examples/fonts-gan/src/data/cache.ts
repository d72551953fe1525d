import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Bytes kept in a file, made anew where the file is absent, cut short or of another length. What the content depends on belongs in the file's name.
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

/** Writes a file so that it is there whole or not at all. */
export function writeAtomically(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}
