import type { Matrix } from '../src/index.js';
import { gauss, sixteenBits } from './rebuild.js';

/** Rows in a typed array of their own. */
export interface FloatRows extends Matrix {
  readonly data: Float64Array;
}

/** Normal rows of a seed, moved by `shift` and scaled by `scale`. */
export function normal(rows: number, cols: number, seed: number, { shift = 0, scale = 1 } = {}): FloatRows {
  const next = sixteenBits(seed);
  return { data: Float64Array.from({ length: rows * cols }, () => gauss(next) * scale + shift), rows, cols };
}

/** Every number changed by a function. */
export function map({ data, rows, cols }: Matrix, f: (value: number, i: number) => number): FloatRows {
  return { data: Float64Array.from(data, f), rows, cols };
}

/** The rows named, in that order. */
export function take({ data, cols }: Matrix, rows: readonly number[]): Matrix {
  return { data: rows.flatMap((i) => Array.from(data).slice(i * cols, (i + 1) * cols)), rows: rows.length, cols };
}

/** All rows of one, then all of another. */
export function stack(a: Matrix, b: Matrix): Matrix {
  return { data: [...Array.from(a.data), ...Array.from(b.data)], rows: a.rows + b.rows, cols: a.cols };
}
