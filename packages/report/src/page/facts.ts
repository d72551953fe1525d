import { formatExactly } from './format.js';

/** A setting in words: `{ filters: [64, 32], normalization: 'batch' }` is `filters 64, 32; normalization batch`. */
export function factText(value: unknown): string {
  if (typeof value === 'number') return formatExactly(value);
  if (value === null || value === undefined) return '–';
  if (typeof value !== 'object') return String(value);
  const parts = Array.isArray(value)
    ? value.map(factText)
    : Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [`${name} ${factText(member)}`]));
  const holdsLists = Object.values(value).some((member) => typeof member === 'object' && member !== null);
  return parts.join(holdsLists ? '; ' : ', ');
}
