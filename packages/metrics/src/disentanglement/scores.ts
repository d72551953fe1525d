import type { Matrix } from '../rows.js';
import { entropyOf } from './mutual-information.js';

/** Mean over the columns of the largest less the second largest, each divided by the column's scale; NaN for a single row. */
export function meanGap({ data, rows, cols }: Matrix, scale: ArrayLike<number>): number {
  if (rows < 2) return Number.NaN;
  let sum = 0;
  for (let j = 0; j < cols; j++) {
    const column = Array.from({ length: rows }, (_, i) => data[i * cols + j]!).sort((a, b) => b - a);
    sum += (column[0]! - column[1]!) / scale[j]! / cols;
  }
  return sum;
}

/**
 * Mean over the codes (rows) of 1 - sum of the squares of the other factors over the square of the best one; 0 for a dead code, NaN for a
 * single factor.
 */
export function modularityOf({ data, rows, cols }: Matrix): number {
  if (cols < 2) return Number.NaN;
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const squares = Array.from({ length: cols }, (_, j) => data[i * cols + j]! ** 2);
    const best = Math.max(...squares);
    const others = squares.reduce((a, b) => a + b, 0) - best;
    sum += best > 0 ? (1 - others / (best * (cols - 1))) / rows : 0;
  }
  return sum;
}

/**
 * How few columns each row speaks of: 1 - entropy / log(columns), weighted by the rows' shares of all importance. 0 if there is none, NaN
 * for a single column.
 * Of the transposed matrix it is DCI's completeness.
 */
export function concentration({ data, rows, cols }: Matrix): number {
  if (cols < 2) return Number.NaN;
  const total = Array.from(data).reduce((a, b) => a + b, 0);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const row = Array.from({ length: cols }, (_, j) => data[i * cols + j]!);
    const weight = row.reduce((a, b) => a + b, 0);
    if (weight > 0) sum += (weight / total) * (1 - entropyOf(row) / Math.log(cols));
  }
  return sum;
}

/** Rows as columns. */
export function transposed({ data, rows, cols }: Matrix): Matrix {
  return {
    data: Float64Array.from({ length: rows * cols }, (_, at) => data[(at % rows) * cols + Math.floor(at / rows)]!),
    rows: cols,
    cols: rows,
  };
}

/** R^2 of a line through two columns; 0 where one does not vary. */
export function squaredCorrelation(a: Float64Array, b: Int32Array): number {
  const n = a.length;
  const meanA = a.reduce((x, y) => x + y, 0) / n;
  const meanB = b.reduce((x, y) => x + y, 0) / n;
  let [aa, ab, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    aa += (a[i]! - meanA) ** 2;
    ab += (a[i]! - meanA) * (b[i]! - meanB);
    bb += (b[i]! - meanB) ** 2;
  }
  return aa / n < 1e-12 || bb === 0 ? 0 : ab ** 2 / (aa * bb);
}
