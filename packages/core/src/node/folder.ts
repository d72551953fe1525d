import * as fs from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Files, Store } from '../checkpoints/store.js';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import { quietly, takeFolderLock } from './folder-lock.js';

/**
 * What {@link folder} needs of `node:fs`. Only the flush, which waits for the disk, is left to a thread of Node's: between the steps of a
 * training, whose threads fill the processors, anything else takes longer to hand over than to do.
 */
export type FileSystem = Pick<
  typeof fs,
  'mkdirSync' | 'openSync' | 'writeSync' | 'closeSync' | 'readdirSync' | 'readFileSync' | 'renameSync' | 'rmSync'
> & { readonly fsync: (file: number) => Promise<void> };

const node: FileSystem = { ...fs, fsync: promisify(fs.fsync) };

const UNFINISHED = '.unfinished-';

/**
 * A store of checkpoints in a folder: each entry is a folder of its own, made under another name, flushed to disk and renamed.
 *
 * @param path Made where it is missing, once a training takes it. One folder for each training.
 * @throws TypeError if the path is no text. Error, from its functions, in one sentence: a folder that can't be written to, that was removed meanwhile, or that a living process
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
  return folderOn(node, config.text(path, 'folder.path'));
}

/** {@link folder} on a file system of one's own. */
export function folderOn(files: FileSystem, path: string): Store {
  const label = `folder ${path}`;
  const attempt = async <T>(what: string, work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw new Error(expected(label, what, reason(error as NodeJS.ErrnoException)), { cause: error });
    }
  };
  const removeTree = (tree: string) => files.rmSync(tree, { recursive: true, force: true });
  /** Out of sight in one step; then it may take its time. */
  const remove = (entry: string) => {
    const doomed = join(path, `${UNFINISHED}removed-${entry}`);
    removeTree(doomed);
    try {
      files.renameSync(join(path, entry), doomed);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    removeTree(doomed);
  };
  const write = async (entry: string, content: Files) => {
    const draft = join(path, `${UNFINISHED}${entry}`);
    try {
      removeTree(draft);
      files.mkdirSync(draft); // not its parents: a folder that was removed is not to come back unnoticed
      await allOver(Object.entries(content).map(([name, bytes]) => writeFile(files, join(draft, name), bytes)));
      await flushFolder(files, draft);
      remove(entry);
      files.renameSync(draft, join(path, entry));
      await flushFolder(files, path);
    } catch (error) {
      quietly(() => removeTree(draft)); // if it can't be now, then when the folder is locked again
      throw error;
    }
  };
  const listing = () => {
    try {
      return files.readdirSync(path, { withFileTypes: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  };
  return {
    name: label,
    list: () =>
      attempt('to list it', () =>
        listing()
          .filter((file) => file.isDirectory() && !file.name.startsWith('.'))
          .map(({ name }) => name),
      ),
    read: (entry) => attempt(`to read ${entry}`, () => readFiles(files, join(path, entry))),
    write: (entry, content) => attempt(`to write ${entry}`, () => write(entry, content)),
    remove: (entry) => attempt(`to remove ${entry}`, () => remove(entry)),
    lock: async () => {
      await attempt('to make it', () => files.mkdirSync(path, { recursive: true }));
      const give = await takeFolderLock(files, path, label).catch((error: NodeJS.ErrnoException) => {
        throw error.code === undefined ? error : new Error(expected(label, 'to lock it', reason(error)), { cause: error });
      });
      for (const { name } of await attempt('to list it', listing)) {
        if (name.startsWith(UNFINISHED)) await attempt(`to remove ${name}`, () => removeTree(join(path, name)));
      }
      return give;
    },
  };
}

async function writeFile(files: FileSystem, path: string, bytes: Uint8Array): Promise<void> {
  const file = files.openSync(path, 'wx');
  try {
    for (let at = 0; at < bytes.length; ) at += files.writeSync(file, bytes, at);
    await files.fsync(file);
  } finally {
    files.closeSync(file);
  }
}

/** Waits for all of them, whatever becomes of one, and then throws the first error. */
async function allOver(works: readonly Promise<unknown>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(works)) if (outcome.status === 'rejected') throw outcome.reason;
}

function readFiles(files: FileSystem, entry: string): Files | undefined {
  try {
    const names = files.readdirSync(entry, { withFileTypes: true }).filter((file) => file.isFile());
    return Object.fromEntries(names.map(({ name }) => [name, files.readFileSync(join(entry, name))]));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Makes the names in a folder last. Windows can't, and needs not. */
async function flushFolder(files: FileSystem, path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const file = files.openSync(path, 'r');
  try {
    await files.fsync(file);
  } finally {
    files.closeSync(file);
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
