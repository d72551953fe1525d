import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normals, table } from '../../test/noise.js';
import { likelihood } from './likelihood.js';

const one = (...weights: number[]) => ({ data: weights.map(Math.log), shape: [1, weights.length] });

describe('likelihood', () => {
  it('gives by default the two bounds and their gap: weights 1 and 3 by hand', () => {
    const got = likelihood(one(1, 3));
    expect(got.elbo.value).toBeCloseTo(Math.log(3) / 2, 12);
    expect(got.iwae[2]!.value).toBeCloseTo(Math.log(2), 12);
    expect(got.gap).toBeCloseTo(Math.log(2) - Math.log(3) / 2, 12);
    expect(got.ess).toBeCloseTo(16 / 10, 12);
    expect(got).toMatchObject({ bitsPerDim: undefined, n: 1 });
    expect(likelihood(one(1, 3), { dims: 4 }).bitsPerDim).toBeCloseTo(-1 / 4, 12);
  });

  it('has no gap, and all samples effective, for the exact posterior', () => {
    // p(z) = N(0, 1), p(x | z) = N(z, 1): q = N(x / 2, 1 / 2), every weight is p(x) = N(0, 2).
    const got = likelihood(table(5, 100, (i) => -(i * i) / 4 - Math.log(4 * Math.PI) / 2));
    expect(got.gap).toBeCloseTo(0, 12);
    expect(got.ess).toBeCloseTo(100, 9);
  });

  it('comes near log p(x) from samples of the prior', () => {
    const z = normals(3, 20_000);
    const x = 1.5;
    const got = likelihood(table(1, z.length, (_, j) => -((x - z[j]!) ** 2 + Math.log(2 * Math.PI)) / 2));
    expect(got.iwae[20_000]!.value).toBeCloseTo(-(x * x) / 4 - Math.log(4 * Math.PI) / 2, 1);
    expect(got.elbo.value).toBeLessThan(got.iwae[20_000]!.value - 0.5);
  });

  it('never falls as k grows to a multiple, whatever the weights', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 24, maxLength: 24 }), (data) => {
        const k = [1, 2, 4, 12];
        const { elbo, iwae, ess } = likelihood({ data, shape: [2, 12] }, { k });
        const values = k.map((count) => iwae[count]!.value);
        values.slice(1).forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(values[i]! - 1e-9);
        });
        expect(values[0]).toBe(elbo.value);
        expect(ess).toBeGreaterThanOrEqual(1 - 1e-9);
        expect(ess).toBeLessThanOrEqual(12 + 1e-9);
      }),
    );
  });

  it('loses nothing to underflow, and moves with the weights', () => {
    const weights = table(3, 8, (i, j) => Math.sin(3 * i + j));
    const far = table(3, 8, (i, j) => Math.sin(3 * i + j) - 5_000);
    expect(likelihood(far).iwae[8]!.value).toBeCloseTo(likelihood(weights).iwae[8]!.value - 5_000, 9);
    expect(likelihood(far).ess).toBeCloseTo(likelihood(weights).ess, 9);
  });

  it('has its error from the data: of one datum there is none', () => {
    expect(likelihood(one(1, 2)).elbo.se).toBeUndefined();
    const { se, interval } = likelihood({ data: [-1, -3], shape: [2, 1] }).elbo; // sd sqrt 2 over sqrt 2 data
    expect(se).toBeCloseTo(1, 12);
    expect(interval).toMatchObject({ method: 'student', low: expect.closeTo(-2 - 12.706, 3) });
  });

  it('says what is wrong', () => {
    expect(() => likelihood({ data: [], shape: [0, 4] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: likelihood: expected at least one datum, got 0.]`,
    );
    expect(() => likelihood(one(1, 2, 3), { k: [2] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: likelihood: expected k to divide the 3 samples of a datum, got 2.]`,
    );
    expect(() => likelihood(one(1, 2), { dims: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: likelihood.dims: expected an integer >= 1, got 0.]`,
    );
    expect(() => likelihood(one(0, 2))).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: likelihood: expected finite numbers, got -Infinity in row 0, column 0. Look for a diverged model or a division by zero before it.]`,
    );
  });
});
