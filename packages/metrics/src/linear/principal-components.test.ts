import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normals } from '../../test/noise.js';
import { eigenvalues } from './eigenvalues.js';
import { eigenvectors } from './eigenvectors.js';
import { principalComponents } from './principal-components.js';

/** A A' for an n x m matrix of normal numbers, whose columns shrink. */
function covariance(seed: number, n: number, m = n): Float64Array {
  const a = normals(seed, n * m).map((value, at) => value / (1 + (at % m)));
  return Float64Array.from({ length: n * n }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < m; k++) sum += a[Math.floor(at / n) * m + k]! * a[(at % n) * m + k]!;
    return sum;
  });
}
const row = (matrix: Float64Array, i: number, n: number) => matrix.subarray(i * n, (i + 1) * n);
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const times = (matrix: Float64Array, vector: Float64Array, n: number) => vector.map((_, i) => dot(row(matrix, i, n), vector));

it('eigenvectors are of unit length, at right angles, and only stretched by their matrix', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(1000), (n, seed) => {
      const matrix = covariance(seed, n);
      const { values, vectors } = eigenvectors(matrix, n);
      const largest = Math.max(...values);
      for (let i = 0; i < n; i++) {
        const vector = row(vectors, i, n);
        times(matrix, vector, n).forEach((value, k) => {
          expect(Math.abs(value - values[i]! * vector[k]!)).toBeLessThan(1e-12 * largest);
        });
        for (let k = 0; k <= i; k++) expect(dot(vector, row(vectors, k, n))).toBeCloseTo(i === k ? 1 : 0, 12);
      }
      const ascending = eigenvalues(matrix, n);
      values.toReversed().forEach((value, i) => {
        expect(Math.abs(value - ascending[i]!)).toBeLessThan(1e-12 * largest);
      });
    }),
    { numRuns: 40 },
  );
});

it('principal components are the largest eigenvectors', () => {
  const n = 40;
  const matrix = covariance(1, n);
  const { values, vectors } = principalComponents(matrix, n, 5, 0);
  const all = eigenvectors(matrix, n);
  for (let i = 0; i < 5; i++) {
    expect(values[i]! / all.values[i]!).toBeCloseTo(1, 6);
    expect(Math.abs(dot(row(vectors, i, n), row(all.vectors, i, n)))).toBeCloseTo(1, 4);
  }
});

it('the components beyond the rank are zeros, and all of them where nothing varies', () => {
  const { values, vectors } = principalComponents(covariance(2, 8, 3), 8, 6, 0);
  expect([...values.slice(3)].map((value) => Math.abs(value) < 1e-9)).toEqual([true, true, true]);
  expect(values[2]).toBeGreaterThan(0.01);
  expect(vectors.every(Number.isFinite)).toBe(true);
  expect([...principalComponents(new Float64Array(9), 3, 2, 0).values]).toEqual([0, 0]);
});
