import { expect, test } from 'vitest';
import { studyCoverage } from './seed-table.js';

test("the study's score by hand: a blank image has code 0, a full one 100 + 64 = 164 = 8 mod 26", () => {
  const images = [...new Array(784).fill(0), ...new Array(784).fill(1), ...new Array(784).fill(1)];
  expect(studyCoverage(images, 784)).toBe(2 / 26);
});

test("the study's score finds all letters in plain grey squares", () => {
  const squares = Float32Array.from({ length: 784 * 1_000 }, (_, i) => Math.floor(i / 784) / 1_000);
  expect(studyCoverage(squares, 784)).toBe(1);
});
