import { expected, type Initializer } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Kernels normal around 0, biases 0.
 * @param stddev Standard deviation; 0.02.
 * @throws RangeError if `stddev` is negative or not finite.
 * @see Radford, Metz and Chintala, "Unsupervised representation learning with DCGANs", 2016, section 4.
 */
export function gaussian({ stddev = 0.02 }: { readonly stddev?: number } = {}): Initializer {
  if (!(stddev >= 0 && stddev < Number.POSITIVE_INFINITY)) throw new RangeError(expected('gaussian', 'stddev >= 0', stddev));
  return {
    config: { name: 'gaussian', stddev },
    kernel: (shape, _, rng) => rng.normal(shape, { stddev }),
    bias: (shape) => tf.zeros(shape as number[]),
  };
}
