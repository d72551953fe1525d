import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from './usage-error.js';

/** Makes a folder and those above it, one by one: Node's recursive `mkdir` never returns where the system won't have any, as in `/proc`. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(resolve(path)));
  mkdirSync(path);
}

/**
 * Sees, before any work is done, that a folder is there to be written to or can be made. Makes nothing.
 *
 * @param flag the flag that names the folder, for messages
 * @throws UsageError if the folder, or the nearest one above it that is there, is a file or not to be written to
 */
export function checkFolder(flag: string, path: string): void {
  let nearest = resolve(path);
  while (!existsSync(nearest)) nearest = dirname(nearest);
  if (!statSync(nearest).isDirectory()) throw new UsageError(`--${flag}: ${nearest} is a file; a folder is needed.`);
  try {
    accessSync(nearest, constants.W_OK);
  } catch (error) {
    throw new UsageError(`--${flag}: ${nearest} can't be written to (${(error as Error).message}).`);
  }
}
