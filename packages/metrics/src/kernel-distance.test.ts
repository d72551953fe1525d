import { describe, expect, it } from 'vitest';
import { map, normal, take } from '../test/samples-of.js';
import { kernelDistance } from './kernel-distance.js';

describe('kernelDistance', () => {
  it('makes ten blocks of a cubic kernel by default', () => {
    const sets = { real: normal(200, 3, 1), fake: normal(150, 3, 2) };
    expect(kernelDistance(sets).blocks).toHaveLength(10);
    expect(kernelDistance(sets)).toEqual(
      kernelDistance(sets, { kernel: { kind: 'poly', degree: 3, gamma: 1 / 3, coef0: 1 }, blocks: 10, seed: 0 }),
    );
    expect(kernelDistance({ real: normal(25, 3, 1), fake: normal(150, 3, 2) }).blocks).toHaveLength(2);
  });

  it('is 0 on average for samples of one distribution, at any size, and its interval holds 0 in about 95 % of runs', () => {
    const runs = [...Array(100).keys()].map((i) => kernelDistance({ real: normal(60, 4, 300 + i), fake: normal(90, 4, 500 + i) }));
    const values = runs.map(({ value }) => value);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    expect(Math.abs(mean)).toBeLessThan((3 * sd) / 10);
    expect(Math.min(...values)).toBeLessThan(0); // negative values are legal, and never clamped
    expect(runs.filter(({ interval }) => interval!.low <= 0 && interval!.high >= 0).length).toBeGreaterThanOrEqual(88);
    // The standard error is that of fresh samples: sd over runs.
    const meanError = runs.reduce((sum, { se }) => sum + se!, 0) / runs.length;
    expect(meanError / sd).toBeGreaterThan(0.7);
    expect(meanError / sd).toBeLessThan(1.3);
  });

  it('is unbiased by hand: two points a set, a linear kernel', () => {
    // k(x, y) = x y. Reals 1, 2: k = 2. Fakes 3, 5: k = 15. Cross mean: (3 + 5 + 6 + 10) / 4 = 6.
    const sets = { real: { data: [1, 2], rows: 2, cols: 1 }, fake: { data: [3, 5], rows: 2, cols: 1 } };
    const kernel = { kind: 'poly', degree: 1, gamma: 1, coef0: 0 } as const;
    expect(kernelDistance(sets, { kernel, blocks: 1 }).value).toBe(2 + 15 - 12);
    expect(kernelDistance(sets, { kernel: { ...kernel, degree: 3 }, blocks: 1 }).value).toBe(8 + 3375 - (2 * (27 + 125 + 216 + 1000)) / 4);
  });

  it('has blocks that the order of sorted samples does not fill one-sidedly', () => {
    const real = normal(200, 2, 1);
    const sorted = take(
      real,
      [...Array(200).keys()].sort((a, b) => real.data[2 * a]! - real.data[2 * b]!),
    );
    const got = kernelDistance({ real: sorted, fake: normal(200, 2, 2) });
    expect(Math.abs(got.value)).toBeLessThan(3 * got.se!);
  });

  it('takes a Gaussian kernel, its width by hand or by the median distance', () => {
    const sets = { real: normal(100, 2, 1), fake: map(normal(100, 2, 2), (x) => x + 2) };
    for (const sigma of [1.5, 'median'] as const) {
      const got = kernelDistance(sets, { kernel: { kind: 'rbf', sigma } });
      expect(got.value).toBeGreaterThan(5 * got.se!);
      expect(got.value).toBeLessThan(2);
    }
    // By hand: e^0 over pairs of equal points, e^(-1/2) across.
    const points = { real: { data: [0, 0], rows: 2, cols: 1 }, fake: { data: [1, 1], rows: 2, cols: 1 } };
    expect(kernelDistance(points, { kernel: { kind: 'rbf', sigma: 1 }, blocks: 1 }).value).toBeCloseTo(2 - 2 * Math.exp(-0.5), 14);
  });

  it('says what is wrong', () => {
    const real = normal(10, 2, 1);
    expect(() => kernelDistance({ real, fake: normal(10, 3, 1) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: kernelDistance: expected real and fake of one width, got 2 and 3.]`,
    );
    expect(() => kernelDistance({ real, fake: real }, { blocks: 6 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: kernelDistance: expected at least 2 samples a set for each of 6 blocks, got 10.]`,
    );
    expect(() => kernelDistance({ real, fake: real }, { kernel: { kind: 'rbf', sigma: 0 } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: kernelDistance.kernel.sigma: expected a number > 0, got 0.]`,
    );
  });
});
