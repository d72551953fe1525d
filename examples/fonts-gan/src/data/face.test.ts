import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawLetters, LETTERS, SIZE } from './face.js';
import { findFamily } from './families.js';

/** The first and last row and column of one letter with ink in it. */
function extent(images: Uint8Array, letter: string) {
  const start = LETTERS.indexOf(letter) * SIZE * SIZE;
  const inked = Array.from(images.subarray(start, start + SIZE * SIZE)).flatMap((value, i) => (value > 0 ? [i] : []));
  const rows = inked.map((i) => Math.floor(i / SIZE));
  const columns = inked.map((i) => i % SIZE);
  return { top: Math.min(...rows), bottom: Math.max(...rows), left: Math.min(...columns), right: Math.max(...columns) };
}

test('capitals are 22 pixels high and centred', () => {
  const images = drawLetters(readFileSync(findFamily('abel').file));
  expect(images).toHaveLength(26 * 28 * 28);
  const { top, bottom, left, right } = extent(images, 'H');
  expect([top, bottom]).toEqual([3, 24]); // 22 rows, 3 above and below
  expect(left + right).toBe(SIZE - 1);
});

test('no letter of a sprawling hand is larger than 26 pixels', () => {
  const images = drawLetters(readFileSync(findFamily('allura').file));
  for (const letter of LETTERS) {
    const { top, bottom, left, right } = extent(images, letter);
    // Centred between pixels, 26 may touch 27.
    expect(Math.max(bottom - top, right - left), letter).toBeLessThanOrEqual(26);
  }
});

test('a file that is no font throws', () => {
  expect(() => drawLetters(new TextEncoder().encode('not a font at all'))).toThrow();
});
