import * as tf from '@tensorflow/tfjs-core';
import { runGenlabKernel } from '../kernels.js';

/** What {@link batchNorm} returns; the caller owns all three. */
export interface BatchNormResult {
  /** The normalised tensor, of the shape of x. */
  readonly y: tf.Tensor;
  /** Mean of every channel over the batch, [c]; not to be differentiated. */
  readonly mean: tf.Tensor;
  /** Population variance of every channel over the batch, [c]; not to be differentiated. */
  readonly variance: tf.Tensor;
}

/**
 * Batch normalisation in training: over all axes but the last, by the statistics of the batch itself.
 *
 * Formula: `y = scale (x - mean) / sqrt(variance + epsilon) + offset`. One pass forward and one backward where the backend has the kernels
 * `GenlabBatchNorm` and `GenlabBatchNormGrad`, whose gradient is {@link batchNormGradients}; elsewhere composed of tfjs ops.
 *
 * @param x [..., c]
 * @see Ioffe and Szegedy, "Batch normalization", 2015, algorithm 1.
 */
export function batchNorm(x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor, epsilon: number): BatchNormResult {
  const fused = runGenlabKernel('GenlabBatchNorm', 'always', { x, scale, offset }, { epsilon });
  if (fused) return { y: fused[0] as tf.Tensor, mean: fused[1] as tf.Tensor, variance: fused[2] as tf.Tensor };
  const { mean, variance } = moments(x);
  const y = tf.add(tf.mul(tf.sub(x, mean), tf.mul(scale, tf.rsqrt(tf.add(variance, epsilon)))), offset);
  return { y, mean, variance };
}

const leading = (x: tf.Tensor) => Array.from({ length: x.rank - 1 }, (_, axis) => axis);

function moments(x: tf.Tensor): { readonly mean: tf.Tensor; readonly variance: tf.Tensor } {
  const mean = tf.mean(x, leading(x));
  return { mean, variance: tf.mean(tf.square(tf.sub(x, mean)), leading(x)) };
}

/** The gradient of the fused kernel. */
export const batchNormGradients: readonly tf.GradConfig[] = [
  {
    kernelName: 'GenlabBatchNorm',
    inputsToSave: ['x', 'scale'],
    outputsToSave: [false, true, true],
    gradFunc: (dys, saved, attrs) => {
      const dy = (dys as tf.Tensor[])[0] as tf.Tensor;
      const [x, scale, mean, variance] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const epsilon = attrs.epsilon as number;
      const fused = runGenlabKernel('GenlabBatchNormGrad', 'firstOrder', { dy, x, mean, variance, scale }, { epsilon });
      const [dx, dScale, dOffset] = (fused ?? composedGradients(dy, x, scale, epsilon)) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return { x: () => dx, scale: () => dScale, offset: () => dOffset };
    },
  },
];

/** From dy, x and scale alone: the saved statistics are outputs, from which no higher derivative finds its way back to x. */
function composedGradients(dy: tf.Tensor, x: tf.Tensor, scale: tf.Tensor, epsilon: number): tf.Tensor[] {
  const { mean, variance } = moments(x);
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const normalised = tf.mul(tf.sub(x, mean), inverse);
  const dOffset = tf.sum(dy, leading(x));
  const dScale = tf.sum(tf.mul(dy, normalised), leading(x));
  const n = x.size / scale.size;
  const centred = tf.sub(dy, tf.div(tf.add(dOffset, tf.mul(normalised, dScale)), n));
  return [tf.mul(centred, tf.mul(scale, inverse)), dScale, dOffset];
}
