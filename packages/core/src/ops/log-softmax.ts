import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { isFirstOrder } from '../differentiation/order.js';
import { asFloat, runGenlabKernel } from '../kernels.js';

/**
 * The logarithm of a softmax along the last axis.
 *
 * Formula: `y = x - ln(sum of e^x)`. One pass forward and one backward on a backend with the kernels `GenlabLogSoftmax` and
 * `GenlabLogSoftmaxGrad`.
 * Differs from `tf.logSoftmax`, whose gradient cannot be differentiated.
 *
 * @param x [..., classes]; borrowed.
 * @returns The shape of x, at most 0; the caller owns it. First and second derivatives are right.
 * @throws TypeError if x is no tensor.
 *
 * @example
 * ```ts
 * import { logSoftmax } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * logSoftmax(tf.tensor1d([0, 0, 1_000])).print(); // [-1000, -1000, 0]
 * ```
 */
export function logSoftmax(x: tf.Tensor): tf.Tensor {
  config.tensor(x, 'logSoftmax');
  return tf.tidy(() => {
    const logits = asFloat(x);
    return runGenlabKernel('GenlabLogSoftmax', 'always', { x: logits })?.[0] ?? composed(logits);
  });
}

/** The largest is taken off before, not only inside of the sum: next to a large x the logarithm would lose its digits. */
function composed(x: tf.Tensor): tf.Tensor {
  const below = tf.sub(x, tf.max(x, -1, true));
  return tf.sub(below, tf.logSumExp(below, -1, true));
}

/** The gradient of the fused kernel. */
export const logSoftmaxGradients: readonly tf.GradConfig[] = [
  {
    kernelName: 'GenlabLogSoftmax',
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (flowing, saved) => ({
      x: () => {
        const [dy, x] = [flowing as tf.Tensor, saved[0] as tf.Tensor];
        if (!isFirstOrder()) return tf.sub(dy, tf.mul(tf.softmax(x), tf.sum(dy, -1, true)));
        const y = saved[1] as tf.Tensor;
        return runGenlabKernel('GenlabLogSoftmaxGrad', 'always', { dy, y })?.[0] ?? tf.sub(dy, tf.mul(tf.exp(y), tf.sum(dy, -1, true)));
      },
    }),
  },
];
