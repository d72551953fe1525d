import { Rng } from '@genlab/core';
import { describe, expect, it } from 'vitest';
import { table } from '../../test/noise.js';
import { drumFaults } from './drum-faults.js';
import { patterns } from './patterns.js';

/** n bars whose cells are on with the probability given. */
function bars(seed: number, n: number, probability: (step: number, instrument: number) => number) {
  const rng = new Rng(seed);
  return table(n, 144, (_, cell) => (rng.number() < probability(Math.floor(cell / 9), cell % 9) ? 1 : 0));
}
const groove = (step: number, instrument: number) =>
  [step % 8 === 0 ? 0.95 : 0.1, step % 8 === 4 ? 0.95 : 0.05, step % 2 === 0 ? 0.8 : 0.1][instrument] ?? 0.03;
/** Bars of 4 steps and 2 instruments, written as instruments over steps. */
const small = (...texts: string[]) => ({
  data: texts.flatMap((text) => [...text].filter((cell) => cell !== ' ').map((cell) => (cell === 'x' ? 1 : 0))),
  shape: [texts.length, 8],
});
const grid = { steps: 4, instruments: 2 };

describe('patterns', () => {
  it('describe by default bars of 16 steps and 9 instruments', () => {
    const got = patterns({ fake: bars(1, 40, groove) });
    expect(got.n).toBe(40);
    expect(Object.keys(got.failures)).toEqual(['silent', 'noKickOrSnare', 'tooManyHands']);
    expect(got.valid.interval!.method).toBe('wilson');
    expect(got).toMatchObject({ novelty: undefined, nearestTrain: undefined, noveltyRatio: undefined });
  });

  it('by hand: two small bars', () => {
    // Steps are pairs of cells. Bar 1: both at step 0, first at step 2. Bar 2: second at step 1, first at steps 2 and 3.
    const got = patterns({ fake: small('xx .. x. ..', '.. .x x. x.') }, grid);
    expect(got.density.value).toBe(3 / 8);
    expect(got.stepDensity.value).toBe((2 / 4 + 3 / 4) / 2);
    expect(got.selfSimilarity!.value).toBe((1 / 2 + 0 / 3) / 2);
    expect(got.selfSimilarityChance).toBe((1 / 3 + 0 / 2) / 2); // halves of bar 1 and 2: {a0 b0} and {a0 a1}; {b1} and {a0}
    expect(got.pairwiseHamming).toEqual({ value: 4 / 8 });
    expect(got.diversity).toEqual({ value: 1 - 1 / 5 });
    expect(got.unique).toBe(1);
    // Weights 0 -2 -1 -2. Bar 1: a at 0 and 2, nothing stronger between; b at 0. Bar 2: b at 1 rests through 0: 2; a at 2 none; a at 3 rests through 0: 2.
    expect(got.syncopation!.value).toBe((0 + 4) / 2);
  });

  it('tell bars with form from noise of the same density: self-similarity above its chance', () => {
    const form = (step: number, instrument: number) => ((step * 5 + instrument * 3) % 8 === 0 ? 0.95 : 0.03);
    const [with_, without] = [patterns({ fake: bars(1, 200, form) }), patterns({ fake: bars(2, 200, () => 0.145) })];
    expect(with_.selfSimilarity!.value).toBeGreaterThan(0.5);
    expect(without.selfSimilarity!.interval!.low).toBeLessThan(without.selfSimilarityChance!);
    expect(without.selfSimilarity!.interval!.high).toBeGreaterThan(without.selfSimilarityChance!);
  });

  it('find copies and noise by the novelty ratio', () => {
    const [train, test] = [bars(1, 150, groove), bars(2, 150, groove)];
    const ratioOf = (fake: typeof train) => patterns({ fake, train, test }).noveltyRatio!;
    expect(patterns({ fake: train, train, test })).toMatchObject({ novelty: { value: 0 }, nearestTrain: { value: 0 }, noveltyRatio: 0 });
    expect(Math.abs(ratioOf(bars(3, 150, groove)) - 1)).toBeLessThan(0.1);
    expect(ratioOf(bars(4, 150, () => 0.15))).toBeGreaterThan(1.5);
    expect(patterns({ fake: bars(3, 150, groove), train, test }).novelty!.value).toBeGreaterThan(0.95); // which says nothing
  });

  it('have an error that holds over fresh sets: the deviation of diversity over 60 of them', () => {
    const values = Array.from({ length: 60 }, (_, seed) => patterns({ fake: bars(seed, 40, groove) }).diversity);
    const mean = values.reduce((sum, { value }) => sum + value, 0) / 60;
    const sd = Math.sqrt(values.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / 59);
    const se = values.reduce((sum, score) => sum + score.se!, 0) / 60;
    expect(se / sd).toBeGreaterThan(0.75);
    expect(se / sd).toBeLessThan(1.35);
  });

  it('name each fault, and count a bar with two of them once', () => {
    const silent = table(4, 144, (bar, cell) =>
      bar === 1 && cell === 9 * 4 + 2 ? 1 : bar === 2 && cell < 7 ? 1 : bar === 3 && cell === 1 ? 1 : 0,
    );
    const got = patterns({ fake: silent });
    expect(got.failures).toEqual({ silent: 0.25, noKickOrSnare: 0.5, tooManyHands: 0.25 });
    expect(got.valid.value).toBe(0.25);
  });

  it('find the densities that no training bar has', () => {
    const train = small('xx .. .. ..', 'xx xx .. ..');
    const got = patterns({ fake: small('x. .. .. ..', 'xx x. .. ..', 'xx xx x. ..', 'xx xx .. ..'), train }, grid);
    expect(got.failures).toEqual({ unusualDensity: 0.5 });
    expect(patterns({ fake: train, train }, grid).valid.value).toBe(1);
  });

  it('take rules of your own', () => {
    const faults = { ...drumFaults, noBackbeat: ({ has }: { has(step: number, instrument: number): boolean }) => !has(4, 1) };
    expect(patterns({ fake: bars(1, 50, () => 0) }, { faults }).failures).toMatchObject({ silent: 1, noBackbeat: 1 });
  });

  it('do not depend on the order of bars, chance apart', () => {
    const fake = bars(1, 30, groove);
    const reversed = table(30, 144, (i, j) => fake.data[144 * (29 - i) + j]!);
    const [a, b] = [patterns({ fake, train: fake }), patterns({ fake: reversed, train: fake })];
    expect(b.diversity.value).toBeCloseTo(a.diversity.value, 12);
    expect(b.syncopation!.value).toBeCloseTo(a.syncopation!.value, 12);
    expect(b.selfSimilarity!.value).toBeCloseTo(a.selfSimilarity!.value, 12);
    expect([b.unique, b.valid, b.failures, b.novelty]).toEqual([a.unique, a.valid, a.failures, a.novelty]);
  });

  it('of one bar have no pairs; of an odd number of steps no halves and no syncopation', () => {
    const one = patterns({ fake: small('x. .. .. ..') }, grid);
    expect(one).toMatchObject({ pairwiseHamming: { value: Number.NaN }, unique: 1, selfSimilarityChance: undefined });
    const odd = patterns({ fake: { data: [1, 0, 0, 1, 1, 1], shape: [2, 3] } }, { steps: 3, instruments: 1 });
    expect([odd.selfSimilarity, odd.syncopation, odd.failures]).toEqual([undefined, undefined, {}]);
  });

  it('count all 144 cells: equal bars are alike, opposite bars are not', () => {
    const got = patterns({ fake: table(3, 144, (bar) => bar % 2) });
    expect(got.pairwiseHamming.value).toBeCloseTo(2 / 3, 12);
    expect(got.diversity.value).toBeCloseTo(2 / 3, 12);
    expect(got.unique).toBeCloseTo(2 / 3, 12);
    expect(got.density.value).toBeCloseTo(1 / 3, 12);
  });

  it('say what is wrong', () => {
    expect(() => patterns({ fake: table(0, 144, () => 0) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: patterns (fake): expected the number of bars to be an integer >= 1, got 0.]`,
    );
    expect(() => patterns({ fake: table(2, 100, () => 0) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: patterns (fake): expected rows of 144 cells (steps * instruments), got 100.]`,
    );
    expect(() => patterns({ fake: table(2, 144, () => 0.5) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: patterns (fake): expected cells of 0 and 1, got 0.5 in row 0. Draw from probabilities, or compare them with 0.5.]`,
    );
    expect(() => patterns({ fake: table(2, 144, () => 0), test: table(2, 144, () => 0) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: patterns: expected train beside test, got none.]`,
    );
    expect(() => patterns({ fake: table(2, 144, () => 0) }, { steps: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: patterns.steps: expected an integer >= 1, got 0.]`,
    );
  });
});
