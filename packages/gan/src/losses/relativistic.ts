import * as tf from '@tensorflow/tfjs-core';
import type { AdversarialLoss } from './adversarial-loss.js';
import { fromFormulas } from './from-formulas.js';

/**
 * Relativistic pairing: not "is this real" but "is this real one more real than that fake one"; each side's objective is the other's
 * mirror.
 *
 * Formula: discriminator `mean(softplus(fake - real))`, generator `mean(softplus(real - fake))`, over pairs of one batch. Its stability
 * rests on gradient penalties.
 *
 * @example
 * ```ts
 * import { DCGAN, r1, r2, relativistic } from '@genlab/gan';
 *
 * const gan = new DCGAN({ imageShape: [28, 28, 1], loss: relativistic(), penalties: [r1(), r2()] });
 * gan.dispose();
 * ```
 *
 * @see Jolicoeur-Martineau, "The relativistic discriminator", 2018; Huang et al., "The GAN is dead; long live the GAN!", 2024, equation 2.
 */
export function relativistic(): AdversarialLoss {
  return fromFormulas(
    { name: 'relativistic', comparesWithReal: true },
    {
      discriminator: ({ real, fake }) => tf.mean(tf.softplus(tf.sub(fake, real))),
      generator: ({ real, fake }) => tf.mean(tf.softplus(tf.sub(real, fake))),
    },
  );
}
