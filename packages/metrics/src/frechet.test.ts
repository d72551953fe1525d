import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gauss, sixteenBits } from '../test/rebuild.js';
import { moments } from './accumulators/moments.js';
import { frechet } from './frechet.js';
import type { Matrix } from './rows.js';

function normal(rows: number, cols: number, seed: number, scale = 1): Matrix {
  const next = sixteenBits(seed);
  return { data: Float64Array.from({ length: rows * cols }, () => gauss(next) * scale), rows, cols };
}
const map = ({ data, rows, cols }: Matrix, f: (value: number, i: number) => number): Matrix => ({
  data: Float64Array.from(data, f),
  rows,
  cols,
});
const numbers = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 24, maxLength: 24 });
const rowsOf = (data: readonly number[]): Matrix => ({ data, rows: 8, cols: 3 });

describe('frechet', () => {
  it('is the squared shift between a set and its shifted copy', () => {
    const real = normal(50, 4, 1);
    const got = frechet({ real, fake: map(real, (value) => value + 2) });
    expect(got.value).toBeCloseTo(16, 10);
    expect(got.meanTerm).toBeCloseTo(16, 10);
    expect(got).toMatchObject({ n: { real: 50, fake: 50 }, dims: 4, rank: { real: 4, fake: 4 } });
  });

  it('takes moments in place of rows', () => {
    const real = normal(40, 3, 1);
    const fake = normal(30, 3, 2);
    expect(frechet({ real: moments(3).push(real), fake: moments(3).push(fake) })).toEqual(frechet({ real, fake }));
  });

  it('is zero for identical sets, never negative, and the same both ways round', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [real, fake] = [rowsOf(a), rowsOf(b)];
        expect(frechet({ real, fake: real }).value).toBeLessThan(1e-6);
        const there = frechet({ real, fake }).value;
        expect(there).toBeGreaterThanOrEqual(0);
        expect(Math.abs(there - frechet({ real: fake, fake: real }).value)).toBeLessThan(1e-5 * (1 + there));
      }),
    );
  });

  it('does not change when samples change places, and turns with the features', () => {
    fc.assert(
      fc.property(numbers, numbers, fc.double({ min: 0, max: 6, noNaN: true }), (a, b, angle) => {
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const turned = (rows: readonly number[]) =>
          rowsOf(rows.map((x, i) => (i % 3 === 0 ? c * x - s * rows[i + 1]! : i % 3 === 1 ? s * rows[i - 1]! + c * x : x)));
        const reversed = rowsOf([...Array(8).keys()].reverse().flatMap((i) => b.slice(3 * i, 3 * i + 3)));
        const value = frechet({ real: rowsOf(a), fake: rowsOf(b) }).value;
        expect(Math.abs(frechet({ real: rowsOf(a), fake: reversed }).value - value)).toBeLessThan(1e-5 * (1 + value));
        expect(Math.abs(frechet({ real: turned(a), fake: turned(b) }).value - value)).toBeLessThan(1e-5 * (1 + value));
      }),
    );
  });

  it('scales with the square of the features', () => {
    const [real, fake] = [normal(60, 5, 1), normal(60, 5, 2, 2)];
    const scaled = frechet({ real: map(real, (x) => 3 * x), fake: map(fake, (x) => 3 * x) });
    const plain = frechet({ real, fake });
    expect(scaled.value).toBeCloseTo(9 * plain.value, 9);
    expect(scaled.floor).toBeCloseTo(9 * plain.floor, 9);
  });

  it('grows with every step away', () => {
    const real = normal(60, 5, 1);
    const values = [0, 0.5, 1, 2, 4].map((shift) => frechet({ real, fake: map(normal(60, 5, 2), (x) => x + shift) }).value);
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });

  it('has a floor that samples of one distribution reach: within 10 % on average', () => {
    const runs = [...Array(20).keys()].map((i) => frechet({ real: normal(500, 16, 100 + i), fake: normal(400, 16, 200 + i) }));
    const mean = runs.reduce((sum, run) => sum + run.value, 0) / runs.length;
    const floor = runs.reduce((sum, run) => sum + run.floor, 0) / runs.length;
    expect(Math.abs(mean / floor - 1)).toBeLessThan(0.1);
  });

  it('tells by its rank that there are too few samples or dead features', () => {
    expect(frechet({ real: normal(4, 8, 1), fake: normal(20, 8, 2) }).rank).toEqual({ real: 3, fake: 8 });
    expect(frechet({ real: map(normal(20, 4, 1), (x, i) => (i % 4 === 0 ? 0 : x)), fake: normal(20, 4, 2) }).rank.real).toBe(3);
  });

  it('agrees with the nuclear norm where ranks are low: for two rows a set, on a line', () => {
    // One direction each, e1 and e2, of variance 2: tr (S1 S2)^1/2 = 0, so 2 + 2; along one direction it is 0.
    const line = (j: number) => ({ data: [0, 1].flatMap((sign) => [0, 1].map((i) => (i === j ? 2 * sign - 1 : 0))), rows: 2, cols: 2 });
    expect(frechet({ real: line(0), fake: line(1) }).value).toBeCloseTo(4, 10);
    expect(frechet({ real: line(0), fake: line(0) }).value).toBeCloseTo(0, 10);
  });

  it('says what is wrong', () => {
    const real = normal(4, 2, 1);
    expect(() => frechet({ real, fake: normal(4, 3, 1) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: frechet: expected real and fake of one width, got 2 and 3.]`,
    );
    expect(() => frechet({ real, fake: normal(1, 2, 1) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: frechet (fake): expected at least 2 rows, got 1. Give at least 20 times as many as there are features.]`,
    );
    expect(() => frechet({ real, fake: moments(2) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: frechet (fake): expected at least 2 rows, got 0. Give at least 20 times as many as there are features.]`,
    );
    expect(() => frechet({ real: map(real, () => Number.POSITIVE_INFINITY), fake: real })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: frechet (real): expected finite numbers, got Infinity in row 0, column 0. Look for a diverged model or a division by zero before it.]`,
    );
  });
});
