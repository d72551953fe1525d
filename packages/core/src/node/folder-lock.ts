import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expected } from '../expected.js';
import type { FileSystem } from './folder.js';

/** Who holds a folder: a process, told from a later one of the same number by the time it began. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly began: string;
}

const LOCK = 'lock.json';
const held = new Set<string>();

/**
 * Takes a folder for this process, also from one that is dead.
 * @throws Error if a living one has it.
 */
export async function takeFolderLock(files: FileSystem, path: string, label: string): Promise<() => Promise<void>> {
  const file = join(resolve(path), LOCK);
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), began: beginOf(process.pid) } satisfies Holder);
  const inUse = (who: string) =>
    new Error(expected(label, 'a folder that no training uses', `one in use by ${who}`, `If none is running, remove ${file}.`));
  if (held.has(file)) throw inUse('this process');
  while (!writeNew(files, file, mine)) {
    const holder = await readHolder(files, file);
    if (holder && lives(holder)) throw inUse(`process ${holder.pid} on ${holder.host}`);
    // Two may find a dead one's lock at the same time: whoever moves it away has it, and the other finds the winner's.
    const moved = join(path, `.unfinished-lock-${process.pid}`);
    quietly(() => files.renameSync(file, moved));
    files.rmSync(moved, { force: true });
  }
  held.add(file);
  let given = false;
  return async () => {
    if (given) return;
    given = true;
    held.delete(file);
    quietly(() => files.rmSync(file, { force: true })); // left behind it holds nobody up: it ends with this process
  };
}

function writeNew(files: FileSystem, path: string, text: string): boolean {
  try {
    const file = files.openSync(path, 'wx');
    try {
      files.writeSync(file, text);
    } catch (error) {
      quietly(() => files.rmSync(path, { force: true }));
      throw error;
    } finally {
      files.closeSync(file);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined if there is none, or one that its maker was killed over before it was written. */
async function readHolder(files: FileSystem, file: string): Promise<Holder | undefined> {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      return JSON.parse(files.readFileSync(file, 'utf8')) as Holder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      await setTimeout(50); // it may be about to be written
    }
  }
  return undefined;
}

function lives({ pid, host, began }: Holder): boolean {
  if (host !== hostname()) return true; // nobody can tell
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return beginOf(pid) === began && pid !== process.pid; // our own number, but not held: a process before us in a container
}

/** When a process began, in ticks since the machine did; the same word for all where the system does not say. */
function beginOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/** Does what nothing hangs on, or nothing can be done about. */
export function quietly(work: () => void): void {
  try {
    work();
  } catch {}
}
