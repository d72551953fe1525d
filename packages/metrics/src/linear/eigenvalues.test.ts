import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eigenvalues } from './eigenvalues.js';
import { congruence, factor } from './factor.js';

const square = fc
  .integer({ min: 1, max: 8 })
  .chain((n) =>
    fc.record({ n: fc.constant(n), data: fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: n * n, maxLength: n * n }) }),
  );
const times = (a: readonly number[], n: number) =>
  Float64Array.from({ length: n * n }, (_, i) => {
    let sum = 0; // A A'
    for (let k = 0; k < n; k++) sum += a[Math.floor(i / n) * n + k]! * a[(i % n) * n + k]!;
    return sum;
  });
const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

describe('eigenvalues', () => {
  it.each([
    ['an empty matrix', [], []],
    ['one number', [-3], [-3]],
    ['zeros', [0, 0, 0, 0], [0, 0]],
    ['a diagonal', [3, 0, 0, 0, 1, 0, 0, 0, 2], [1, 2, 3]],
    ['[[2, 1], [1, 2]]', [2, 1, 1, 2], [1, 3]],
    ['the path of three nodes: 0 and +-sqrt 2', [0, 1, 0, 1, 0, 1, 0, 1, 0], [-Math.SQRT2, 0, Math.SQRT2]],
    ['ones: rank one', new Array<number>(16).fill(1), [0, 0, 0, 4]],
    ['a matrix whose first column is done already', [1, 0, 0, 0, 2, 1, 0, 1, 2], [1, 1, 3]],
  ])('are right for %s', (_, matrix, want) => {
    const got = eigenvalues(Float64Array.from(matrix), want.length);
    want.forEach((value, i) => {
      expect(got[i]).toBeCloseTo(value, 12);
    });
  });

  it('ascend, and keep the sums of values and of squares that the matrix has', () => {
    fc.assert(
      fc.property(square, ({ n, data }) => {
        const matrix = times(data, n);
        const values = eigenvalues(matrix, n);
        const trace = total(matrix.filter((_, i) => i % (n + 1) === 0));
        const scale = 1 + trace;
        expect(Math.abs(total(values) - trace)).toBeLessThan(1e-12 * scale * n);
        expect(Math.abs(total(values.map((x) => x * x)) - total(matrix.map((x) => x * x)))).toBeLessThan(1e-12 * scale * scale * n);
        expect([...values]).toEqual([...values].sort((a, b) => a - b));
      }),
    );
  });
});

describe('factor', () => {
  it('multiplies back to its matrix', () => {
    fc.assert(
      fc.property(square, ({ n, data }) => {
        const matrix = times(data, n);
        const { data: l, rank } = factor(matrix, n);
        const scale = 1 + total(matrix.map(Math.abs));
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let k = 0; k < rank; k++) sum += l[i * rank + k]! * l[j * rank + k]!;
            expect(Math.abs(sum - matrix[i * n + j]!)).toBeLessThan(1e-12 * scale);
          }
        }
      }),
    );
  });

  it('has the rank of the matrix', () => {
    expect(factor(new Float64Array(9).fill(1), 3).rank).toBe(1);
    expect(factor(new Float64Array(9), 3).rank).toBe(0);
    expect(factor(Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 2), 3).rank).toBe(2);
  });

  it("gives L' B L by congruence", () => {
    const l = factor(Float64Array.of(4, 0, 0, 9), 2); // columns (0, 3) and (2, 0): the larger pivot first
    expect([...congruence(l, Float64Array.of(1, 2, 2, 5))]).toEqual([45, 12, 12, 4]);
  });
});
