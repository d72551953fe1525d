import { createHash } from 'node:crypto';

/**
 * Sets some names aside by a hash of each: which ones depends on nothing but the names, and near-duplicates (weights of one
 * family) never stand on both sides as long as they go by one name.
 *
 * @returns the names kept for validation, `Math.round(share * n)` of them
 */
export function setAside(names: readonly string[], share: number): Set<string> {
  const ranked = [...names].map((name) => ({ name, rank: createHash('sha256').update(name).digest('hex') }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return new Set(ranked.slice(0, Math.round(share * names.length)).map(({ name }) => name));
}
