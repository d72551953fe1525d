import { describe, expect, it } from 'vitest';
import { normal, stack } from '../test/samples-of.js';
import { ndb } from './ndb.js';

const cells = (counts: readonly number[]) => {
  const data = counts.flatMap((count, k) => new Array<number>(count).fill(10 * k));
  return { data, rows: data.length, cols: 1 };
};
const centers = { data: [0, 10, 20, 30], rows: 4, cols: 1 };

describe('ndb', () => {
  it('compares shares bin by bin, by hand', () => {
    const got = ndb({ real: cells([50, 50, 100, 0]), fake: cells([20, 60, 20, 0]) }, { centers });
    // Bin 0: p 0.25, q 0.2, P 70 / 300, z = 0.05 / sqrt(70/300 * 230/300 * (1/200 + 1/100)).
    expect(got.z[0]).toBeCloseTo(0.05 / Math.sqrt((70 / 300) * (230 / 300) * 0.015), 12);
    expect(got.z[3]).toBe(0); // empty in both
    expect(got.ndb).toBe(2); // 0.25 and 0.6, 0.5 and 0.2
    expect(got).toMatchObject({ share: { value: 0.5 }, expected: 0.2, n: { real: 200, fake: 100 }, dims: 1 });
  });

  it('has a divergence of 0 for equal shares and of log 2 for shares in different bins', () => {
    expect(ndb({ real: cells([5, 5, 0, 0]), fake: cells([10, 10, 0, 0]) }, { centers }).jsd).toBeCloseTo(0, 14);
    expect(ndb({ real: cells([5, 5, 0, 0]), fake: cells([0, 0, 7, 3]) }, { centers }).jsd).toBeCloseTo(Math.LN2, 14);
  });

  it('makes its own bins, the same for a seed, and finds the one that is missing', () => {
    const at = (x: number, seed: number) => normal(100, 2, seed, { shift: x, scale: 0.3 });
    const real = stack(stack(at(0, 1), at(5, 2)), at(10, 3));
    const fake = stack(at(0, 4), at(5, 5));
    const got = ndb({ real, fake }, { bins: 3, seed: 1 });
    expect(got).toEqual(ndb({ real, fake }, { bins: 3, seed: 1 }));
    expect(got.ndb).toBe(3);
    expect([...got.z].filter((z) => z > 5)).toHaveLength(1);
  });

  it('differs in about 5 % of the bins for samples of one distribution', () => {
    const runs = [...Array(10).keys()].map((i) =>
      ndb({ real: normal(400, 2, 20 + i), fake: normal(400, 2, 40 + i) }, { centers: normal(20, 2, 60 + i) }),
    );
    const share = runs.reduce((sum, run) => sum + run.share.value, 0) / runs.length;
    expect(share).toBeLessThan(0.1); // 10 of 200 expected, with a standard deviation of 3
  });

  it('says what is wrong', () => {
    const real = cells([3, 3, 0, 0]);
    expect(() => ndb({ real, fake: real }, { bins: 7, seed: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ndb: expected at most 6 bins, one a real sample, got 7.]`,
    );
    expect(() => ndb({ real, fake: real }, { bins: 1, seed: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ndb.bins: expected an integer >= 2, got 1.]`,
    );
    expect(() => ndb({ real, fake: real }, { centers: { data: [1, 2, 3, 4], rows: 2, cols: 2 } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ndb: expected centers of 1 numbers, got 2.]`,
    );
    expect(() => ndb({ real, fake: cells([0]) }, { centers })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ndb: expected the number of fakes to be an integer >= 1, got 0.]`,
    );
  });
});
