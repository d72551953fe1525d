import * as tf from '@tensorflow/tfjs-core';

const binary = ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalOr'];

/** Steps are flat: the derivative of a comparison is zero. tfjs throws "gradient function not found" instead. */
export const comparisonGradients: readonly tf.GradConfig[] = [
  ...binary.map((kernelName) => ({
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (_: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) => ({
      a: () => tf.zeros((saved[0] as tf.Tensor).shape),
      b: () => tf.zeros((saved[1] as tf.Tensor).shape),
    }),
  })),
  {
    kernelName: 'LogicalNot',
    inputsToSave: ['x'],
    gradFunc: (_, saved) => ({ x: () => tf.zeros((saved[0] as tf.Tensor).shape) }),
  },
];
