import { Rng } from '@genlab/core';
import { expect, test } from 'vitest';
import { barAt, CELLS, INSTRUMENTS } from './bars.js';
import { drawBars, type Grammar, studyGrammar, variedGrammar } from './grammar.js';
import { meanNll, truthOf } from './truth.js';

const chance = (grammar: Grammar, genre: string, variation: string, step: number, instrument: string) =>
  grammar.cells[grammar.genreNames.indexOf(genre) * grammar.variations + grammar.variationNames.indexOf(variation)]?.[
    step * INSTRUMENTS.length + INSTRUMENTS.indexOf(instrument as never)
  ];
const share = (a: Int32Array, b: Int32Array) => a.filter((value, i) => value === b[i]).length / a.length;

test.each([
  [studyGrammar, 'rock', 'plain', 0, 'kick', 0.95],
  [studyGrammar, 'rock', 'plain', 2, 'kick', 0.68], // 0.95 x 0.7 + 0.05 x 0.3
  [studyGrammar, 'rock', 'plain', 1, 'kick', 0.05],
  [studyGrammar, 'jazz', 'plain', 15, 'ride', 0.95],
  [studyGrammar, 'hiphop', 'plain', 7, 'clap', 0.41],
  [variedGrammar, 'hiphop', 'plain', 7, 'clap', 0.41],
  [variedGrammar, 'latin', 'fill', 14, 'low tom', 0.914], // 1 - 0.4 x 0.1 = 0.96, then flipped
  [variedGrammar, 'rock', 'ghost', 3, 'snare', 0.77],
  [variedGrammar, 'electronic', 'open', 6, 'open hat', 0.86],
  [variedGrammar, 'jazz', 'fill', 0, 'crash', 0.59],
])('$name: %s, %s: step %i of the %s is on with %f', (grammar, genre, variation, step, instrument, expected) => {
  expect(chance(grammar, genre, variation, step, instrument)).toBeCloseTo(expected, 12);
});

test('the study has five tables, the varied grammar twenty', () => {
  expect([studyGrammar.cells.length, variedGrammar.cells.length]).toEqual([5, 20]);
});

test('the density of a bar is the mean of its products over the tables, by hand for an empty bar and a full one', () => {
  for (const grammar of [studyGrammar, variedGrammar]) {
    for (const on of [0, 1]) {
      const products = grammar.cells.map((cells) => cells.reduce((product, p) => product * (on ? p : 1 - p), 1));
      const density = products.reduce((sum, product) => sum + product, 0) / products.length;
      expect(truthOf(grammar, new Uint8Array(CELLS).fill(on)).logDensity[0]).toBeCloseTo(Math.log(density), 9);
    }
  }
});

test('densities sum to one: the chance of a cell under the mixture is the share of drawn bars that have it', () => {
  const { patterns } = drawBars(variedGrammar, new Rng(1), 2_000);
  for (let cell = 0; cell < CELLS; cell++) {
    const p = variedGrammar.cells.reduce((sum, cells) => sum + (cells[cell] as number), 0) / 20;
    let on = 0;
    for (let bar = 0; bar < 2_000; bar++) on += barAt(patterns, bar)[cell] as number;
    expect(Math.abs(on / 2_000 - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / 2_000)); // 144 cells, 4.5 deviations
  }
});

test('the limit on drawn bars is the entropy of the mixture: about 32.0 nats for the study', () => {
  // Given the genre the cells are independent, so the entropy lies between theirs and that plus log 5; genres hardly overlap.
  const entropy = studyGrammar.cells.map((cells) => cells.reduce((sum, p) => sum - p * Math.log(p) - (1 - p) * Math.log(1 - p), 0));
  const within = entropy.reduce((sum, value) => sum + value, 0) / 5;
  const limit = meanNll(studyGrammar, drawBars(studyGrammar, new Rng(2), 4_000).patterns);
  expect(within + Math.log(5)).toBeCloseTo(32.0, 0);
  expect(Math.abs(limit - within - Math.log(5))).toBeLessThan(0.4); // a bar's deviation is 7.7: 0.12 for the mean
});

test('the Bayes classifiers tell genre and variation almost always', () => {
  const bars = drawBars(variedGrammar, new Rng(3), 2_000);
  const truth = truthOf(variedGrammar, bars.patterns);
  expect(share(truth.genres, bars.genres)).toBeGreaterThan(0.99);
  expect(share(truth.variations, bars.variations)).toBeGreaterThan(0.97);
  const study = drawBars(studyGrammar, new Rng(3), 2_000);
  expect(share(truthOf(studyGrammar, study.patterns).genres, study.genres)).toBeGreaterThan(0.995);
});

test('a seed fixes the bars', () => {
  expect(drawBars(variedGrammar, new Rng(7), 5)).toEqual(drawBars(variedGrammar, new Rng(7), 5));
  expect(drawBars(variedGrammar, new Rng(7), 5)).not.toEqual(drawBars(variedGrammar, new Rng(8), 5));
});
