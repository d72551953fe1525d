import { config } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type { AdversarialLoss } from './adversarial-loss.js';
import { fromFormulas } from './from-formulas.js';

const { number, optional, record } = config;

/** Options of {@link leastSquares}. */
export interface LeastSquaresOptions {
  /** The discriminator's target for real images; 1. Lower it for one-sided label smoothing. */
  readonly real?: number;
  /** The discriminator's target for generated images; 0. */
  readonly fake?: number;
  /** The generator's target; 1. */
  readonly generator?: number;
}

/** Reads the options of {@link leastSquares}. */
export const leastSquaresOptions = record<LeastSquaresOptions>({
  real: optional(number),
  fake: optional(number),
  generator: optional(number),
});

/**
 * Least squares in place of cross-entropy: images far on the right side of the boundary are still drawn to it.
 *
 * Formula: discriminator `mean((real - a)^2) / 2 + mean((fake - b)^2) / 2`, generator `mean((fake - c)^2) / 2`, with a, b and c the options
 * `real`, `fake` and `generator`.
 *
 * @throws RangeError if a target is not finite.
 *
 * @example
 * ```ts
 * import { DCGAN, leastSquares } from '@genlab/gan';
 *
 * const gan = new DCGAN({ imageShape: [28, 28, 1], loss: leastSquares({ real: 0.9 }) });
 * gan.dispose();
 * ```
 *
 * @see Mao et al., "Least squares generative adversarial networks", 2017, equation 9.
 */
export function leastSquares(options: LeastSquaresOptions = {}): AdversarialLoss {
  const { real: a = 1, fake: b = 0, generator: c = 1 } = leastSquaresOptions(options, 'leastSquares');
  const half = (logits: tf.Tensor, target: number) => tf.div(tf.mean(tf.square(tf.sub(logits, target))), 2);
  return fromFormulas(
    { name: 'leastSquares', real: a, fake: b, generator: c },
    {
      discriminator: ({ real, fake }) => tf.add(half(real, a), half(fake, b)),
      generator: ({ fake }) => half(fake, c),
    },
  );
}
