import * as tf from '@tensorflow/tfjs-core';
import { isFirstOrder } from '../differentiation/order.js';
import { runGenlabKernel } from '../kernels.js';

/** What {@link batchNorm} returns. */
export interface BatchNormResult {
  /** The normalised tensor, of the shape of x. */
  readonly y: tf.Tensor;
  /** Mean of every channel over the batch, [c]; not differentiable, and kept: the caller frees it. */
  readonly mean: tf.Tensor;
  /** Population variance of every channel over the batch, [c]; likewise. */
  readonly variance: tf.Tensor;
}

/**
 * Batch normalisation in training: over all axes but the last, by the statistics of the batch itself.
 *
 * Formula: `y = scale (x - mean) / sqrt(variance + epsilon) + offset`. One pass forward and one backward where the backend has the kernels
 * `GenlabBatchNorm` and `GenlabBatchNormGrad`; higher derivatives are composed and right.
 *
 * @param x [..., c]
 * @see Ioffe and Szegedy, "Batch normalization", 2015, algorithm 1.
 */
export function batchNorm(x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor, epsilon: number): BatchNormResult {
  let mean: tf.Tensor | undefined;
  let variance: tf.Tensor | undefined;
  const op = tf.customGrad((...args) => {
    const save = args[3] as unknown as tf.GradSaveFunc;
    const [input, gamma, beta] = args as [tf.Tensor, tf.Tensor, tf.Tensor];
    const outputs = runGenlabKernel('GenlabBatchNorm', 'always', { x: input, scale: gamma, offset: beta }, { epsilon });
    const { y, ...moments } = outputs
      ? { y: outputs[0] as tf.Tensor, mean: outputs[1], variance: outputs[2] }
      : composed(input, gamma, beta, epsilon);
    mean = tf.keep(moments.mean as tf.Tensor);
    variance = tf.keep(moments.variance as tf.Tensor);
    save([input, gamma, mean, variance]);
    return { value: y, gradFunc: (dy, saved) => backward(dy as tf.Tensor, saved as Saved, epsilon) };
  });
  const y = op(x, scale, offset);
  return { y, mean: mean as unknown as tf.Tensor, variance: variance as unknown as tf.Tensor };
}

type Saved = [x: tf.Tensor, scale: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor];

const leading = (x: tf.Tensor) => Array.from({ length: x.rank - 1 }, (_, axis) => axis);

function moments(x: tf.Tensor): { mean: tf.Tensor; variance: tf.Tensor } {
  const mean = tf.mean(x, leading(x));
  return { mean, variance: tf.mean(tf.square(tf.sub(x, mean)), leading(x)) };
}

function composed(
  x: tf.Tensor,
  scale: tf.Tensor,
  offset: tf.Tensor,
  epsilon: number,
): { y: tf.Tensor; mean: tf.Tensor; variance: tf.Tensor } {
  const { mean, variance } = moments(x);
  const y = tf.add(tf.mul(tf.sub(x, mean), tf.mul(scale, tf.rsqrt(tf.add(variance, epsilon)))), offset);
  return { y, mean, variance };
}

function backward(dy: tf.Tensor, [x, scale, ...statistics]: Saved, epsilon: number): tf.Tensor[] {
  const fused = runGenlabKernel(
    'GenlabBatchNormGrad',
    'firstOrder',
    { dy, x, mean: statistics[0], variance: statistics[1], scale },
    { epsilon },
  );
  if (fused) return fused;
  // The saved statistics are outputs: a higher derivative has to find its way back to x, so they are computed anew for it.
  const { mean, variance } = isFirstOrder() ? { mean: statistics[0], variance: statistics[1] } : moments(x);
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const normalised = tf.mul(tf.sub(x, mean), inverse);
  const dOffset = tf.sum(dy, leading(x));
  const dScale = tf.sum(tf.mul(dy, normalised), leading(x));
  const n = x.size / scale.size;
  const centred = tf.sub(dy, tf.div(tf.add(dOffset, tf.mul(normalised, dScale)), n));
  return [tf.mul(centred, tf.mul(scale, inverse)), dScale, dOffset];
}
