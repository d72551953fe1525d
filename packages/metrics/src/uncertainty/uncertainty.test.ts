import { describe, expect, it } from 'vitest';
import { goldenCase, near } from '../../test/golden-case.js';
import { normals, table } from '../../test/noise.js';
import type { Matrix } from '../rows.js';
import { acrossSeeds } from './across-seeds.js';
import { extrapolate } from './extrapolate.js';
import { interval } from './interval.js';

const mean = ({ data }: Matrix) => Array.from(data).reduce((a, b) => a + b, 0) / data.length;
const { input, outputs } = goldenCase('intervals');

describe('interval', () => {
  it('of a mean by the jackknife is the standard error, to the digit (numpy)', () => {
    const got = interval({ x: input('x') }, ({ x }) => mean(x), { method: 'jackknife' });
    near(got.value, outputs.mean, 1e-9, 'value');
    near(got.se!, outputs.jackknifeSE, 1e-9, 'se');
    expect(got.interval).toMatchObject({ level: 0.95, method: 'jackknife' });
  });

  it.each([
    ['subsample', 0.25],
    ['blocks', 0.5],
  ] as const)('of a mean by %s is near it', (method, tolerance) => {
    // An error from r repeats scatters by 1 / sqrt(2 r): 10 % from 50 halves, 24 % from 10 blocks.
    const { se } = interval({ x: input('x') }, ({ x }) => mean(x), { method });
    expect(Math.abs(se! / outputs.standardError - 1)).toBeLessThan(tolerance);
  });

  it('adds the errors of independent sets, and takes paired rows together', () => {
    const draws = normals(1, 60);
    const x = table(60, 1, (i) => draws[i]!);
    const difference = (sets: { a: Matrix; b: Matrix }) => mean(sets.a) - mean(sets.b);
    const one = interval({ x }, (sets) => mean(sets.x), { method: 'jackknife' }).se!;
    expect(interval({ a: x, b: x }, difference, { method: 'jackknife' }).se).toBeCloseTo(one * Math.SQRT2, 12);
    for (const method of ['jackknife', 'subsample', 'blocks'] as const) {
      const options = { method, paired: true };
      expect(interval({ a: x, b: x }, difference, { ...options, repeats: 5 }).se).toBe(0);
    }
  });

  it('holds the truth in 95 of 100 cases, more or less: a mean of 40, by halves', () => {
    const held = Array.from({ length: 200 }, (_, seed) => {
      const { low, high } = interval({ x: table(40, 1, (i) => normals(seed, 40)[i]!) }, ({ x }) => mean(x), { seed }).interval!;
      return low <= 0 && 0 <= high;
    }).filter(Boolean).length;
    expect(held).toBeGreaterThan(200 * 0.95 - 4 * Math.sqrt(200 * 0.95 * 0.05));
  });

  it('has the same seed, the same answer; and the level asked for', () => {
    const of = (seed: number, level = 0.95) => interval({ x: input('x') }, ({ x }) => mean(x), { seed, level });
    expect(of(1)).toEqual(of(1));
    expect(of(1).se).not.toBe(of(2).se);
    expect(of(1, 0.5).interval!.high).toBeLessThan(of(1).interval!.high);
  });

  it('says what is wrong', () => {
    const x = table(6, 1, (i) => i);
    const of = ({ x }: { x: Matrix }) => mean(x);
    expect(() => interval({ x: table(3, 1, (i) => i) }, of)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: interval: expected the number of rows to be an integer >= 4, got 3.]`,
    );
    expect(() => interval({ x }, of, { repeats: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: interval.repeats: expected an integer >= 2, got 1.]`,
    );
    expect(() => interval({ x }, of, { method: 'blocks', repeats: 4 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: interval: expected 2 rows or more in each of 4 blocks, got [6].]`,
    );
    expect(() => interval({ x, y: table(5, 1, (i) => i) }, of, { paired: true })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: interval: expected paired sets of one length, got [6,5].]`,
    );
    expect(() => interval({ x }, of, { level: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: interval.level: expected a number in (0, 1), got 1.]`,
    );
  });
});

describe('acrossSeeds', () => {
  it('gives the median and the range, and how likely that holds the true median', () => {
    expect(acrossSeeds([3, 1, 2])).toEqual({ value: 2, interval: { low: 1, high: 3, level: 0.75, method: 'seeds' } });
    expect(acrossSeeds([4, 1]).value).toBe(2.5);
    expect(() => acrossSeeds([1])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: acrossSeeds: expected at least 2 finite values, got 1.]`,
    );
    expect(() => acrossSeeds([1, Number.NaN])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: acrossSeeds: expected at least 2 finite values, got 1, NaN.]`,
    );
  });
});

describe('extrapolate', () => {
  it('agrees with the golden case fid-infinity', () => {
    const golden = goldenCase('fid-infinity');
    const values = golden.input('fid').data;
    const got = extrapolate([...golden.input('n').data].map((n, i) => ({ n, value: values[i]! })));
    near(got.value, golden.outputs.intercept, golden.tol, 'value');
    near(got.slope, golden.outputs.slope, golden.tol, 'slope');
  });
  it('says what is wrong', () => {
    expect(() =>
      extrapolate([
        { n: 5, value: 1 },
        { n: 5, value: 2 },
      ]),
    ).toThrowErrorMatchingInlineSnapshot(`[RangeError: extrapolate: expected at least two different sizes, got [5,5].]`);
    expect(() => extrapolate([{ n: 0, value: 1 }])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: extrapolate: expected sizes of 1 or more and finite values, got 1 at n = 0.]`,
    );
  });
});
