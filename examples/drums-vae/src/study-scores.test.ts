import { Rng } from '@genlab/core';
import { expect, test } from 'vitest';
import { CELLS } from './data/bars.js';
import { studyDiversity, studyValidity } from './study-scores.js';

const bar = (struck: (cell: number) => boolean) => Uint8Array.from({ length: CELLS }, (_, cell) => (struck(cell) ? 1 : 0));

test.each([
  ['an empty bar', bar(() => false), 0],
  ['every cell struck', bar(() => true), 0.8],
  ['one kick', bar((cell) => cell === 0), 1],
  ['one snare', bar((cell) => cell === 1), 0.7],
  ['all of the first half', bar((cell) => cell < 72), 0.8], // exactly half of the cells; no cell agrees with its other half
])("the study's validity of %s", (_, cells, score) => {
  expect(studyValidity(cells)).toBeCloseTo(score, 12);
});

test("the study's diversity by hand, and of noise: one half", () => {
  expect(studyDiversity([...bar(() => true), ...bar(() => false), ...bar(() => true)])).toBeCloseTo(2 / 3, 12);
  const rng = new Rng(0);
  expect(studyDiversity(Uint8Array.from({ length: 100 * CELLS }, () => rng.integer(2)))).toBeCloseTo(0.5, 2);
});
