import { expected } from '../expected.js';
import type { Files, Store } from './store.js';

/**
 * A {@link Store} in memory: for tests, and for a training that is to be rolled back but not kept.
 *
 * @example
 * ```ts
 * import { type Dataset, memory, type Model, train } from '@genlab/core';
 *
 * async function run<Batch extends object>(model: Model<Batch>, data: Dataset<Batch>) {
 *   const store = memory();
 *   await train(model, data, { steps: 1_000, store });
 *   return store.list(); // the names of its checkpoints
 * }
 * ```
 */
export function memory(): Store {
  const entries = new Map<string, Files>();
  let locked = false;
  const copyOf = (files: Files): Files => Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, bytes.slice()]));
  return {
    name: 'memory',
    list: async () => [...entries.keys()],
    read: async (entry) => {
      const files = entries.get(entry);
      return files && copyOf(files);
    },
    write: async (entry, files) => {
      entries.set(entry, copyOf(files));
    },
    remove: async (entry) => {
      entries.delete(entry);
    },
    lock: async () => {
      if (locked) throw new Error(expected('memory', 'a store that no training uses', 'one in use'));
      locked = true;
      let given = false;
      return async () => {
        if (!given) locked = false;
        given = true;
      };
    },
  };
}
