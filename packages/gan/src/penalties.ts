import { describe, type Json, type Rate } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';

/** What a penalty sees of a discriminator's update. */
export interface PenaltyInput {
  /** From images to logits [batch, 1]: the discriminator as it is trained, labels included. */
  judge(images: tf.Tensor4D): tf.Tensor;
  /** Images of the data set. */
  readonly real: tf.Tensor4D;
  /** Images of the generator. */
  readonly fake: tf.Tensor4D;
}

/** A term added to the discriminator's loss that bounds how steep it may be. */
export interface GradientPenalty {
  /** For messages and reports. */
  readonly name: string;
  /** The recipe as plain JSON, for checkpoints; opaque without. */
  readonly config?: Json;
  /** What the term is multiplied by. */
  readonly weight: Rate;
  /** The term, a differentiable scalar. */
  of(input: PenaltyInput): tf.Scalar;
}

/** Mean over the batch of the squared length of the logits' gradient by the images. */
function meanSquaredSlope(judge: PenaltyInput['judge'], images: tf.Tensor4D): tf.Scalar {
  const slope = tf.grad((x) => tf.sum(judge(x as tf.Tensor4D)))(images);
  return tf.div(tf.sum(tf.square(slope)), images.shape[0]) as tf.Scalar;
}

/**
 * R1: the discriminator is to be flat at real images.
 *
 * Formula: `weight mean(|grad D(real)|^2)`. (Papers write gamma / 2 for the weight.) Its own gradient is a second derivative of the
 * discriminator, about doubling the time of its update.
 *
 * @param options Option `weight`: a number or a schedule; 5.
 * @see Mescheder, Geiger and Nowozin, "Which training methods for GANs do actually converge?", 2018, equation 9.
 */
export function r1({ weight = 5 }: { readonly weight?: Rate } = {}): GradientPenalty {
  return { name: 'r1', config: { name: 'r1', weight: describe(weight) }, weight, of: ({ judge, real }) => meanSquaredSlope(judge, real) };
}

/**
 * R2: the discriminator is to be flat at generated images. Formula: `weight mean(|grad D(fake)|^2)`.
 *
 * @param options Option `weight`: a number or a schedule; 5.
 * @see Mescheder, Geiger and Nowozin, 2018, equation 10; with R1 in Huang et al., "The GAN is dead; long live the GAN!", 2024.
 */
export function r2({ weight = 5 }: { readonly weight?: Rate } = {}): GradientPenalty {
  return { name: 'r2', config: { name: 'r2', weight: describe(weight) }, weight, of: ({ judge, fake }) => meanSquaredSlope(judge, fake) };
}
