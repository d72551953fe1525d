import { expected } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type { AdversarialLoss } from './adversarial-loss.js';

/** Options of {@link nonSaturating}. */
export interface NonSaturatingOptions {
  /** One-sided label smoothing: the target for real images is 1 less this, in [0, 1); 0. */
  readonly smoothing?: number;
}

/**
 * The original game with the generator's non-saturating objective.
 *
 * Formula, on logits, with `t = 1 - smoothing`: discriminator `mean(softplus(real) - t real) + mean(softplus(fake))`, which is the binary
 * cross-entropy of sigmoids; generator `mean(softplus(-fake))`.
 *
 * @throws RangeError if `smoothing` is not in [0, 1).
 * @see Goodfellow et al., "Generative adversarial nets", 2014; Salimans et al., "Improved techniques for training GANs", 2016, section 3.4.
 */
export function nonSaturating({ smoothing = 0 }: NonSaturatingOptions = {}): AdversarialLoss {
  if (!(smoothing >= 0 && smoothing < 1)) throw new RangeError(expected('nonSaturating', 'smoothing in [0, 1)', smoothing));
  return {
    name: 'nonSaturating',
    config: { name: 'nonSaturating', smoothing },
    comparesWithReal: false,
    discriminator: ({ real, fake }) =>
      tf.tidy(() => {
        const onReal = tf.mean(tf.sub(tf.softplus(real), tf.mul(real, 1 - smoothing)));
        return tf.add(onReal, tf.mean(tf.softplus(fake))) as tf.Scalar;
      }),
    generator: ({ fake }) => tf.tidy(() => tf.mean(tf.softplus(tf.neg(fake))) as tf.Scalar),
  };
}
