import * as tf from '@tensorflow/tfjs-core';
import type { AdversarialLoss } from './adversarial-loss.js';
import { fromFormulas } from './from-formulas.js';

/**
 * The critic's estimate of the Wasserstein-1 distance. It needs a critic of bounded slope: spectral normalisation gives one.
 *
 * Formula: discriminator `mean(fake) - mean(real)`, generator `-mean(fake)`.
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
 * @see Arjovsky, Chintala and Bottou, "Wasserstein GAN", 2017, algorithm 1 (clips weights instead).
 */
export function wasserstein(): AdversarialLoss {
  return fromFormulas(
    { name: 'wasserstein' },
    {
      discriminator: ({ real, fake }) => tf.sub(tf.mean(fake), tf.mean(real)),
      generator: ({ fake }) => tf.neg(tf.mean(fake)),
    },
  );
}
