import * as tf from '@tensorflow/tfjs-core';

type Share = (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** An op of two operands, with the share of dy that goes to each; summed over the axes along which the operand was broadcast. */
function ofTwo(kernelName: string, toA: Share, toB: Share): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (flowing, saved) => {
      const [dy, a, b] = [flowing as tf.Tensor, saved[0] as tf.Tensor, saved[1] as tf.Tensor];
      const reduced = (share: tf.Tensor, { shape }: tf.Tensor) => {
        const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
        return axes.length === 0 ? share : tf.reshape(tf.sum(share, axes), shape);
      };
      return { a: () => reduced(toA(dy, a, b), a), b: () => reduced(toB(dy, a, b), b) };
    },
  };
}

const where = (condition: tf.Tensor, dy: tf.Tensor) => tf.mul(dy, tf.cast(condition, 'float32'));
const twice: Share = (dy, a, b) => tf.mul(dy, tf.mul(2, tf.sub(a, b)));

/**
 * tfjs forgets to sum these gradients where an operand was broadcast, and throws. Of equal numbers the first has the gradient, as in tfjs.
 */
export const broadcastGradients: readonly tf.GradConfig[] = [
  ofTwo(
    'Maximum',
    (dy, a, b) => where(tf.greaterEqual(a, b), dy),
    (dy, a, b) => where(tf.less(a, b), dy),
  ),
  ofTwo(
    'Minimum',
    (dy, a, b) => where(tf.lessEqual(a, b), dy),
    (dy, a, b) => where(tf.greater(a, b), dy),
  ),
  ofTwo('SquaredDifference', twice, (dy, a, b) => tf.neg(twice(dy, a, b))),
];
