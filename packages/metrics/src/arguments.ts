import { config } from '@genlab/core';
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
export const rows = config.thatIs<Rows>('rows such as { data, shape: [n, d] }', (value) => typeof value === 'object' && value !== null);

/** The two sets of a metric; what is no pair is two missing sets, which whoever reads them refuses. */
export function pair<T>(x: RealFake<T>): RealFake<T> {
  return Object(x) as RealFake<T>;
}
