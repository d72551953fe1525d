import { config } from '../config/config.js';

/** Files by name, as bytes. */
export type Files = Readonly<Record<string, Uint8Array>>;

/**
 * Where checkpoints are kept: entries of a few files each. `folder(path)` of `@genlab/core/node`, {@link indexedDb} and {@link memory} are
 * stores, and hold the same bytes; one of a user's own is any object of this shape.
 */
export interface Store {
  /** For messages: `folder runs/fonts`. */
  readonly name: string;
  /** The names of all entries, in any order. */
  list(): Promise<readonly string[]>;
  /** The files of an entry, or undefined if there is none of that name. */
  read(entry: string): Promise<Files | undefined>;
  /**
   * Keeps files as an entry: all of them or, whatever happens meanwhile, none. Replaces an entry of that name.
   * @param entry Letters, digits and hyphens.
   * @param files Borrowed until it is done: copy what is to last.
   * @throws Error in one sentence if it can't be written; no other entry is touched then.
   */
  write(entry: string, files: Files): Promise<void>;
  /** Forgets an entry; nothing happens if there is none of that name. */
  remove(entry: string): Promise<void>;
  /**
   * Takes the store for a training, so that two never write to it at a time, and clears away what a killed one left half-written.
   * @returns What gives it back.
   * @throws Error if a living training has it.
   */
  lock(): Promise<() => Promise<void>>;
}

/** Reads a store of an argument: see {@link config}. */
export const readStore = config.recipe<Store>(['list', 'read', 'write', 'remove', 'lock'], 'memory()');
