import { expected } from '@genlab/core';

/** A table of numbers in row-major order: row `i` is `data[i * cols]` up to `data[(i + 1) * cols - 1]`. Never copied. */
export interface Matrix {
  /** The numbers, row after row. */
  readonly data: ArrayLike<number>;
  /** Number of rows: samples. */
  readonly rows: number;
  /** Number of columns: dimensions of a sample. */
  readonly cols: number;
}

/**
 * What the metrics take as samples: a `Matrix`, or the data of a tensor beside its shape `[n, d]`:
 * `{ data: await t.data(), shape: [n, d] }`.
 */
export type Rows = Matrix | { readonly data: ArrayLike<number>; readonly shape: readonly number[] };

/** Two sets that must not be confused, by name. */
export interface RealFake<T = Rows> {
  /** Samples of the data. */
  readonly real: T;
  /** Samples of the model. */
  readonly fake: T;
}

/** How much a figure rests on. */
export interface Sizes {
  /** Number of samples in each set. */
  readonly n: { readonly real: number; readonly fake: number };
  /** Number of dimensions of a sample. */
  readonly dims: number;
}

/** The parts of rows or images. @throws TypeError if they are neither. */
export function dataAndShape(where: string, rows: Rows): { readonly data: ArrayLike<number>; readonly shape: readonly number[] } {
  const { data, shape, rows: n, cols } = Object(rows) as { [Name in 'data' | 'shape' | 'rows' | 'cols']?: unknown };
  const found = Array.isArray(shape) ? shape : [n, cols];
  if (typeof data === 'object' && Number.isInteger(Object(data).length) && found.every((size) => typeof size === 'number'))
    return { data: data as ArrayLike<number>, shape: found };
  const got = typeof rows === 'object' && rows !== null ? `a record of ${Object.keys(rows).join(', ') || 'nothing'}` : rows;
  throw new TypeError(
    expected(where, 'rows such as { data, shape: [n, d] }', got, 'Of a tensor: { data: await t.data(), shape: t.shape }.'),
  );
}

/**
 * Reads `rows` as a checked matrix. @throws RangeError on a shape that is not `[n, d]`, on a wrong length, and on NaN or infinite numbers.
 */
export function asMatrix(where: string, rows: Rows): Matrix {
  const { data, shape } = dataAndShape(where, rows);
  if (shape.length !== 2) {
    throw new RangeError(expected(where, 'rows of shape [n, d]', `[${shape.join(',')}]`, 'Flatten each sample to one row.'));
  }
  const [n, d] = shape as [number, number];
  if (!Number.isInteger(n) || !Number.isInteger(d) || n < 0 || d < 1 || data.length !== n * d) {
    throw new RangeError(expected(where, `data of n * d numbers with d >= 1`, `${data.length} numbers for [${n},${d}]`));
  }
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      const place = `${data[i]} in row ${Math.floor(i / d)}, column ${i % d}`;
      throw new RangeError(expected(where, 'finite numbers', place, 'Look for a diverged model or a division by zero before it.'));
    }
  }
  return { data, rows: n, cols: d };
}
