import { logMeanExp } from '../log-mean-exp.js';
import type { Standardised } from './standardise.js';

/** Log-densities at samples of the posterior, one entry a sample, and `[samples, dims]` for the marginals. */
export interface Aggregate {
  /** log of the aggregate posterior q(z) = 1/n sum of q(z | x). */
  readonly joint: Float64Array;
  /** The sum over dimensions of log q(z_j). */
  readonly product: Float64Array;
  /** log of the prior. */
  readonly prior: Float64Array;
  /** log of the sample's own posterior q(z | x). */
  readonly own: Float64Array;
  /** Per dimension, the mean of log q(z_j | x) - log q(z_j): what z_j alone tells about x. */
  readonly informationPerDim: Float64Array;
}

const LOG_2_PI = Math.log(2 * Math.PI);

/**
 * Compares a sample of each of the posteriors in `rows` with all n of them: n * rows.length * dims exponentials. The sample's own density
 * is taken at the sample, not as an entropy in closed form: so the noise of the sample cancels in the information, which is 0 where all
 * posteriors are one, and never above log n.
 */
export function aggregate({ n, dims, mean, logVar }: Standardised, z: Float64Array, rows: Int32Array): Aggregate {
  const precision = logVar.map((value) => Math.exp(-value));
  const marginals = new Float64Array(n * dims); // log q(z_j | x_n), row-major
  const joints = new Float64Array(n);
  const empty = () => new Float64Array(rows.length);
  const result = {
    joint: empty(),
    product: empty(),
    prior: empty(),
    own: empty(),
    informationPerDim: new Float64Array(dims),
  };
  rows.forEach((row, i) => {
    const start = row * dims;
    joints.fill(0);
    for (let k = 0, at = 0; k < n; k++) {
      for (let j = 0; j < dims; j++, at++) {
        const density = -((z[start + j]! - mean[at]!) ** 2 * precision[at]! + logVar[at]! + LOG_2_PI) / 2;
        marginals[at] = density;
        joints[k]! += density;
      }
    }
    result.joint[i] = logMeanExp(joints);
    for (let j = 0; j < dims; j++) {
      const marginal = logMeanExp(marginals, j, n, dims);
      result.product[i]! += marginal;
      result.prior[i]! -= (z[start + j]! ** 2 + LOG_2_PI) / 2;
      result.own[i]! += marginals[start + j]!;
      result.informationPerDim[j]! += (marginals[start + j]! - marginal) / rows.length;
    }
  });
  return result;
}
