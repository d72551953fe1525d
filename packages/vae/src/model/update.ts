import { BatchStatistics, globalNorm, gradients, type StepContext } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { lossOf } from '../objective/loss.js';
import type { Parts } from './parts.js';

/**
 * One update of all weights. To be called in a `tf.tidy`, which its intermediate tensors are left to.
 * @param x [batch, ...dataShape]
 * @param labels [batch], where the model has classes and they are known.
 */
export function update(parts: Parts, x: tf.Tensor, labels: tf.Tensor | undefined, context: StepContext): Record<string, tf.Scalar> {
  const { encoder, objective, trainable, optimizer, average, averaging } = parts;
  const rates = objective.rates(context);
  const noise = encoder.latentDims.map((dims) => context.normal([x.shape[0] as number, dims]));
  const statistics = new BatchStatistics();
  try {
    const given = { x, noise, rates, mode: { training: true, rng: context, statistics, labels } };
    const { loss, logs, gradients: slopes } = gradients(() => lossOf(parts, given), trainable);
    optimizer.step(slopes, context.learningRate(parts.learningRate));
    statistics.commit();
    const kls = encoder.latentDims.map((_, level) => logs[`kl${level}`] as tf.Scalar);
    const betas = rates.betas.map((beta, level) => [`beta${level}`, tf.clone(beta) as tf.Scalar]);
    objective.controller?.update(kls);
    // A long memory of the first, random weights would be of no use.
    average?.update(context.rate((step) => Math.min(averaging, (1 + step) / (10 + step))));
    return {
      loss,
      ...logs,
      elbo: tf.neg(tf.addN([logs.nll as tf.Scalar, ...kls])) as tf.Scalar,
      ...Object.fromEntries(betas),
      gradientNorm: globalNorm(slopes),
    };
  } finally {
    statistics.discard();
  }
}
