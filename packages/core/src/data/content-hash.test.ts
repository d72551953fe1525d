import { expect, it } from 'vitest';
import { contentHash } from './content-hash.js';

// The test vectors of the FNV reference code.
it.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('contentHash of %j is FNV-1a', (text, hash) => {
  expect(contentHash(text, new Float32Array())).toBe(hash);
});

it('contentHash takes numbers as little-endian bytes', () => {
  const letters = new Float32Array(new TextEncoder().encode('foobar!!').buffer);
  expect(contentHash('', letters)).toBe(contentHash('foobar!!', new Float32Array()));
  expect(contentHash('foob', letters.subarray(1))).toBe(contentHash('foobar!!', new Float32Array()));
});
