import { expect, test } from 'vitest';
import { nearestImages } from './nearest.js';

test('the nearest images come first, and a copy before all', () => {
  const training = { pixels: Uint8Array.of(0, 0, 255, 255, 255, 0), labels: Int32Array.of(0, 1, 2), origins: ['a', 'b', 'c'] };
  const samples = Uint8Array.of(255, 255, 20, 10);
  expect([...nearestImages(samples, training, 1)]).toEqual([1, 0]);
  expect([...nearestImages(samples, training, 2)]).toEqual([1, 2, 0, 2]);
});
