import { describe, expect, it } from 'vitest';
import { philox } from './philox.js';

const ONES = 0xffffffff;
const hex = (block: Uint32Array) => [...block].map((word) => word.toString(16).padStart(8, '0')).join(' ');

describe('philox', () => {
  // Random123 1.14, tests/kat_vectors: "philox4x32 10".
  it.each([
    { key: [0, 0], counter: [0, 0, 0, 0], words: '6627e8d5 e169c58d bc57ac4c 9b00dbd8' },
    { key: [ONES, ONES], counter: [ONES, ONES, ONES, ONES], words: '408f276d 41c83b0e a20bc7c6 6d5451fd' },
  ] as const)('gives the published answer $words', ({ key, counter, words }) => {
    const out = new Uint32Array(4);
    philox(out, key, counter);
    expect(hex(out)).toBe(words);
  });

  it('makes block n without the blocks before it, carrying into the second word', () => {
    const all = new Uint32Array(40);
    philox(all, [3, 5], [0xfffffffe, 1, 8, 13]);
    const ninth = new Uint32Array(4);
    philox(ninth, [3, 5], [7, 2, 8, 13]);
    expect(ninth).toEqual(all.slice(36));
  });
});
