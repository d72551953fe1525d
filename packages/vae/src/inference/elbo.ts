import { config, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { count } from '../option-readers.js';
import { checkData, type Evaluation, inParts, ROWS_AT_ONCE, rowsOf } from './evaluation.js';
import { divergence, infer } from './inference.js';
import { type Labels, labelTensor } from './labels.js';
import { readLabels, readSeed } from './option-readers.js';

/** The evidence lower bound and what it is made of, in nats, averaged over the items. */
export interface Elbo {
  /** Bound on log p(x), or on log p(x | label) where labels were given: -(nll + sum of kl). */
  readonly elbo: number;
  /** Reconstruction: -log p(x | z) under draws of the posterior. */
  readonly nll: number;
  /** Divergence of each level, top level first. */
  readonly kl: readonly number[];
  /**
   * Divergence of each dimension of each level. Its sum is that of the level, except where the prior is a mixture over classes: there each
   * dimension is compared with the mixture of its own.
   */
  readonly klPerDimension: readonly (readonly number[])[];
  /** Number of items. */
  readonly n: number;
}

/** Options of {@link HierarchicalVAE.elbo}. */
export interface ElboOptions {
  /** One class an item: then the prior of the top level is that of the class, and the bound is one on log p(x | label); none. */
  readonly labels?: Labels;
  /** Draws of the latents an item; 1. */
  readonly draws?: number;
  /** Fixes the draws; 0. */
  readonly seed?: number;
}

const { optional, record } = config;
const readOptions = record<ElboOptions>({ labels: optional(readLabels), draws: optional(count), seed: optional(readSeed) });

export async function elboOf(model: Evaluation, x: tf.Tensor, options: ElboOptions): Promise<Elbo> {
  const { labels, draws = 1, seed = 0 } = readOptions(options, 'HierarchicalVAE.elbo');
  const n = checkData('HierarchicalVAE.elbo', model, x);
  const { encoder, decoder, likelihood, variables, mode } = model;
  const classes = labelTensor('HierarchicalVAE.elbo', labels, n, decoder.classes);
  const rng = new Rng(seed).fork('elbo');
  const sums: tf.Tensor[][] = [];
  inParts(n, ROWS_AT_ONCE, (from, to) => {
    const part = rowsOf(x, from, to);
    const features = encoder.features(part, mode);
    for (let draw = 0; draw < draws; draw++) {
      const labels = classes && rowsOf(classes, from, to);
      const inference = infer(model, features, (_, shape) => rng.normal(shape), { ...mode, labels });
      const levels = encoder.latentDims.map((_, level) => divergence(inference, level));
      const results = [
        tf.sum(tf.neg(likelihood.logDensity(part, inference.parameters, variables))),
        ...levels.flatMap(({ whole, perDimension }) => [tf.sum(whole), tf.sum(perDimension, 0)]),
      ];
      sums.push(results.map((result) => tf.keep(tf.reshape(result, [-1]))));
    }
  });
  classes?.dispose();
  const joined = sums.map((parts) => tf.concat(parts));
  tf.dispose(sums);
  const values = await Promise.all(joined.map((part) => part.data()));
  tf.dispose(joined);
  const totals = Float64Array.from(values[0] as Float32Array, (_, i) => values.reduce((sum, part) => sum + (part[i] as number), 0));
  const means = [...totals].map((total) => total / (n * draws));
  let at = 1;
  const levels = encoder.latentDims.map((dims) => {
    const [whole, ...perDimension] = means.slice(at, at + 1 + dims);
    at += 1 + dims;
    return { whole: whole as number, perDimension };
  });
  const nll = means[0] as number;
  const kl = levels.map(({ whole }) => whole);
  return { elbo: -kl.reduce((sum, value) => sum + value, nll), nll, kl, klPerDimension: levels.map(({ perDimension }) => perDimension), n };
}
