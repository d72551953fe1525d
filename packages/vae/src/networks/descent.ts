import type * as tf from '@tensorflow/tfjs-core';
import type { DiagonalGaussian } from '../gaussian.js';

/** Which prior a level has at one place of the descent. */
export interface LevelPrior {
  /** The prior, or the Gaussian with its mean and variance where it is a mixture; [batch, dims] or [1, dims]. */
  readonly gaussian: DiagonalGaussian;
  /** The parts of the mixture, [classes, dims]: the top level of a decoder with classes that was given no labels. */
  readonly components?: DiagonalGaussian;
}

/** What a descent through the levels leaves behind. */
export interface Descent {
  /** Prior of each level, top level first. */
  readonly priors: readonly LevelPrior[];
  /** Latents of each level. */
  readonly latents: readonly tf.Tensor[];
  /** Parameters of the likelihood, [batch, ...dataShape]: logits, means. */
  readonly parameters: tf.Tensor;
}
