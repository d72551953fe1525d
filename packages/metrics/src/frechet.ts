import { expected } from '@genlab/core';
import { Moments, moments } from './accumulators/moments.js';
import { pair } from './arguments.js';
import { eigenvalues } from './linear/eigenvalues.js';
import { congruence, factor } from './linear/factor.js';
import { asMatrix, type RealFake, type Rows, type Sizes } from './rows.js';
import type { Score } from './wilson.js';

/** What {@link frechet} returns. */
export interface Frechet extends Score, Sizes {
  /** Squared distance of the means. */
  readonly meanTerm: number;
  /** What the covariances add: tr S1 + tr S2 - 2 tr (S1 S2)^1/2. Rounding can leave it a little below 0; `value` is clamped. */
  readonly covTerm: number;
  /** The distance if columns were uncorrelated; needs far fewer samples. */
  readonly diagonalOnly: number;
  /** What two samples of this size from the real distribution itself give on average. Read `value` against it, never against 0. */
  readonly floor: number;
  /** Ranks of the covariances. Below `dims` there are too few samples, or dead features: then take `diagonalOnly` too. */
  readonly rank: { readonly real: number; readonly fake: number };
}

/**
 * The Frechet distance of two samples of features, each taken as a Gaussian ("FID" if the features are those of Inception).
 *
 * Use it as a first figure for fidelity and variety together, in features that mean something (those of `ImageClassifier`), at n of at
 * least 20 times `dims`.
 * |mu1 - mu2|^2 + tr S1 + tr S2 - 2 tr (S1 S2)^1/2 with covariances over n - 1, in float64. The last trace is the sum of the square roots
 * of the eigenvalues of L' S2 L where S1 = L L': a symmetric matrix, so no complex numbers and no NaN, whatever the rank.
 * `floor` = (1/n + 1/m) / 2 (3 tr S + sum over i != j of l_i l_j / (l_i + l_j)), with the eigenvalues l of the real covariance: the
 * second-order bias for Gaussian features, within about 5 % at n >= 30 dims.
 *
 * @param x rows `[n, dims]`, or `moments` of them, of the real and of the generated samples. Unit: the features' squared. Range: 0 and up;
 *   lower is better.
 * @throws RangeError on fewer than 2 rows, different widths, NaN or infinite features.
 * @example
 * ```ts
 * import { frechet } from '@genlab/metrics';
 *
 * const real = { data: [0, 0, 1, 1, 2, 0], shape: [3, 2] };
 * const fake = { data: [0, 1, 1, 2, 2, 1], shape: [3, 2] };
 * console.log(frechet({ real, fake }).value); // 1: the same points, moved by 1
 * ```
 * @see Heusel et al., "GANs trained by a two time-scale update rule converge to a local Nash equilibrium", 2017, equation 6.
 * Differs from most libraries in the symmetric form and in the floor.
 */
export function frechet(x: RealFake<Rows | Moments>): Frechet {
  const { real, fake } = pair(x);
  const a = accumulated('real', real);
  const b = accumulated('fake', fake);
  if (a.dims !== b.dims) throw new RangeError(expected('frechet', 'real and fake of one width', `${a.dims} and ${b.dims}`));
  const { dims } = a;
  const first = a.value();
  const second = b.value();
  const meanTerm = first.mean.reduce((sum, mean, i) => sum + (mean - second.mean[i]!) ** 2, 0);

  const root = factor(first.cov, dims);
  const shared = eigenvalues(congruence(root, second.cov), root.rank);
  const noise = dims * Number.EPSILON * Math.max(...shared, 0);
  const traceOfRoot = shared.reduce((sum, value) => sum + (value > noise ? Math.sqrt(value) : 0), 0);
  const covTerm = trace(first.cov, dims) + trace(second.cov, dims) - 2 * traceOfRoot;

  let diagonalOnly = meanTerm;
  for (let i = 0; i < dims * dims; i += dims + 1) diagonalOnly += (Math.sqrt(first.cov[i]!) - Math.sqrt(second.cov[i]!)) ** 2;
  return {
    value: Math.max(0, meanTerm + covTerm),
    meanTerm,
    covTerm,
    diagonalOnly,
    floor: floor(eigenvalues(first.cov, dims), first.n, second.n),
    rank: { real: root.rank, fake: factor(second.cov, dims).rank },
    n: { real: first.n, fake: second.n },
    dims,
  };
}

function accumulated(role: string, x: Rows | Moments): Moments {
  const result = x instanceof Moments ? x : moments(asMatrix(`frechet (${role})`, x).cols).push(x);
  if (result.n < 2)
    throw new RangeError(
      expected(`frechet (${role})`, 'at least 2 rows', result.n, 'Give at least 20 times as many as there are features.'),
    );
  return result;
}

function trace(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n * n; i += n + 1) sum += matrix[i]!;
  return sum;
}

function floor(spectrum: Float64Array, n: number, m: number): number {
  let sum = 0;
  for (const a of spectrum) {
    sum += 2.5 * Math.max(a, 0); // 3 a, less the a / 2 that the inner loop adds for the pair (a, a)
    for (const b of spectrum) if (a > 0 && b > 0) sum += (a * b) / (a + b);
  }
  return (sum * (1 / n + 1 / m)) / 2;
}
