import { config, Rng } from '@genlab/core';
import { rows as readRows, seed as readSeed } from '../arguments.js';
import type { Rows } from '../rows.js';
import { meanScore } from '../uncertainty/mean-score.js';
import type { Score } from '../wilson.js';
import { aggregate } from './aggregate.js';
import { type Standardised, standardise } from './standardise.js';

/** Means and log-variances of Gaussians with independent dimensions, `[n, dims]` each. */
export interface Gaussians {
  /** Means. */
  readonly mean: Rows;
  /** Natural logarithms of the variances. */
  readonly logVar: Rows;
}

/** The posteriors q(z | x) of a set of data, one row a datum. */
export interface PosteriorInput extends Gaussians {
  /** One sample of each posterior, `[n, dims]`. Drawn with `seed` if absent. */
  readonly z?: Rows;
  /** The prior of each datum, where it is not N(0, I): in a hierarchy, p(z | the level above). `[n, dims]`. */
  readonly prior?: Gaussians;
}

/** Options of {@link posterior}. */
export interface PosteriorOptions {
  /** A dimension is active if its posterior means have a variance above this, in prior variances. 0.01 by default. */
  readonly activeAbove?: number;
  /**
   * At how many samples the aggregate posterior is looked at; each costs n * dims exponentials. 1,000 by default, or all if there are
   * fewer.
   */
  readonly samples?: number;
  /** Seed of the samples, and of the choice of them. 0 by default. */
  readonly seed?: number;
}

const { integer, optional, record, within } = config;
const gaussians = { mean: readRows, logVar: readRows };
const readInput = record<PosteriorInput>({ ...gaussians, z: optional(readRows), prior: optional(record<Gaussians>(gaussians)) });
const readOptions = record<PosteriorOptions>({
  activeAbove: optional(within({ least: 0 })),
  samples: optional(integer({ least: 2 })),
  seed: optional(readSeed),
});

/** What {@link posterior} returns. All information in nats. */
export interface Posterior {
  /** Number of dimensions in use: those whose means move with the data. 0 to `of`. */
  readonly activeUnits: number;
  /** Number of dimensions. */
  readonly of: number;
  /** The dimensions that are not active, ascending. */
  readonly collapsed: readonly number[];
  /** Variance over the data of each dimension's posterior mean, in prior variances, n - 1 in the denominator, `[dims]`. */
  readonly varianceOfMeans: Float64Array;
  /** Mean of each dimension's divergence from the prior, `[dims]`. */
  readonly klPerDim: Float64Array;
  /** Share of the data whose posterior is within 0.01 nats of the prior, per dimension, `[dims]`. */
  readonly quietShare: Float64Array;
  /** Mean divergence of the posterior from the prior, all dimensions: `mutualInformation` + `marginalKl`, but for the sampling. */
  readonly kl: Score;
  /** What z tells about x: 0 to `miCeiling`. */
  readonly mutualInformation: Score;
  /** log n: no estimate from n data can be larger. Near it, `mutualInformation` is only a lower bound. */
  readonly miCeiling: number;
  /** What each dimension alone tells about x, `[dims]`: tells an offset, which costs divergence, from information. */
  readonly informationPerDim: Float64Array;
  /**
   * Divergence of the aggregate posterior q(z) from the prior: what samples of the prior suffer. `totalCorrelation` + `dimensionWiseKl`.
   */
  readonly marginalKl: number;
  /** Divergence of q(z) from the product of its marginals: 0 if the dimensions are independent. */
  readonly totalCorrelation: number;
  /** Sum of the divergences of the marginals of q(z) from the prior. */
  readonly dimensionWiseKl: number;
  /** Number of data. */
  readonly n: number;
}

