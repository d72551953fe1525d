import { describe, expect, it } from 'vitest';
import { normal } from '../test/samples-of.js';
import { classifierScore } from './classifier-score.js';

const sure = (labels: readonly number[], classes: number) => ({
  data: labels.flatMap((label) => Array.from({ length: classes }, (_, c) => (c === label ? 1000 : 0))),
  shape: [labels.length, classes],
});

describe('classifierScore', () => {
  it('is the number of classes for sure predictions of all alike, and 1 for predictions that are all one', () => {
    const got = classifierScore(sure([0, 1, 2, 0, 1, 2], 3));
    expect(got.value).toBeCloseTo(3, 12);
    expect(got).toMatchObject({ max: 3, n: 6 });
    expect(got.conditionalEntropy).toBeCloseTo(0, 12);
    expect(classifierScore(sure([1, 1, 1], 3)).value).toBeCloseTo(1, 12);
  });

  it('is not moved by the order of samples, which moves the score of splits', () => {
    const sorted = sure([0, 0, 1, 1], 2);
    const mixed = sure([0, 1, 0, 1], 2);
    expect(classifierScore(sorted).value).toBeCloseTo(classifierScore(mixed).value, 12);
    expect(classifierScore(sorted, { splits: 2 }).value).toBeCloseTo(1, 12);
    expect(classifierScore(mixed, { splits: 2 }).value).toBeCloseTo(2, 12);
  });

  it('has the standard error of fresh samples', () => {
    const runs = [...Array(60).keys()].map((i) => classifierScore(normal(150, 5, 700 + i, { scale: 2 })));
    const mean = runs.reduce((sum, { value }) => sum + value, 0) / runs.length;
    const sd = Math.sqrt(runs.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (runs.length - 1));
    const error = runs.reduce((sum, { se }) => sum + se!, 0) / runs.length;
    expect(error / sd).toBeGreaterThan(0.75);
    expect(error / sd).toBeLessThan(1.35);
  });

  it('says what is wrong', () => {
    expect(() => classifierScore({ data: [], rows: 0, cols: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: classifierScore: expected at least one sample for each of 1 splits, got 0.]`,
    );
    expect(() => classifierScore(sure([0, 1], 2), { splits: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: classifierScore.splits: expected an integer >= 1, got 0.]`,
    );
  });
});
