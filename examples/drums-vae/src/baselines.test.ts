import { Rng } from '@genlab/core';
import { expect, test } from 'vitest';
import { baselinesOf } from './baselines.js';
import { CELLS } from './data/bars.js';
import { drawBars, studyGrammar } from './data/grammar.js';
import { meanNll } from './data/truth.js';
import { judgeOf } from './judge.js';

const empty = { attributions: [], notes: [], name: '', genres: ['a', 'b'] };
const bars = (...patterns: Uint8Array[]) => ({
  patterns: Uint8Array.from(patterns.flatMap((pattern) => [...pattern])),
  genres: Int32Array.from(patterns, (_, i) => i % 2),
});
const [silence, noise] = [new Uint8Array(CELLS), new Uint8Array(CELLS).fill(1)];

test('by hand: two training bars, one of each genre, and both again to validate with', () => {
  const { independentCells, nearestBar } = baselinesOf({ ...empty, train: bars(silence, noise), validation: bars(silence, noise) });
  // Half a hit and half a miss added: a cell of the silent genre is on with 1/4.
  expect(independentCells).toBeCloseTo(Math.log(2) - CELLS * Math.log(0.75), 9);
  expect(nearestBar.flip).toBe(0.005);
  expect(nearestBar.nll).toBeCloseTo(Math.log(2) - CELLS * Math.log(0.995), 9);
});

test("on the study's grammar independent cells come near the limit, the nearest bar does not", () => {
  const rng = new Rng(5);
  const data = {
    ...empty,
    genres: studyGrammar.genreNames,
    train: drawBars(studyGrammar, rng, 800),
    validation: drawBars(studyGrammar, rng, 400),
  };
  const limit = meanNll(studyGrammar, data.validation.patterns);
  const { independentCells, nearestBar } = baselinesOf(data);
  expect(independentCells - limit).toBeGreaterThan(0.2);
  expect(independentCells - limit).toBeLessThan(0.8); // the study's reader measured 0.45
  expect(nearestBar.nll - limit).toBeGreaterThan(3);
  const judge = judgeOf(data);
  expect(judge.name).toBe('a classifier by independent cells');
  expect(judge.accuracy).toBeGreaterThan(0.98);
  expect(judgeOf({ ...data, grammar: studyGrammar }).name).toBe('the Bayes classifier');
});
