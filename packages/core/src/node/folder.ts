import * as promises from 'node:fs/promises';
import { join } from 'node:path';
import type { Files, Store } from '../checkpoints/store.js';
import { expected } from '../expected.js';
import { takeFolderLock } from './folder-lock.js';

/** What {@link folder} needs of `node:fs/promises`. */
export type FileSystem = Pick<typeof promises, 'mkdir' | 'open' | 'readdir' | 'readFile' | 'rename' | 'rm'>;

const UNFINISHED = '.unfinished-';

/**
 * A store of checkpoints in a folder: each entry is a folder of its own, made under another name, flushed to disk and renamed.
 *
 * @param path Made where it is missing, once a training takes it. One folder for each training.
 * @throws Error, from its functions, in one sentence: a folder that can't be written to, that was removed meanwhile, or that a living process
 *   trains in.
 *
 * @example
 * ```ts
 * import { type Dataset, type Model, train } from '@genlab/core';
 * import { folder } from '@genlab/core/node';
 *
 * async function run<Batch extends object>(model: Model<Batch>, data: Dataset<Batch>) {
 *   await train(model, data, { epochs: 10, store: folder('runs/letters') }); // killed and called again, it goes on where it was
 * }
 * ```
 */
export function folder(path: string): Store {
  return folderOn(promises, path);
}

/** {@link folder} on a file system of one's own. */
export function folderOn(files: FileSystem, path: string): Store {
  const label = `folder ${path}`;
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw new Error(expected(label, what, reason(error as NodeJS.ErrnoException)), { cause: error });
    }
  };
  /** Out of sight in one step; then it may take its time. */
  const remove = async (entry: string) => {
    const doomed = join(path, `${UNFINISHED}removed-${entry}`);
    await files.rm(doomed, { recursive: true, force: true });
    try {
      await files.rename(join(path, entry), doomed);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    await files.rm(doomed, { recursive: true, force: true });
  };
  const writeFile = async (file: string, bytes: Uint8Array) => {
    const handle = await files.open(file, 'wx');
    try {
      // In one piece: writeFile makes many, and each has to wait for the steps of the training.
      for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
      await handle.sync();
    } finally {
      await handle.close();
    }
  };
  const write = async (entry: string, content: Files) => {
    const draft = join(path, `${UNFINISHED}${entry}`);
    try {
      await files.rm(draft, { recursive: true, force: true });
      await files.mkdir(draft); // not its parents: a folder that was removed is not to come back unnoticed
      await allOver(Object.entries(content).map(([name, bytes]) => writeFile(join(draft, name), bytes)));
      await flushFolder(files, draft);
      await remove(entry);
      await files.rename(draft, join(path, entry));
      await flushFolder(files, path);
    } catch (error) {
      await files.rm(draft, { recursive: true, force: true }).catch(() => {});
      throw error;
    }
  };
  const listing = async () => {
    try {
      return await files.readdir(path, { withFileTypes: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  };
  return {
    name: label,
    list: () =>
      attempt('to list it', async () =>
        (await listing()).filter((file) => file.isDirectory() && !file.name.startsWith('.')).map(({ name }) => name),
      ),
    read: (entry) => attempt(`to read ${entry}`, () => readFiles(files, join(path, entry))),
    write: (entry, content) => attempt(`to write ${entry}`, () => write(entry, content)),
    remove: (entry) => attempt(`to remove ${entry}`, () => remove(entry)),
    lock: async () => {
      await attempt('to make it', () => files.mkdir(path, { recursive: true }));
      const give = await takeFolderLock(files, path, label).catch((error: NodeJS.ErrnoException) => {
        throw error.code === undefined ? error : new Error(expected(label, 'to lock it', reason(error)), { cause: error });
      });
      for (const { name } of await attempt('to list it', listing)) {
        if (name.startsWith(UNFINISHED))
          await attempt(`to remove ${name}`, () => files.rm(join(path, name), { recursive: true, force: true }));
      }
      return give;
    },
  };
}

/** Waits for all of them, whatever becomes of one, and then throws the first error. */
async function allOver(works: readonly Promise<unknown>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(works)) if (outcome.status === 'rejected') throw outcome.reason;
}

async function readFiles(files: FileSystem, entry: string): Promise<Files | undefined> {
  try {
    const names = (await files.readdir(entry, { withFileTypes: true })).filter((file) => file.isFile()).map(({ name }) => name);
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await files.readFile(join(entry, name))] as const)));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Makes the names in a folder last. Windows can't, and needs not. */
async function flushFolder(files: FileSystem, path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await files.open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const words: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'no space left in the quota',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'a read-only file system',
  ENOENT: 'no such folder: was it removed?',
  ENOTDIR: 'a file where a folder should be',
  EEXIST: 'a file where a folder should be',
};

function reason({ code = '', message }: NodeJS.ErrnoException): string {
  return words[code] === undefined ? message : `${words[code]} (${code})`;
}
