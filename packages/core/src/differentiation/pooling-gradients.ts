import * as tf from '@tensorflow/tfjs-core';

type Padding = 'valid' | 'same' | number;
interface PoolAttrs {
  readonly filterSize: [number, number];
  readonly strides: [number, number];
  readonly pad: Padding;
  readonly dimRoundingMode?: 'floor';
}

const zerosLike = (tensor: tf.Tensor | undefined) => () => tf.zeros((tensor as tf.Tensor).shape);

// These gradient kernels are linear in dy, so the gradient with respect to dy is the forward op applied to what flows in; with respect to
// the
// images, whose values only choose a maximum or give a shape, it is zero.

/** Gradients of the gradients of pooling. */
export const poolingGradients: readonly tf.GradConfig[] = [
  {
    kernelName: 'AvgPoolGrad',
    inputsToSave: ['input'],
    gradFunc: (flowing, saved, attrs) => {
      const { filterSize, strides, pad } = attrs as unknown as PoolAttrs;
      return { dy: () => tf.avgPool(flowing as tf.Tensor4D, filterSize, strides, pad), input: zerosLike(saved[0]) };
    },
  },
  {
    kernelName: 'MaxPoolGrad',
    inputsToSave: ['input', 'output'],
    gradFunc: (flowing, saved, attrs) => {
      const { filterSize, strides, pad } = attrs as unknown as PoolAttrs;
      const [input, output] = saved as [tf.Tensor4D, tf.Tensor4D];
      return {
        dy: () => {
          const { indexes } = tf.maxPoolWithArgmax(input, filterSize, strides, pad, true);
          return tf.reshape(tf.gather(tf.reshape(flowing as tf.Tensor4D, [-1]), tf.reshape(indexes as tf.Tensor, [-1])), output.shape);
        },
        input: zerosLike(input),
        output: zerosLike(output),
      };
    },
  },
];
