import { config, expected } from '@genlab/core';
import { dot } from './linear/dot.js';
import { eigenvalues } from './linear/eigenvalues.js';
import { asMatrix, type Matrix, type Rows } from './rows.js';
import type { Score } from './wilson.js';

/** The similarity of two rows: 1 of a row with itself, symmetric, positive semidefinite. */
export type Similarity = (a: ArrayLike<number>, b: ArrayLike<number>) => number;

/** Options of {@link vendi}. */
export interface VendiOptions {
  /** Order of the entropy, 0 and up: 1 by default; 2 needs no eigenvalues; infinity weighs the largest group alone. */
  readonly q?: number;
  /**
   * `'cosine'` by default; `'jaccard'` for rows of 0 and 1: shared ones over ones of either; `'rbf'`: e^(-|a - b|^2 / 2 sigma^2); or a
   * function.
   */
  readonly kernel?: 'cosine' | 'jaccard' | 'rbf' | Similarity;
  /** The width of `'rbf'`, which has no default: scores of different widths do not compare. */
  readonly sigma?: number;
}

const { oneOf, optional, record, within } = config;
const names = oneOf('cosine', 'jaccard', 'rbf');
const readOptions = record<VendiOptions>({
  q: optional(within({ least: 0, most: Number.POSITIVE_INFINITY })),
  kernel: optional((value, path) => (typeof value === 'function' ? (value as Similarity) : names(value, path))),
  sigma: optional(within({ above: 0 })),
});

/** What {@link vendi} returns: `value` is the effective number of different samples. */
export interface Vendi extends Score {
  /** The most that `value` can be: the number of samples, or of columns if the kernel is the cosine and they are fewer. */
  readonly max: number;
  /** Number of samples. */
  readonly n: number;
}

/**
 * The Vendi score: how many different samples a set amounts to, from 1 (all alike) to n (nothing in common).
 *
 * Use it against the score of as many real samples: it grows with n, and knows nothing of the data. e to the entropy (of order q) of the
 * eigenvalues of K / n, K the similarities of all pairs. With the cosine and fewer columns than rows it costs O(n dims^2), else O(n^2 dims
 * + n^3): seconds at 1,000 rows, except for q = 2. Features after a ReLU all point one way and score near 1 with the cosine: take `'rbf'`,
 * or centre them. For sparse patterns take `'jaccard'`.
 *
 * @param x rows `[n, dims]`.
 * @throws RangeError on no rows, a q below 0, `'rbf'` without a sigma above 0, rows of zeros with the cosine, NaN or infinite numbers.
 * @example
 * ```ts
 * import { vendi } from '@genlab/metrics';
 *
 * console.log(vendi({ data: [1, 0, 0, 1, 0, 1], shape: [3, 2] }).value); // 1.89: two kinds, one of them twice
 * ```
 * @see Friedman and Dieng, "The Vendi score: a diversity evaluation metric for machine learning", 2023. `q` as in Pasarkar and Dieng,
 *   "Cousins of the Vendi score", 2024.
 */
export function vendi(x: Rows, options: VendiOptions = {}): Vendi {
  const { q = 1, kernel = 'cosine', sigma } = readOptions(options, 'vendi');
  const matrix = asMatrix('vendi', x);
  const { rows: n, cols } = matrix;
  if (n < 1) throw new RangeError(expected('vendi', 'at least one row', 'none'));
  const dual = kernel === 'cosine' && cols < n;
  const size = dual ? cols : n;
  const similarity = dual ? scatter(unit(matrix)) : similarities(matrix, similarityOf(kernel, sigma));
  const max = dual ? cols : n;
  if (q === 2) return { value: n ** 2 / similarity.reduce((sum, value) => sum + value * value, 0), max, n };
  const spectrum = eigenvalues(
    similarity.map((value) => value / n),
    size,
  ).filter((value) => value > 1e-12);
  const total = spectrum.reduce((sum, value) => sum + value, 0);
  return {
    value: effective(
      spectrum.map((value) => value / total),
      q,
    ),
    max,
    n,
  };
}

function effective(shares: Float64Array, q: number): number {
  if (q === 1) return Math.exp(-shares.reduce((sum, p) => sum + p * Math.log(p), 0));
  if (q === Number.POSITIVE_INFINITY) return 1 / shares.reduce((most, p) => Math.max(most, p), 0);
  return shares.reduce((sum, p) => sum + p ** q, 0) ** (1 / (1 - q));
}

function similarityOf(kernel: NonNullable<VendiOptions['kernel']>, sigma?: number): Similarity {
  if (typeof kernel === 'function') return kernel;
  if (kernel === 'jaccard') return jaccard;
  if (kernel === 'cosine') return (a, b) => dot(a, b) / lengths(a, b);
  if (sigma === undefined) throw new RangeError(expected('vendi', 'a sigma above 0 for rbf', sigma));
  return (a, b) => Math.exp(-(dot(a, a) + dot(b, b) - 2 * dot(a, b)) / (2 * sigma ** 2));
}

/** Shared ones over ones of either; two rows without any are alike. */
function jaccard(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [both, either] = [0, 0];
  for (let t = 0; t < a.length; t++) {
    both += Math.min(a[t]!, b[t]!);
    either += Math.max(a[t]!, b[t]!);
  }
  return either === 0 ? 1 : both / either;
}

function lengths(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const product = Math.sqrt(dot(a, a) * dot(b, b));
  if (product === 0) throw new RangeError(expected('vendi', 'rows other than zero for the cosine', 'a row of zeros'));
  return product;
}

function similarities({ data, rows: n, cols }: Matrix, similarity: Similarity): Float64Array {
  const all = Float64Array.from(data);
  const rows = Array.from({ length: n }, (_, i) => all.subarray(i * cols, (i + 1) * cols));
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) out[i * n + j] = out[j * n + i] = similarity(rows[i]!, rows[j]!);
  }
  return out;
}

/** Rows of length 1. */
function unit({ data, rows, cols }: Matrix): Matrix {
  const out = Float64Array.from(data);
  for (let i = 0; i < rows; i++) {
    const row = out.subarray(i * cols, (i + 1) * cols);
    const length = Math.sqrt(lengths(row, row));
    for (let t = 0; t < cols; t++) row[t]! /= length;
  }
  return { data: out, rows, cols };
}

/** X' X, whose eigenvalues other than 0 are those of X X'. */
function scatter({ data, rows, cols }: Matrix): Float64Array {
  const out = new Float64Array(cols * cols);
  for (let i = 0; i < rows; i++) {
    for (let s = 0; s < cols; s++) for (let t = 0; t < cols; t++) out[s * cols + t]! += data[i * cols + s]! * data[i * cols + t]!;
  }
  return out;
}
