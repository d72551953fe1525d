import * as tf from '@tensorflow/tfjs-core';

type Padding = 'valid' | 'same' | number;
type Strides = [number, number];

/**
 * The gradient of a convolution's filter gradient. `dFilter = filterGradient(x, dy)` is linear in both, so with `d` flowing into it, x gets
 * the input gradient of `dy` through the filter `d`, and dy gets x convolved with `d`. Needed where a gradient step itself is differentiated.
 */
export const convolutionGradients: readonly tf.GradConfig[] = [
  {
    kernelName: 'Conv2DBackpropFilter',
    inputsToSave: ['x', 'dy'],
    gradFunc: (flowing, saved, attrs) => {
      const d = flowing as tf.Tensor4D;
      const [x, dy] = saved as [tf.Tensor4D, tf.Tensor4D];
      const { strides, pad, dimRoundingMode } = attrs as unknown as { strides: Strides; pad: Padding; dimRoundingMode?: 'floor' };
      return {
        x: () => tf.conv2dTranspose(dy, d, x.shape, strides, pad, dimRoundingMode),
        dy: () => tf.conv2d(x, d, strides, pad, 'NHWC', 1, dimRoundingMode),
      };
    },
  },
];
