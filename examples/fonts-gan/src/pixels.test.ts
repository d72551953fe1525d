import { expect, test } from 'vitest';
import { decodePixels, encodePixels } from './pixels.js';

test.each([
  ['from -1', [-1, 1]],
  ['from 0', [0, 1]],
] as const)('pixels %s run from paper to ink, and come back as they were', (range, [paper, ink]) => {
  const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
  const values = encodePixels(bytes, range);
  expect([values[0], values[255]]).toEqual([paper, ink]);
  expect(decodePixels(values, range)).toEqual(bytes);
});

test('what a tanh generator draws below the paper is paper', () => {
  expect([...decodePixels([-1, -0.2, 0, 1, 1.5], 'from 0')]).toEqual([0, 0, 0, 255, 255]);
});
