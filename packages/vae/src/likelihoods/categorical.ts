import * as tf from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood.js';
import { sumOverItem } from './sum-over-item.js';

const LEAST = 2 ** -25; // half of the smallest draw in [0, 1) that is not 0

/**
 * One of several classes at each place, one-hot along the last axis of the data; the decoder's output are the logits along that axis.
 *
 * Formula: `log p(x | z) = sum of x (logit - logSumExp(logits))`, in nats.
 *
 * @example
 * ```ts
 * import { categorical } from '@genlab/vae';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const notes = tf.tensor3d([[[0, 1, 0]]]); // [batch, places, classes]
 * categorical().logDensity(notes, tf.zeros([1, 1, 3]), {}).print(); // [-1.099]: one of three
 * ```
 */
export function categorical(): Likelihood {
  const logProbabilities = (logits: tf.Tensor) => tf.sub(logits, tf.logSumExp(logits, -1, true));
  return {
    config: { name: 'categorical' },
    together: (logits) => logits.shape.at(-1) as number,
    logDensity: (x, logits) => tf.tidy(() => sumOverItem(tf.mul(x, logProbabilities(logits)))),
    mean: (logits) => tf.softmax(logits),
    sample: (logits, noise) =>
      tf.tidy(() => {
        // The largest of logits with Gumbel noise is a draw (Gumbel, 1954).
        const gumbel = tf.neg(tf.log(tf.neg(tf.log(tf.maximum(noise.uniform(logits.shape), LEAST)))));
        const classes = logits.shape.at(-1) as number;
        return tf.cast(tf.oneHot(tf.cast(tf.argMax(tf.add(logits, gumbel), -1), 'int32'), classes), 'float32');
      }),
  };
}
