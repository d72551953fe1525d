import { Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';

/** What is left in data that a model takes for independent values. */
export interface ResidualStructure {
  /** Largest eigenvalue of the correlations between residuals: how many values' worth of variance the strongest common pattern has. */
  readonly strongest: number;
  /** The largest of the same among shuffled residuals, which have nothing in common. */
  readonly chance: number;
}

const SHUFFLES = 9;
const ITERATIONS = 100;
const MOST_VALUES = 1_000_000;

/**
 * Looks for a common pattern among residuals (data less its expectation), by parallel analysis: the largest eigenvalue of their correlation
 * matrix beside those of residuals that were shuffled, each value among the items by itself. It sees what values have in common by pairs.
 *
 * @param residuals [n, values], row-major.
 * @param together How many neighbouring values are one draw and are shuffled as one.
 * @returns A promise, as the correlations are computed on the device.
 * @see Horn, "A rationale and test for the number of factors in factor analysis", 1965.
 */
export async function residualStructure(
  residuals: ArrayLike<number>,
  { n, together, seed }: { readonly n: number; readonly together: number; readonly seed: number },
): Promise<ResidualStructure> {
  const values = residuals.length / n;
  const rows = Math.min(n, Math.max(2, Math.floor(MOST_VALUES / values)));
  const columns = standardised(residuals, rows, values);
  const rng = new Rng(seed).fork('residuals');
  const chance: number[] = [];
  for (let i = 0; i < SHUFFLES; i++) chance.push(await strongestPattern(shuffled(columns, rows, together, rng), rows));
  return { strongest: await strongestPattern(columns, rows), chance: Math.max(...chance) };
}

/** Columns with mean 0 and variance 1, those that never change with 0 throughout; [values, rows], so that a column lies together. */
function standardised(x: ArrayLike<number>, rows: number, values: number): Float64Array[] {
  return Array.from({ length: values }, (_, value) => {
    const column = Float64Array.from({ length: rows }, (_, row) => x[row * values + value] as number);
    const mean = column.reduce((sum, entry) => sum + entry, 0) / rows;
    const deviation = Math.sqrt(column.reduce((sum, entry) => sum + (entry - mean) ** 2, 0) / rows);
    return column.map((entry) => (deviation > 0 ? (entry - mean) / deviation : 0));
  });
}

function shuffled(columns: readonly Float64Array[], rows: number, together: number, rng: Rng): Float64Array[] {
  let order = new Int32Array(0);
  return columns.map((column, i) => {
    if (i % together === 0) order = rng.permutation(rows) as Int32Array<ArrayBuffer>;
    return column.map((_, row) => column[order[row] as number] as number);
  });
}

/** The largest eigenvalue of the correlations between columns. */
async function strongestPattern(columns: readonly Float64Array[], rows: number): Promise<number> {
  const product = tf.tidy(() => {
    const matrix = tf.tensor2d(Float32Array.from(columns.flatMap((column) => [...column])), [columns.length, rows]);
    return tf.div(tf.matMul(matrix, matrix, false, true), rows);
  });
  const correlations = await product.data();
  product.dispose();
  return largestEigenvalue(correlations, columns.length);
}

/** Power iteration; the start is no eigenvector of any matrix one would meet. */
function largestEigenvalue(matrix: ArrayLike<number>, size: number): number {
  let vector = Float64Array.from({ length: size }, (_, i) => 1 + Math.sin(i + 1) / 2);
  let eigenvalue = 0;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const length = Math.hypot(...vector);
    if (length === 0) return 0;
    const next = new Float64Array(size);
    for (let row = 0, at = 0; row < size; row++) {
      let sum = 0;
      for (let column = 0; column < size; column++, at++) sum += (matrix[at] as number) * (vector[column] as number);
      next[row] = sum / length;
    }
    vector = next;
    eigenvalue = Math.hypot(...vector);
  }
  return eigenvalue;
}
