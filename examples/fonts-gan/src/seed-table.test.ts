import { expect, test } from 'vitest';
import { studyCoverage } from './seed-table.js';

test("the study's score by hand: a blank image has code 0, a full one 100 + 64 = 164 = 8 mod 26", () => {
  const images = [...new Array(784).fill(0), ...new Array(784).fill(1), ...new Array(784).fill(1)];
  expect(studyCoverage(images, 784)).toBe(2 / 26);
});

test("the study's score calls noise complete", () => {
  let state = 1;
  const noise = Float32Array.from({ length: 784 * 1_000 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  });
  expect(studyCoverage(noise, 784)).toBeGreaterThan(0.8);
});
