import { expected, type Rng } from '@genlab/core';
import { normal } from '../normal.js';
import { asMatrix, type Matrix, type Rows } from '../rows.js';
import type { PosteriorInput } from './posterior.js';

/** Gaussian posteriors of `n` data, in units of the prior: it is N(0, I). Row-major `[n, dims]` each. */
export interface Standardised {
  readonly n: number;
  readonly dims: number;
  readonly mean: Float64Array;
  readonly logVar: Float64Array;
}

/** Checks the input and moves to the coordinates in which the prior is N(0, I). */
export function standardise({ mean, logVar, z, prior }: PosteriorInput, rng: Rng): { q: Standardised; z: Float64Array } {
  const means = asMatrix('posterior (mean)', mean);
  const { rows: n, cols: dims } = means;
  if (n < 2) throw new RangeError(expected('posterior', 'at least 2 data', n));
  const same = (name: string, rows: Rows): Matrix => {
    const matrix = asMatrix(`posterior (${name})`, rows);
    if (matrix.rows === n && matrix.cols === dims) return matrix;
    throw new RangeError(expected('posterior', `${name} of shape [${n},${dims}], as mean has`, `[${matrix.rows},${matrix.cols}]`));
  };
  const logVars = same('logVar', logVar);
  const samples = z && same('z', z);
  const priorMean = prior && same('prior.mean', prior.mean).data;
  const priorLogVar = prior && same('prior.logVar', prior.logVar).data;
  const inPrior = (value: number, at: number) => (value - (priorMean?.[at] ?? 0)) * Math.exp(-(priorLogVar?.[at] ?? 0) / 2);
  const q = {
    n,
    dims,
    mean: Float64Array.from(means.data, inPrior),
    logVar: Float64Array.from(logVars.data, (value, at) => value - (priorLogVar?.[at] ?? 0)),
  };
  const draw = (value: number, at: number) => value + Math.exp(q.logVar[at]! / 2) * normal(rng);
  return { q, z: samples ? Float64Array.from(samples.data, inPrior) : q.mean.map(draw) };
}
