import { config, describe, type Json, type Noise, type Rate, readRate } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';

const { optional, record, within } = config;

/** What a penalty sees of a discriminator's update. */
export interface PenaltyInput {
  /** From images to logits [batch, 1]: the discriminator as it is trained, labels included. */
  judge(images: tf.Tensor4D): tf.Tensor;
  /** Images of the data set. */
  readonly real: tf.Tensor4D;
  /** Images of the generator. */
  readonly fake: tf.Tensor4D;
  /** Random numbers of this step. */
  readonly noise: Noise;
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

/** Options of {@link r1} and {@link r2}. */
export interface ZeroCenteredPenaltyOptions {
  /** A number >= 0 or a schedule; 5. */
  readonly weight?: Rate;
}

/** Reads the options of {@link r1} and {@link r2}. */
export const zeroCenteredOptions = record<ZeroCenteredPenaltyOptions>({ weight: optional(readRate) });

/** The logits' gradient by the images, of their shape. */
function slopeAt(images: tf.Tensor4D, judge: PenaltyInput['judge']): tf.Tensor {
  return tf.grad((x) => tf.sum(judge(x as tf.Tensor4D)))(images);
}

/** Mean over the batch of the slope's squared length. */
function meanSquaredSlope(judge: PenaltyInput['judge'], images: tf.Tensor4D): tf.Scalar {
  const slope = slopeAt(images, judge);
  return tf.div(tf.sum(tf.square(slope)), images.shape[0]) as tf.Scalar;
}

/**
 * R1: the discriminator is to be flat at real images.
 *
 * Formula: `weight mean(|grad D(real)|^2)`. (Papers write gamma / 2 for the weight.) Its own gradient is a second derivative of the
 * discriminator, about doubling the time of its update.
 *
 * @throws RangeError if `weight` is negative or not finite.
 *
 * @example
 * ```ts
 * import { DCGAN, nonSaturating, r1 } from '@genlab/gan';
 *
 * const gan = new DCGAN({ imageShape: [28, 28, 1], loss: nonSaturating(), penalties: [r1({ weight: 10 })] });
 * gan.dispose();
 * ```
 *
 * @see Mescheder, Geiger and Nowozin, "Which training methods for GANs do actually converge?", 2018, equation 9.
 */
export function r1(options: ZeroCenteredPenaltyOptions = {}): GradientPenalty {
  const { weight = 5 } = zeroCenteredOptions(options, 'r1');
  return { name: 'r1', config: { name: 'r1', weight: describe(weight) }, weight, of: ({ judge, real }) => meanSquaredSlope(judge, real) };
}

/**
 * R2: the discriminator is to be flat at generated images. Formula: `weight mean(|grad D(fake)|^2)`.
 *
 * @throws RangeError if `weight` is negative or not finite.
 *
 * @example
 * ```ts
 * import { DCGAN, r1, r2, relativistic } from '@genlab/gan';
 *
 * const gan = new DCGAN({ imageShape: [28, 28, 1], loss: relativistic(), penalties: [r1(), r2()] });
 * gan.dispose();
 * ```
 *
 * @see Mescheder, Geiger and Nowozin, 2018, equation 10; with R1 in Huang et al., "The GAN is dead; long live the GAN!", 2024.
 */
export function r2(options: ZeroCenteredPenaltyOptions = {}): GradientPenalty {
  const { weight = 5 } = zeroCenteredOptions(options, 'r2');
  return { name: 'r2', config: { name: 'r2', weight: describe(weight) }, weight, of: ({ judge, fake }) => meanSquaredSlope(judge, fake) };
}

/** Options of {@link gradientPenalty}. */
export interface GradientPenaltyOptions {
  /** A number >= 0 or a schedule; 10. */
  readonly weight?: Rate;
  /** The slope that costs nothing, more than 0; 1. */
  readonly target?: number;
}

/** Reads the options of {@link gradientPenalty}. */
export const gradientPenaltyOptions = record<GradientPenaltyOptions>({
  weight: optional(readRate),
  target: optional(within({ above: 0 })),
});

/**
 * The gradient penalty of WGAN-GP: at places between real and generated images the slope is to be 1. The usual partner of {@link
 * wasserstein}, with `normalization: 'none'` and several `discriminatorSteps`.
 *
 * Formula: `weight mean((|grad D(x)| - target)^2)` at `x = u real + (1 - u) fake`, with u uniform in [0, 1), one an image. Like {@link r1}
 * it takes a second derivative of the discriminator. Batch normalisation in the discriminator makes a slope depend on the other images of
 * the batch.
 *
 * @throws RangeError if `target` is not positive, or `weight` negative or not finite.
 *
 * @example
 * ```ts
 * import { DCGAN, gradientPenalty, wasserstein } from '@genlab/gan';
 *
 * const gan = new DCGAN({
 *   imageShape: [28, 28, 1],
 *   loss: wasserstein(),
 *   discriminator: { normalization: 'none' },
 *   penalties: [gradientPenalty()],
 *   discriminatorSteps: 5,
 * });
 * gan.dispose();
 * ```
 *
 * @see Gulrajani et al., "Improved training of Wasserstein GANs", 2017, equation 3.
 */
export function gradientPenalty(options: GradientPenaltyOptions = {}): GradientPenalty {
  const { weight = 10, target = 1 } = gradientPenaltyOptions(options, 'gradientPenalty');
  return {
    name: 'gradientPenalty',
    config: { name: 'gradientPenalty', weight: describe(weight), target },
    weight,
    of: ({ judge, real, fake, noise }) => {
      const share = noise.uniform([real.shape[0], 1, 1, 1]);
      const between = tf.add(fake, tf.mul(share, tf.sub(real, fake))) as tf.Tensor4D;
      const squared = tf.sum(tf.square(slopeAt(between, judge)), [1, 2, 3]);
      // The root has no derivative at a slope of 0.
      return tf.mean(tf.square(tf.sub(tf.sqrt(tf.add(squared, 1e-12)), target))) as tf.Scalar;
    },
  };
}
