import { describe, expect, it } from 'vitest';
import { normals, table } from '../../test/noise.js';
import { posterior } from './posterior.js';

/** n data whose dimension j has posterior means of variance 1 - s and posterior variance s: together N(0, 1). */
function gaussianCode(n: number, noises: readonly number[]) {
  const draws = normals(1, n * noises.length);
  return {
    mean: table(n, noises.length, (i, j) => draws[i * noises.length + j]! * Math.sqrt(1 - noises[j]!)),
    logVar: table(n, noises.length, (_, j) => Math.log(noises[j]!)),
  };
}

describe('posterior', () => {
  it('names by default the dimensions whose means do not move', () => {
    const got = posterior(gaussianCode(500, [0.25, 1, 0.5]));
    expect(got.activeUnits).toBe(2);
    expect(got.of).toBe(3);
    expect(got.collapsed).toEqual([1]);
    expect([...got.quietShare]).toEqual([expect.any(Number), expect.closeTo(1, 12), expect.any(Number)]);
    expect(got.n).toBe(500);
  });

  it('finds the information of a Gaussian channel, -log(noise) / 2 a dimension, and no marginal divergence', () => {
    const got = posterior(gaussianCode(1200, [0.25, 0.5]));
    const want = [-Math.log(0.25) / 2, -Math.log(0.5) / 2];
    const { value, se } = got.mutualInformation;
    expect(Math.abs(value - want[0]! - want[1]!)).toBeLessThan(4 * se!);
    want.forEach((information, j) => {
      expect(got.informationPerDim[j]).toBeCloseTo(information, 1);
    });
    expect(Math.abs(got.marginalKl)).toBeLessThan(0.05);
    expect(Math.abs(got.totalCorrelation)).toBeLessThan(0.05);
  });

  it('finds in a dimension given twice the information of one, and the rest as total correlation', () => {
    const { mean } = gaussianCode(600, [0.01]);
    const twice = (rows: { data: Float64Array }) => table(600, 2, (i) => rows.data[i]!);
    const one = posterior({ mean, logVar: table(600, 1, () => Math.log(0.01)) });
    const two = posterior({ mean: twice(mean), logVar: table(600, 2, () => Math.log(0.01)) });
    // Two readings of one value halve the noise: log(2) / 2 more information, not twice.
    expect(two.mutualInformation.value).toBeCloseTo(one.mutualInformation.value + Math.LN2 / 2, 1);
    expect(two.totalCorrelation).toBeGreaterThan(1);
    expect(two.kl.value).toBeCloseTo(2 * one.kl.value, 9);
  });

  it('calls an offset that costs divergence and tells nothing collapsed', () => {
    const got = posterior({ mean: table(50, 1, () => 0.5), logVar: table(50, 1, () => 0) });
    expect(got.klPerDim[0]).toBeCloseTo(0.125, 12);
    expect(got.collapsed).toEqual([0]);
    expect(got.mutualInformation.value).toBeCloseTo(0, 12);
    expect(got.informationPerDim[0]).toBeCloseTo(0, 12);
  });

  it('has the ceiling log n: two data apart tell log 2', () => {
    const got = posterior({ mean: { data: [-50, 50], shape: [2, 1] }, logVar: { data: [0, 0], shape: [2, 1] } });
    expect(got.miCeiling).toBeCloseTo(Math.LN2, 12);
    expect(got.mutualInformation.value).toBeCloseTo(Math.LN2, 12);
  });

  it('splits the divergence: information, total correlation and the marginals', () => {
    const got = posterior(gaussianCode(800, [0.1, 0.6, 0.9]));
    expect(got.totalCorrelation + got.dimensionWiseKl).toBeCloseTo(got.marginalKl, 9);
    expect(Math.abs(got.mutualInformation.value + got.marginalKl - got.kl.value)).toBeLessThan(5 * got.mutualInformation.se!);
  });

  it('measures against a given prior as against N(0, I) in its units', () => {
    const n = 60;
    const { mean, logVar } = gaussianCode(n, [0.2, 0.4]);
    const z = table(n, 2, (i, j) => mean.data[2 * i + j]! + 0.1 * j);
    const prior = { mean: table(n, 2, (i) => Math.sin(i)), logVar: table(n, 2, (i, j) => Math.cos(i + j)) };
    const moved = (rows: { data: Float64Array }) =>
      table(n, 2, (i, j) => rows.data[2 * i + j]! * Math.exp(prior.logVar.data[2 * i + j]! / 2) + prior.mean.data[2 * i + j]!);
    const want = posterior({ mean, logVar, z });
    const got = posterior({
      mean: moved(mean),
      logVar: table(n, 2, (i, j) => logVar.data[2 * i + j]! + prior.logVar.data[2 * i + j]!),
      z: moved(z),
      prior,
    });
    expect(got.kl.value).toBeCloseTo(want.kl.value, 9);
    expect(got.mutualInformation.value).toBeCloseTo(want.mutualInformation.value, 9);
    expect(got.totalCorrelation).toBeCloseTo(want.totalCorrelation, 9);
    expect([...got.varianceOfMeans].map((v) => v.toFixed(9))).toEqual([...want.varianceOfMeans].map((v) => v.toFixed(9)));
  });

  it('calls a level that repeats its prior collapsed', () => {
    const prior = { mean: table(40, 1, (i) => i), logVar: table(40, 1, (i) => i / 40) };
    const got = posterior({ ...prior, prior });
    expect(got.collapsed).toEqual([0]);
    expect(got.kl.value).toBe(0);
  });

  it('does not depend on the order of the data', () => {
    const { mean, logVar } = gaussianCode(100, [0.2, 0.7]);
    const reversed = (rows: { data: Float64Array }) => table(100, 2, (i, j) => rows.data[2 * (99 - i) + j]!);
    const [a, b] = [posterior({ mean, logVar, z: mean }), posterior({ mean: reversed(mean), logVar: reversed(logVar), z: reversed(mean) })];
    expect(b.mutualInformation.value).toBeCloseTo(a.mutualInformation.value, 12);
    expect(b.kl.value).toBeCloseTo(a.kl.value, 12);
    expect(b.marginalKl).toBeCloseTo(a.marginalKl, 12);
  });

  it('agrees from a part of the samples with all of them, within its error', () => {
    const code = gaussianCode(800, [0.1, 0.3]);
    const all = posterior(code, { samples: 800 });
    const part = posterior(code, { samples: 300 });
    expect(Math.abs(part.mutualInformation.value - all.mutualInformation.value)).toBeLessThan(4 * part.mutualInformation.se!);
    expect(part.kl.value).toBe(all.kl.value);
  });

  it('says what is wrong', () => {
    const rows = table(3, 2, () => 0);
    expect(() => posterior({ mean: table(1, 2, () => 0), logVar: table(1, 2, () => 0) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: posterior: expected at least 2 data, got 1.]`,
    );
    expect(() => posterior({ mean: rows, logVar: table(3, 1, () => 0) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: posterior: expected logVar of shape [3,2], as mean has, got [3,1].]`,
    );
    expect(() => posterior({ mean: rows, logVar: rows, z: table(2, 2, () => 0) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: posterior: expected z of shape [3,2], as mean has, got [2,2].]`,
    );
    expect(() =>
      posterior({ mean: rows, logVar: rows, prior: { mean: rows, logVar: table(3, 3, () => 0) } }),
    ).toThrowErrorMatchingInlineSnapshot(`[RangeError: posterior: expected prior.logVar of shape [3,2], as mean has, got [3,3].]`);
    expect(() => posterior({ mean: table(3, 2, () => Number.NaN), logVar: rows })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: posterior (mean): expected finite numbers, got NaN in row 0, column 0. Look for a diverged model or a division by zero before it.]`,
    );
    expect(() => posterior({ mean: rows, logVar: rows }, { samples: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: posterior.samples: expected an integer >= 2, got 1.]`,
    );
  });
});