/**
 * What a variational posterior uses of its latent space, and what it pays for it: posterior collapse by dimension, and where the divergence
 * goes.
 *
 * Use it on the means and log-variances of held-out data; of a hierarchy, on each level with its own `prior`. A small divergence proves
 * collapse, a large one disproves nothing: a posterior that is N(0.5, 1) whatever the datum pays 0.125 nats and tells nothing. So look at
 * `activeUnits` and `informationPerDim` beside it. The divergence is split as E KL(q(z | x), p) = I(x; z) + KL(q(z), p), and the last into
 * total correlation and the divergences of the marginals. With a `prior` all of it is measured in the prior's terms: mean less prior mean
 * in prior standard deviations, so that a level that only repeats its prior is collapsed.
 *
 * What it can't see: whether a decoder listens to z; whether information is about anything you want. Information of more than about log n -
 * 1 nats needs more data.
 * Information and divergences: 0 and up, neither direction is better by itself; `activeUnits` higher, `marginalKl` lower.
 *
 * @throws RangeError on fewer than 2 data, shapes that differ, or NaN.
 * @example
 * ```ts
 * import { posterior } from '@genlab/metrics';
 *
 * const mean = { data: [-1, 0.5, 1, 0.5, -1, 0.5, 1, 0.5], shape: [4, 2] }; // the second dimension is the same for all
 * const logVar = { data: new Array<number>(8).fill(-1), shape: [4, 2] };
 * const { activeUnits, collapsed } = posterior({ mean, logVar });
 * console.log(activeUnits, collapsed); // 1 [ 1 ]
 * ```
 * @see Burda, Grosse and Salakhutdinov, "Importance weighted autoencoders", 2016, section 5.2 (active units). Hoffman and Johnson, "ELBO
 *   surgery", 2016.
 * Chen et al., "Isolating sources of disentanglement in variational autoencoders", 2018, equation 2.
 */
export function posterior(input: PosteriorInput, options: PosteriorOptions = {}): Posterior {
  const { activeAbove = 0.01, samples = 1_000, seed = 0 } = readOptions(options, 'posterior');
  const rng = new Rng(seed);
  const { q, z } = standardise(readInput(input, 'posterior'), rng.fork('z'));
  const { n, dims } = q;

  const klOfRow = new Float64Array(n);
  const klPerDim = new Float64Array(dims);
  const quietShare = new Float64Array(dims);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < dims; j++, at++) {
      const kl = (q.mean[at]! ** 2 + Math.expm1(q.logVar[at]!) - q.logVar[at]!) / 2;
      klOfRow[i]! += kl;
      klPerDim[j]! += kl / n;
      if (kl < 0.01) quietShare[j]! += 1 / n;
    }
  }
  const varianceOfMeans = columnVariances(q);
  const collapsed = [...varianceOfMeans.keys()].filter((j) => !(varianceOfMeans[j]! > activeAbove));

  const rows = samples < n ? rng.fork('rows').permutation(n).slice(0, samples) : Int32Array.from({ length: n }, (_, i) => i);
  const { joint, product, prior, own, informationPerDim } = aggregate(q, z, rows);
  const meanLess = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + (value - b[i]!) / rows.length, 0);
  return {
    activeUnits: dims - collapsed.length,
    of: dims,
    collapsed,
    varianceOfMeans,
    klPerDim,
    quietShare,
    kl: meanScore(klOfRow),
    mutualInformation: meanScore(own.map((value, i) => value - joint[i]!)),
    miCeiling: Math.log(n),
    informationPerDim,
    marginalKl: meanLess(joint, prior),
    totalCorrelation: meanLess(joint, product),
    dimensionWiseKl: meanLess(product, prior),
    n,
  };
}

function columnVariances({ n, dims, mean }: Standardised): Float64Array {
  const centre = new Float64Array(dims);
  mean.forEach((value, at) => {
    centre[at % dims]! += value / n;
  });
  const variances = new Float64Array(dims);
  mean.forEach((value, at) => {
    variances[at % dims]! += (value - centre[at % dims]!) ** 2 / (n - 1);
  });
  return variances;
}
