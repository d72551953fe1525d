import { config } from '../config/config.js';
import { expected } from '../expected.js';
import type { Files, Store } from './store.js';

const TABLE = 'entries';

/**
 * A {@link Store} in the browser's IndexedDB, for a page or a worker: it lasts until the user clears the site's data.
 *
 * @param name Name of the database; one for each training.
 * @throws TypeError if the name is no text; Error, from its functions, if the browser refuses.
 *
 * @example
 * ```ts
 * import { type Dataset, indexedDb, type Model, train } from '@genlab/core';
 *
 * async function run<Batch extends object>(model: Model<Batch>, data: Dataset<Batch>) {
 *   await train(model, data, { epochs: 10, store: indexedDb('letters') }); // goes on if the page was closed meanwhile
 * }
 * ```
 */
export function indexedDb(name: string): Store {
  config.text(name, 'indexedDb.name');
  const label = `indexedDb ${name}`;
  /** Runs one transaction in a connection of its own: it is done when its bytes are on disk, or it was never there. */
  const transact = async <T>(mode: IDBTransactionMode, run: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    if (typeof indexedDB === 'undefined') throw new Error(expected(label, 'a browser with IndexedDB', 'none', 'In Node use folder(path).'));
    const database = await open(name);
    try {
      const transaction = database.transaction(TABLE, mode, { durability: 'strict' });
      const request = run(transaction.objectStore(TABLE));
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
      });
      return request.result;
    } catch (error) {
      throw new Error(expected(label, mode === 'readonly' ? 'to read from it' : 'to write to it', `${error}`), { cause: error });
    } finally {
      database.close();
    }
  };
  return {
    name: label,
    list: async () => (await transact('readonly', (table) => table.getAllKeys())) as string[],
    read: (entry) => transact('readonly', (table) => table.get(entry) as IDBRequest<Files | undefined>),
    write: async (entry, files) => {
      await transact('readwrite', (table) => table.put(files, entry));
    },
    remove: async (entry) => {
      await transact('readwrite', (table) => table.delete(entry));
    },
    lock: () => takeLock(label),
  };
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A lock of the browser's own, which ends with the page or worker that holds it. (A page that did not come over https has none.) */
async function takeLock(label: string): Promise<() => Promise<void>> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return async () => {};
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  let done: Promise<unknown> = Promise.resolve();
  const taken = await new Promise<boolean>((resolve, reject) => {
    done = locks.request(`genlab ${label}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? given : undefined;
    });
    done.catch(reject);
  });
  if (!taken) throw new Error(expected(label, 'a store that no training uses', 'one in use', 'Another tab or worker may be training.'));
  return async () => {
    give();
    await done;
  };
}
