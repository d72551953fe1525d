import { config, readAdam } from '@genlab/core';
import type { FreeBits } from '../objective/free-bits.js';
import { count, oneOrList } from '../option-readers.js';

const { boolean, integer, oneOf, optional, record, within } = config;

const nats = within({ least: 0 });

/** Readers of those options of a VAE that JSON and a program write alike. */
export const settings = {
  classes: optional(count),
  freeBits: optional(readFreeBits),
  balancing: optional(boolean),
  adam: optional(readAdam),
  averaging: optional(within({ least: 0, below: 1 })),
  seed: optional(integer({ least: 0 })),
};

function readFreeBits(value: unknown, path: string): FreeBits {
  if (typeof value === 'number') return nats(value, path);
  return record({ nats: oneOrList(nats), per: oneOf('dimension', 'level') })(value, path);
}
