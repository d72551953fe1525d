import { config, type Initializer } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';

/** Options of {@link gaussian}. */
export interface GaussianOptions {
  /** Standard deviation, 0 or more; 0.02. */
  readonly stddev?: number;
}

/** Reads the options of {@link gaussian}. */
export const gaussianOptions = config.record<GaussianOptions>({ stddev: config.optional(config.within({ least: 0 })) });

/**
 * Kernels normal around 0, biases 0.
 * @throws RangeError if `stddev` is negative or not finite.
 *
 * @example
 * ```ts
 * import { gaussian, Generator } from '@genlab/gan';
 *
 * const generator = new Generator({ imageShape: [28, 28, 1], initializer: gaussian({ stddev: 0.05 }) });
 * generator.dispose();
 * ```
 *
 * @see Radford, Metz and Chintala, "Unsupervised representation learning with DCGANs", 2016, section 4.
 */
export function gaussian(options: GaussianOptions = {}): Initializer {
  const { stddev = 0.02 } = gaussianOptions(options, 'gaussian');
  return {
    config: { name: 'gaussian', stddev },
    kernel: (shape, _, rng) => rng.normal(shape, { stddev }),
    bias: (shape) => tf.zeros(shape as number[]),
  };
}
