import { config, expected } from '@genlab/core';
import { count as readCount } from '../arguments.js';
import { logMeanExp } from '../log-mean-exp.js';
import { asMatrix, type Rows } from '../rows.js';
import { meanScore } from '../uncertainty/mean-score.js';
import type { Score } from '../wilson.js';

/** Options of {@link likelihood}. */
export interface LikelihoodOptions {
  /** Numbers of samples for which the bound is given; each must divide the number of samples there are. That number alone by default. */
  readonly k?: readonly number[];
  /** Dimensions of a datum, for `bitsPerDim`. */
  readonly dims?: number;
}

const { list, optional, record } = config;
const readOptions = record<LikelihoodOptions>({ k: optional(list(readCount)), dims: optional(readCount) });

/** What {@link likelihood} returns; in nats a datum. */
export interface Likelihood {
  /** The evidence lower bound, with its error over the data. Higher is better. */
  readonly elbo: Score;
  /**
   * The importance-weighted bound for each k asked for, with its error over the data. Higher is better; never falls as k grows to a
   * multiple of it.
   */
  readonly iwae: Readonly<Record<number, Score>>;
  /** The bound at all samples less `elbo`, 0 and up: how much of the posterior's misfit the samples could mend. */
  readonly gap: number;
  /**
   * Mean effective number of samples, (sum w)^2 / sum w^2: 1 to the number of samples. Below about 10 the bound is still far from the
   * likelihood.
   */
  readonly ess: number;
  /** -bound / (dims log 2) at all samples: lower is better. Absent without `dims`. */
  readonly bitsPerDim?: number;
  /** Number of data. */
  readonly n: number;
}

/**
 * Bounds on log p(x) from importance weights: the ELBO, and the tighter bound of importance weighting.
 *
 * Use it to compare models of the same data, on held-out data, with at least 500 samples of each datum. Row i holds
 * log p(x | z) + log p(z) - log q(z | x) of datum i for samples z of q(z | x), summed over dimensions (and, in a hierarchy, over levels). IWAE_k = mean over data
 *   of log (1/k sum of w): the k samples come as
 * disjoint groups, so that every sample is used whatever k is.
 *
 * What it can't see: how samples of the prior look; a likelihood of one kind of data says nothing about another kind (a Gaussian density of
 * binary data is no number to compare). Both bounds lie below log p(x), in expectation.
 *
 * @param logWeights `[n, samples]`, nats.
 * @throws RangeError on no data, NaN or infinite weights, or a k that does not divide the number of samples.
 * @example
 * ```ts
 * import { likelihood } from '@genlab/metrics';
 *
 * const { elbo, iwae, ess } = likelihood({ data: [-3, -1, -2, -2], shape: [2, 2] });
 * console.log(elbo.value, iwae[2]?.value, ess); // -2 -1.78 1.63
 * ```
 * @see Burda, Grosse and Salakhutdinov, "Importance weighted autoencoders", 2016, equation 8.
 */
export function likelihood(logWeights: Rows, options: LikelihoodOptions = {}): Likelihood {
  const { k, dims } = readOptions(options, 'likelihood');
  const { data, rows, cols } = asMatrix('likelihood', logWeights);
  if (rows < 1) throw new RangeError(expected('likelihood', 'at least one datum', rows));
  const bad = k?.find((size) => cols % size !== 0);
  if (bad !== undefined) throw new RangeError(expected('likelihood', `k to divide the ${cols} samples of a datum`, bad));

  const bound = (count: number) => meanScore(Float64Array.from({ length: rows }, (_, i) => groupedBound(data, i * cols, cols, count)));
  const elbo = bound(1);
  const best = bound(cols);
  return {
    elbo,
    iwae: Object.fromEntries((k ?? [cols]).map((count) => [count, count === cols ? best : bound(count)])),
    gap: best.value - elbo.value,
    ess: effectiveSamples(data, rows, cols),
    bitsPerDim: dims === undefined ? undefined : -best.value / (dims * Math.LN2),
    n: rows,
  };
}

/** The mean over groups of `count` of the log of their mean weight. */
function groupedBound(data: ArrayLike<number>, start: number, cols: number, count: number): number {
  let sum = 0;
  for (let at = start; at < start + cols; at += count) sum += logMeanExp(data, at, count);
  return (sum * count) / cols;
}

function effectiveSamples(data: ArrayLike<number>, rows: number, cols: number): number {
  const doubled = Float64Array.from(data, (value) => 2 * value);
  let sum = 0;
  for (let at = 0; at < data.length; at += cols) {
    sum += (cols * Math.exp(2 * logMeanExp(data, at, cols) - logMeanExp(doubled, at, cols))) / rows;
  }
  return sum;
}
