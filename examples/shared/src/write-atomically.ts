import { renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.js';
import { UsageError } from './usage-error.js';

/** Writes a file so that it is there whole or not at all. */
export function writeAtomically(path: string, content: Uint8Array | string): void {
  makeFolder(dirname(path));
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

/**
 * Writes the file that `--out` names.
 *
 * @throws UsageError if it can't be written
 */
export function writeOutput(path: string, content: Uint8Array | string): void {
  try {
    writeAtomically(path, content);
  } catch (error) {
    throw new UsageError(`--out: ${path} can't be written (${(error as Error).message}).`);
  }
}
