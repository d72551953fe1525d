import { config, expected } from '@genlab/core';
import { asMatrix, type Rows } from '../rows.js';

/**
 * How far two samples are from one another. `'euclidean'`; `'cosine'`: 1 less the cosine of the angle between them, 0 to 2;
 * `'hamming'`: the number of columns in which rows of 0 and 1 differ.
 */
export type Metric = 'euclidean' | 'cosine' | 'hamming';

/** Reads the name of a metric. */
export const readMetric = config.oneOf<readonly Metric[]>('euclidean', 'cosine', 'hamming');

/** Checked rows in float64, such that the order of their Euclidean distances is the order in the metric asked for. */
export interface Points {
  /** Row-major `[n, dims]`. */
  readonly data: Float64Array;
  readonly n: number;
  readonly dims: number;
}

/**
 * Reads rows for a metric. @throws RangeError on rows of zero length for the cosine, or numbers other than 0 and 1 for Hamming's distance.
 */
export function points(where: string, x: Rows, metric: Metric): Points {
  const { data, rows: n, cols: dims } = asMatrix(where, x);
  const own = Float64Array.from(data);
  if (metric === 'cosine') normalise(where, own, dims);
  if (metric === 'hamming') {
    const bad = own.find((value) => value !== 0 && value !== 1);
    if (bad !== undefined) throw new RangeError(expected(where, 'rows of 0 and 1 for the Hamming distance', bad));
  }
  return { data: own, n, dims };
}

/** The distance in a metric that belongs to a squared Euclidean distance of {@link points}. */
export function distanceOf(metric: Metric, squared: number): number {
  if (metric === 'cosine') return squared / 2;
  return metric === 'hamming' ? squared : Math.sqrt(squared);
}

function normalise(where: string, data: Float64Array, dims: number): void {
  for (let start = 0; start < data.length; start += dims) {
    const row = data.subarray(start, start + dims);
    const length = Math.hypot(...row);
    if (length === 0) throw new RangeError(expected(where, 'rows other than zero for the cosine', `zeros in row ${start / dims}`));
    for (let t = 0; t < dims; t++) row[t]! /= length;
  }
}
