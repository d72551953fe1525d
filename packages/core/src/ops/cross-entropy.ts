import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import { asFloat, runGenlabKernel } from '../kernels.js';
import { logSoftmax } from './log-softmax.js';

/**
 * The cross-entropy, in nats, of yes-or-no labels under logits: minus the log-likelihood of a Bernoulli distribution.
 *
 * Formula: `z softplus(-x) + (1 - z) softplus(x)` for a logit x and a label z. No logit is too large, and at a logit of 0 the gradient
 * is `1/2 - z` (composed of `relu` and `abs`, as `tf.losses.sigmoidCrossEntropy` is, it would be `-z`). One pass forward and one backward
 * on a backend with the kernels `GenlabSigmoidCrossEntropy` and `GenlabSigmoidCrossEntropyGrad`.
 *
 * @param logits Any shape; borrowed.
 * @param labels The same shape, in [0, 1]; borrowed.
 * @returns One number for each logit; the caller owns it. First and second derivatives by the logits, and the first by the labels, are
 *   right.
 * @throws Error if the shapes differ.
 *
 * @example
 * ```ts
 * import { sigmoidCrossEntropy } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * sigmoidCrossEntropy(tf.tensor1d([0, 0]), tf.tensor1d([1, 0])).print(); // [0.6931472, 0.6931472], ln 2
 * ```
 */
export function sigmoidCrossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Tensor {
  checkShapes('sigmoidCrossEntropy', logits, labels);
  return tf.tidy(() => {
    const [x, z] = [asFloat(logits), asFloat(labels)];
    const fused = runGenlabKernel('GenlabSigmoidCrossEntropy', 'always', { logits: x, labels: z });
    return fused?.[0] ?? tf.add(tf.mul(z, tf.softplus(tf.neg(x))), tf.mul(tf.sub(1, z), tf.softplus(x)));
  });
}

/**
 * The cross-entropy, in nats, of class probabilities under logits along the last axis: minus the log-likelihood of a categorical
 * distribution.
 *
 * Formula: `sum over classes of z (ln(sum of e^x) - x)` for logits x and labels z. One pass forward and one backward on a backend with the
 * kernels `GenlabSoftmaxCrossEntropy` and `GenlabSoftmaxCrossEntropyGrad`.
 *
 * @param logits [..., classes]; borrowed.
 * @param labels The same shape: a probability for each class, one-hot or soft; borrowed.
 * @returns [...]; the caller owns it. First and second derivatives by the logits, and the first by the labels, are right.
 * @throws Error if the shapes differ or there is no axis of classes.
 *
 * @example
 * ```ts
 * import { softmaxCrossEntropy } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * softmaxCrossEntropy(tf.zeros([1, 4]), tf.oneHot([2], 4)).print(); // [1.3862944], ln 4
 * ```
 */
export function softmaxCrossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Tensor {
  checkShapes('softmaxCrossEntropy', logits, labels);
  if (logits.rank === 0) throw new Error(expected('softmaxCrossEntropy', 'logits with an axis of classes', 'a scalar'));
  return tf.tidy(() => {
    const [x, z] = [asFloat(logits), asFloat(labels)];
    const fused = runGenlabKernel('GenlabSoftmaxCrossEntropy', 'always', { logits: x, labels: z });
    return fused?.[0] ?? tf.neg(tf.sum(tf.mul(z, logSoftmax(x)), -1));
  });
}

function checkShapes(where: string, logits: tf.Tensor, labels: tf.Tensor): void {
  config.tensor(logits, `${where}.logits`);
  config.tensor(labels, `${where}.labels`);
  if (tf.util.arraysEqual(logits.shape, labels.shape)) return;
  throw new Error(expected(where, 'logits and labels of one shape', `[${logits.shape}] and [${labels.shape}]`));
}

/** The gradients of the fused kernels. */
export const crossEntropyGradients: readonly tf.GradConfig[] = [
  {
    kernelName: 'GenlabSigmoidCrossEntropy',
    inputsToSave: ['logits', 'labels'],
    gradFunc: (flowing, saved) => {
      const [dy, logits, labels] = [flowing as tf.Tensor, saved[0] as tf.Tensor, saved[1] as tf.Tensor];
      return {
        logits: () =>
          runGenlabKernel('GenlabSigmoidCrossEntropyGrad', 'firstOrder', { dy, logits, labels })?.[0] ??
          tf.mul(dy, tf.sub(tf.sigmoid(logits), labels)),
        labels: () => tf.neg(tf.mul(dy, logits)),
      };
    },
  },
  {
    kernelName: 'GenlabSoftmaxCrossEntropy',
    inputsToSave: ['logits', 'labels'],
    gradFunc: (flowing, saved) => {
      const [dy, logits, labels] = [flowing as tf.Tensor, saved[0] as tf.Tensor, saved[1] as tf.Tensor];
      const everyClass = () => tf.expandDims(dy, -1);
      return {
        logits: () =>
          runGenlabKernel('GenlabSoftmaxCrossEntropyGrad', 'firstOrder', { dy, logits, labels })?.[0] ??
          tf.mul(everyClass(), tf.sub(tf.mul(tf.softmax(logits), tf.sum(labels, -1, true)), labels)),
        labels: () => tf.neg(tf.mul(everyClass(), logSoftmax(logits))),
      };
    },
  },
];
