import * as tf from '@tensorflow/tfjs-core';

type Padding = 'valid' | 'same' | number;
interface PoolAttrs {
  readonly filterSize: [number, number];
  readonly strides: [number, number];
  readonly pad: Padding;
  readonly dimRoundingMode?: 'floor';
}

const zerosLike = (tensor: tf.Tensor | undefined) => () => tf.zeros((tensor as tf.Tensor).shape);

// These gradient kernels are linear in dy, so the gradient with respect to dy is the forward op applied to what flows in; with respect to the
// images, whose values only choose a maximum or give a size, it is zero.

/** Gradients of the gradients of pooling and of resizing. */
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
  {
    kernelName: 'ResizeNearestNeighborGrad',
    inputsToSave: ['images', 'dy'],
    gradFunc: (flowing, saved, attrs) => {
      const [height, width] = (saved[1] as tf.Tensor4D).shape.slice(1, 3) as [number, number];
      const { alignCorners } = attrs as { alignCorners?: boolean };
      return {
        dy: () => tf.image.resizeNearestNeighbor(flowing as tf.Tensor4D, [height, width], alignCorners),
        images: zerosLike(saved[0]),
      };
    },
  },
  {
    kernelName: 'ResizeBilinearGrad',
    inputsToSave: ['images', 'dy'],
    gradFunc: (flowing, saved, attrs) => {
      const [height, width] = (saved[1] as tf.Tensor4D).shape.slice(1, 3) as [number, number];
      const { alignCorners } = attrs as { alignCorners?: boolean };
      return { dy: () => tf.image.resizeBilinear(flowing as tf.Tensor4D, [height, width], alignCorners), images: zerosLike(saved[0]) };
    },
  },
];
