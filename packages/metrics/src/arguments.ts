import { config, expected } from '@genlab/core';
import type { RealFake, Rows } from './rows.js';

const { integer, within } = config;

/** Reads a number of things. */
export const count = integer({ least: 1 });

/** Reads a seed. */
export const seed = integer({ least: 0 });

/** Reads a level of confidence or significance. */
export const level = within({ above: 0, below: 1 });

/** Reads a share. */
export const share = within({ least: 0, most: 1 });

/** Takes rows as they are, as long as they can be some: `asMatrix` checks them, and names the set they are. */
export function rows(value: unknown, path: string): Rows {
  if (typeof value === 'object' && value !== null) return value as Rows;
  throw new TypeError(expected(path, 'rows such as { data, shape: [n, d] }', value));
}

/** Reads numbers, in an array of any kind. */
export function numbers(value: unknown, path: string): ArrayLike<number> {
  if (typeof value === 'object' && Number.isInteger(Object(value).length)) return value as ArrayLike<number>;
  throw new TypeError(expected(path, 'a list of numbers', value));
}

/** The two sets of a metric; what is no pair is two missing sets, which whoever reads them refuses. */
export function pair<T>(x: RealFake<T>): RealFake<T> {
  return Object(x) as RealFake<T>;
}
