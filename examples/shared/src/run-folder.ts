import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.js';
import { UsageError } from './usage-error.js';

/**
 * Where a run is written. Nothing is made yet.
 *
 * @param kind what the run is of: `fonts`, `drums`
 * @param out the folder asked for; absent: the next free `runs/<kind>-<n>`
 * @throws UsageError if there is a file, or a folder with something in it, under the name asked for
 */
export function chooseRunFolder(kind: string, out: string | undefined, parent = 'runs'): string {
  if (out !== undefined) {
    if (existsSync(out) && !statSync(out).isDirectory()) throw new UsageError(`--out: ${out} is a file; a folder is needed.`);
    if (existsSync(out) && readdirSync(out).length > 0) throw new UsageError(`--out: ${out} is not empty; name another folder.`);
    return out;
  }
  const numbered = new RegExp(`^${kind}-(\\d+)$`);
  const taken = existsSync(parent) ? readdirSync(parent).flatMap((name) => numbered.exec(name)?.[1] ?? []) : [];
  return join(parent, `${kind}-${Math.max(0, ...taken.map(Number)) + 1}`);
}

/** Makes the folder, once there is something to put into it. */
export function makeRunFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new UsageError(`--out: ${folder} can't be made (${(error as Error).message.split('\n')[0]}).`);
  }
}
