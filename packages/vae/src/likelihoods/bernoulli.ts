import * as tf from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood.js';
import { sumOverItem } from './sum-over-item.js';

/**
 * Values that are 0 or 1, each with a probability of its own; the decoder's output are their logits.
 *
 * Formula: `log p(x | z) = sum of x logit - softplus(logit)`, in nats. Data anywhere in [0, 1] is taken, but only of 0 and 1 it is a
 * likelihood.
 *
 * @example
 * ```ts
 * import { bernoulli } from '@genlab/vae';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const bars = tf.tensor2d([[1, 0]]);
 * bernoulli().logDensity(bars, tf.zeros([1, 2]), {}).print(); // [-1.386]: two coins
 * ```
 */
export function bernoulli(): Likelihood {
  return {
    config: { name: 'bernoulli' },
    together: () => 1,
    logDensity: (x, logits) => tf.tidy(() => sumOverItem(tf.sub(tf.mul(x, logits), tf.softplus(logits)))),
    mean: (logits) => tf.sigmoid(logits),
    sample: (logits, noise) => tf.tidy(() => tf.cast(tf.less(noise.uniform(logits.shape), tf.sigmoid(logits)), 'float32')),
  };
}
