import { Rng } from '@genlab/core';

/** Seeded normal numbers for tests. */
export function normals(seed: number, n: number): Float64Array {
  const rng = new Rng(seed);
  return Float64Array.from({ length: n }, () => Math.sqrt(-2 * Math.log(1 - rng.number())) * Math.cos(2 * Math.PI * rng.number()));
}

/** Rows `[n, d]` of a function of row and column. */
export function table(n: number, d: number, value: (i: number, j: number) => number): { data: Float64Array; shape: readonly number[] } {
  return { data: Float64Array.from({ length: n * d }, (_, at) => value(Math.floor(at / d), at % d)), shape: [n, d] };
}
