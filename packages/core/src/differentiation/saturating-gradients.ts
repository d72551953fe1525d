import * as tf from '@tensorflow/tfjs-core';
import { runGenlabKernel } from '../kernels.js';
import { isFirstOrder } from './order.js';

// tfjs saves only the output of these ops and puts that copy on the tape before the op itself, so that a second derivative loses its way
// from the output back to the input. Here both are saved: the output serves first derivatives, the input higher ones.

/** An op of one input `x` whose derivative is a function of its output. */
function byOutput(
  kernelName: string,
  compute: (x: tf.Tensor, attrs: tf.NamedAttrMap) => tf.Tensor,
  derivative: (dy: tf.Tensor, y: tf.Tensor, attrs: tf.NamedAttrMap) => tf.Tensor,
  inputName = 'x',
): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: [inputName],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => ({
      [inputName]: () => {
        const [x, y] = saved as [tf.Tensor, tf.Tensor];
        return derivative(dy as tf.Tensor, isFirstOrder() ? y : compute(x, attrs), attrs);
      },
    }),
  };
}

/** Gradients of Tanh, Sigmoid, Exp, Elu and Softmax that can be differentiated again. */
export const saturatingGradients: readonly tf.GradConfig[] = [
  byOutput(
    'Tanh',
    (x) => tf.tanh(x),
    (dy, y) => runGenlabKernel('GenlabTanhGrad', 'firstOrder', { dy, y })?.[0] ?? tf.mul(dy, tf.sub(1, tf.square(y))),
  ),
  byOutput(
    'Sigmoid',
    (x) => tf.sigmoid(x),
    (dy, y) => runGenlabKernel('GenlabSigmoidGrad', 'firstOrder', { dy, y })?.[0] ?? tf.mul(dy, tf.mul(y, tf.sub(1, y))),
  ),
  byOutput(
    'Exp',
    (x) => tf.exp(x),
    (dy, y) => tf.mul(dy, y),
  ),
  byOutput(
    'Elu',
    (x) => tf.elu(x),
    // y + 1 = exp(x) for x < 0
    (dy, y) =>
      runGenlabKernel('EluGrad', 'firstOrder', { dy, y })?.[0] ?? tf.mul(dy, tf.where(tf.greater(y, 0), tf.onesLike(y), tf.add(y, 1))),
  ),
  byOutput(
    'Softmax',
    (logits, { dim }) => tf.softmax(logits, dim as number),
    (dy, y, { dim }) => {
      const fused = dim === y.rank - 1 ? runGenlabKernel('GenlabSoftmaxGrad', 'firstOrder', { dy, y }) : undefined;
      if (fused) return fused[0] as tf.Tensor;
      const weighted = tf.mul(dy, y);
      return tf.sub(weighted, tf.mul(tf.sum(weighted, dim as number, true), y));
    },
    'logits',
  ),
];
