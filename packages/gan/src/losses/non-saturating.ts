import { config } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type { AdversarialLoss } from './adversarial-loss.js';
import { fromFormulas } from './from-formulas.js';

const { optional, record, within } = config;

/** Options of {@link nonSaturating}. */
export interface NonSaturatingOptions {
  /** One-sided label smoothing: the target for real images is 1 less this, in [0, 1); 0. */
  readonly smoothing?: number;
}

/** Reads the options of {@link nonSaturating}. */
export const nonSaturatingOptions = record<NonSaturatingOptions>({ smoothing: optional(within({ least: 0, below: 1 })) });

/**
 * The original game with the generator's non-saturating objective.
 *
 * Formula, on logits, with `t = 1 - smoothing`: discriminator `mean(softplus(real) - t real) + mean(softplus(fake))`, which is the binary
 * cross-entropy of sigmoids; generator `mean(softplus(-fake))`.
 *
 * @throws RangeError if `smoothing` is not in [0, 1).
 *
 * @example
 * ```ts
 * import { DCGAN, nonSaturating, r1 } from '@genlab/gan';
 *
 * const gan = new DCGAN({ imageShape: [28, 28, 1], loss: nonSaturating(), penalties: [r1()] });
 * gan.dispose();
 * ```
 *
 * @see Goodfellow et al., "Generative adversarial nets", 2014; Salimans et al., "Improved techniques for training GANs", 2016, section 3.4.
 */
export function nonSaturating(options: NonSaturatingOptions = {}): AdversarialLoss {
  const { smoothing = 0 } = nonSaturatingOptions(options, 'nonSaturating');
  return fromFormulas(
    { name: 'nonSaturating', smoothing },
    {
      discriminator: ({ real, fake }) =>
        tf.add(tf.mean(tf.sub(tf.softplus(real), tf.mul(real, 1 - smoothing))), tf.mean(tf.softplus(fake))),
      generator: ({ fake }) => tf.mean(tf.softplus(tf.neg(fake))),
    },
  );
}
