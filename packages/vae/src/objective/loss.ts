import type { LossAndLogs, NamedTensors } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { divergence, infer, type Pair } from '../inference/inference.js';
import type { Likelihood } from '../likelihoods/likelihood.js';
import type { RunMode } from '../networks/run.js';
import type { Objective } from './objective.js';

/** What the loss of one step is taken of; all of it is borrowed. */
export interface LossInputs {
  /** [batch, ...dataShape] */
  readonly x: tf.Tensor;
  /** Standard normal, [batch, dims] a level. */
  readonly noise: readonly tf.Tensor[];
  /** Betas and capacities of this step. */
  readonly rates: ReturnType<Objective['rates']>;
  /** How to run the networks, and the labels of the batch. */
  readonly mode: RunMode & { readonly labels?: tf.Tensor | undefined };
}

/** What a loss is made of: encoder, decoder, likelihood with the values of its variables, and how the divergences count. */
export interface LossParts extends Pair {
  readonly likelihood: Likelihood;
  readonly learnt: NamedTensors;
  readonly objective: Objective;
}

/** `nll` plus what the divergences cost, with `nll` and the divergence of each level (`kl0`, ...) for the log. */
export function lossOf(parts: LossParts, { x, noise, rates, mode }: LossInputs): LossAndLogs {
  const { likelihood, learnt, objective } = parts;
  const inference = infer(parts, parts.encoder.features(x, mode), (level) => noise[level], mode);
  const nll = tf.neg(tf.mean(likelihood.logDensity(x, inference.parameters, learnt))) as tf.Scalar;
  const kls = inference.priors.map(({ components }, level) => {
    const { whole, perDimension } = divergence(inference, level);
    return components ? tf.mean(whole, 0, true) : tf.mean(perDimension, 0);
  });
  const logs = Object.fromEntries(kls.map((kl, level) => [`kl${level}`, tf.sum(kl) as tf.Scalar]));
  return { loss: tf.add(nll, objective.penalty(kls, rates)) as tf.Scalar, logs: { nll, ...logs } };
}
