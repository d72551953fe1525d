import { config } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type { AdversarialLoss } from './adversarial-loss.js';
import { fromFormulas } from './from-formulas.js';

const { optional, record, within } = config;

/** Options of {@link hinge}. */
export interface HingeOptions {
  /** Distance from the boundary beyond which the discriminator learns nothing more, more than 0; 1. */
  readonly margin?: number;
}

/** Reads the options of {@link hinge}. */
export const hingeOptions = record<HingeOptions>({ margin: optional(within({ above: 0 })) });

/**
 * Hinge loss: the discriminator cares only for images within a margin. The usual partner of spectral normalisation.
 *
 * Formula: discriminator `mean(relu(margin - real)) + mean(relu(margin + fake))`, generator `-mean(fake)`.
 *
 * @throws RangeError if `margin` is not positive.
 *
 * @example
 * ```ts
 * import { DCGAN, hinge } from '@genlab/gan';
 *
 * const gan = new DCGAN({ imageShape: [28, 28, 1], loss: hinge({ margin: 0.5 }) });
 * gan.dispose();
 * ```
 *
 * @see Lim and Ye, "Geometric GAN", 2017, equations 10 and 11.
 */
export function hinge(options: HingeOptions = {}): AdversarialLoss {
  const { margin = 1 } = hingeOptions(options, 'hinge');
  return fromFormulas(
    { name: 'hinge', margin },
    {
      discriminator: ({ real, fake }) => tf.add(tf.mean(tf.relu(tf.sub(margin, real))), tf.mean(tf.relu(tf.add(margin, fake)))),
      generator: ({ fake }) => tf.neg(tf.mean(fake)),
    },
  );
}
