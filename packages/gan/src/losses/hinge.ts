import { expected } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type { AdversarialLoss } from './adversarial-loss.js';

/** Options of {@link hinge}. */
export interface HingeOptions {
  /** Distance from the boundary beyond which the discriminator learns nothing more, more than 0; 1. */
  readonly margin?: number;
}

/**
 * Hinge loss: the discriminator cares only for images within a margin. The usual partner of spectral normalisation.
 *
 * Formula: discriminator `mean(relu(margin - real)) + mean(relu(margin + fake))`, generator `-mean(fake)`.
 *
 * @throws RangeError if `margin` is not positive.
 * @see Lim and Ye, "Geometric GAN", 2017, equations 10 and 11.
 */
export function hinge({ margin = 1 }: HingeOptions = {}): AdversarialLoss {
  if (!(margin > 0)) throw new RangeError(expected('hinge', 'margin > 0', margin));
  return {
    name: 'hinge',
    config: { name: 'hinge', margin },
    comparesWithReal: false,
    discriminator: ({ real, fake }) =>
      tf.tidy(() => tf.add(tf.mean(tf.relu(tf.sub(margin, real))), tf.mean(tf.relu(tf.add(margin, fake)))) as tf.Scalar),
    generator: ({ fake }) => tf.tidy(() => tf.neg(tf.mean(fake)) as tf.Scalar),
  };
}
