import { describe, expect, it } from 'vitest';
import { normals, table } from '../../test/noise.js';
import { disentanglement } from './disentanglement.js';

/** Every pair of two factors of four levels, equally often: independent to the last bit. */
const n = 160;
const factors = table(n, 2, (i, j) => (j === 0 ? i & 3 : (i >> 2) & 3));
const factor = (i: number, j: number) => factors.data[2 * i + j]!;

describe('disentanglement', () => {
  it('is 1 in every score for codes that are the factors, whatever their scale and order', () => {
    const scores = { mig: 1, sap: 1, modularity: 1, disentanglement: 1, completeness: 1 };
    for (const codes of [factors, table(n, 2, (i, j) => 100 - 7 * factor(i, 1 - j))]) {
      const got = disentanglement({ codes, factors });
      for (const [name, want] of Object.entries(scores)) expect(got[name as keyof typeof scores], name).toBeCloseTo(want, 12);
      expect(got.floor.mig).toBeLessThan(0.1); // the same codes against shuffled factors
    }
  });

  it('has the floor of codes that know nothing', () => {
    const noise = normals(1, 3 * n);
    const codes = table(n, 3, (i, j) => noise[3 * i + j]!);
    const { floor, ...got } = disentanglement({ codes, factors }, { shuffles: 50 });
    expect(Math.abs(got.mig - floor.mig)).toBeLessThan(0.05);
    expect(Math.abs(got.modularity - floor.modularity)).toBeLessThan(0.2);
    expect(floor.modularity).toBeGreaterThan(0.05); // far from 0, which is why it is given
    const mean = Array.from(got.mi.data).reduce((a, b) => a + b) / 6;
    expect(mean / got.miFloor).toBeGreaterThan(0.7);
    expect(mean / got.miFloor).toBeLessThan(1.3);
  });

  it('has no gap where two codes hold the same factor, and is not complete', () => {
    const got = disentanglement({ codes: table(n, 4, (i, j) => factor(i, j >> 1)), factors });
    expect(got.mig).toBeCloseTo(0, 12);
    expect(got.sap).toBeCloseTo(0, 12);
    expect(got.modularity).toBeCloseTo(1, 12);
    expect(got.disentanglement).toBeCloseTo(1, 12);
    expect(got.completeness).toBeCloseTo(1 - Math.log(2) / Math.log(4), 12);
  });

  it('finds a code of two factors neither modular nor disentangled', () => {
    const got = disentanglement({ codes: table(n, 2, (i, j) => (j === 0 ? factor(i, 0) + 4 * factor(i, 1) : 0)), factors });
    expect(got.disentanglement).toBeCloseTo(0, 12);
    expect(got.completeness).toBeCloseTo(1, 12);
    expect(got.modularity).toBeCloseTo(0, 12);
    expect(got.mig).toBeCloseTo(1, 12);
  });

  it('counts a code that is constant as telling nothing', () => {
    const got = disentanglement({ codes: table(n, 3, (i, j) => (j < 2 ? factor(i, j) : 0.3)), factors });
    expect(got.mig).toBeCloseTo(1, 12);
    expect(got.modularity).toBeCloseTo(2 / 3, 12);
    expect([...Array.from(got.mi.data).slice(4)]).toEqual([0, 0]);
  });

  it('does not depend on the order of rows', () => {
    const noise = normals(2, 2 * n);
    const codes = table(n, 2, (i, j) => factor(i, j) + noise[2 * i + j]!);
    const reversed = (rows: { data: Float64Array }) => table(n, 2, (i, j) => rows.data[2 * (n - 1 - i) + j]!);
    const [a, b] = [disentanglement({ codes, factors }), disentanglement({ codes: reversed(codes), factors: reversed(factors) })];
    for (const name of ['mig', 'sap', 'modularity', 'disentanglement', 'completeness'] as const) expect(b[name]).toBeCloseTo(a[name], 12);
  });

  it('of one code, or one factor, has no score that would divide by nothing', () => {
    expect(disentanglement({ codes: table(n, 1, (i) => i), factors })).toMatchObject({
      mig: Number.NaN,
      sap: Number.NaN,
      completeness: Number.NaN,
    });
    const one = disentanglement({ codes: factors, factors: table(n, 1, (i) => factor(i, 0)) });
    expect(one).toMatchObject({ modularity: Number.NaN, disentanglement: Number.NaN, mig: expect.closeTo(1, 12) });
  });

  it('says what is wrong', () => {
    expect(() => disentanglement({ codes: factors, factors: table(3, 2, (i) => i) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: disentanglement: expected 160 rows of factors, one a row of codes, got 3.]`,
    );
    expect(() => disentanglement({ codes: factors, factors: table(n, 2, (_, j) => j) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: disentanglement: expected factors that vary, got one value in column 0.]`,
    );
    expect(() => disentanglement({ codes: factors, factors: table(n, 1, (i) => i / 2) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: disentanglement (factors): expected labels that are integers >= 0, got 0.5 in row 1.]`,
    );
    expect(() => disentanglement({ codes: table(1, 1, () => 0), factors: table(1, 1, () => 0) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: disentanglement: expected the number of rows to be an integer >= 2, got 1.]`,
    );
    expect(() => disentanglement({ codes: factors, factors }, { bins: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: disentanglement.bins: expected an integer >= 2, got 1.]`,
    );
    expect(() => disentanglement({ codes: factors, factors }, { importance: table(2, 3, () => 1) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: disentanglement: expected importance of shape [2,2], got [2,3].]`,
    );
    expect(() => disentanglement({ codes: factors, factors }, { importance: table(2, 2, () => -1) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: disentanglement: expected importance of 0 or more, got -1.]`,
    );
  });
});
