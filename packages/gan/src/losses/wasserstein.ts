import * as tf from '@tensorflow/tfjs-core';
import type { AdversarialLoss } from './adversarial-loss.js';

/**
 * The critic's estimate of the Wasserstein-1 distance. It needs a critic of bounded slope: spectral normalisation gives one.
 *
 * Formula: discriminator `mean(fake) - mean(real)`, generator `-mean(fake)`.
 *
 * @see Arjovsky, Chintala and Bottou, "Wasserstein GAN", 2017, algorithm 1 (clips weights instead).
 */
export function wasserstein(): AdversarialLoss {
  return {
    name: 'wasserstein',
    config: { name: 'wasserstein' },
    comparesWithReal: false,
    discriminator: ({ real, fake }) => tf.tidy(() => tf.sub(tf.mean(fake), tf.mean(real)) as tf.Scalar),
    generator: ({ fake }) => tf.tidy(() => tf.neg(tf.mean(fake)) as tf.Scalar),
  };
}
