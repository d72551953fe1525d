import * as tf from '@tensorflow/tfjs-core';

type Padding = 'valid' | 'same' | number;
type Strides = [number, number];

interface DepthwiseAttrs {
  readonly strides: Strides;
  readonly pad: Padding;
  readonly dilations?: Strides;
  readonly dimRoundingMode?: 'floor';
}

/** The three maps of a depthwise convolution, as the kernels know them: each is linear in both of its inputs. */
function depthwiseMaps({ strides, pad, dilations = [1, 1], dimRoundingMode }: DepthwiseAttrs) {
  const attrs = { strides, pad, dilations, dimRoundingMode } as unknown as tf.NamedAttrMap;
  const run = (name: string, inputs: tf.NamedTensorMap, more: object = {}) =>
    tf.engine().runKernel(name, inputs, { ...attrs, ...more } as tf.NamedAttrMap) as tf.Tensor;
  return {
    forward: (x: tf.Tensor, filter: tf.Tensor) => run('DepthwiseConv2dNative', { x, filter }),
    toInput: (dy: tf.Tensor, filter: tf.Tensor, inputShape: number[]) =>
      run('DepthwiseConv2dNativeBackpropInput', { dy, filter }, { inputShape }),
    toFilter: (x: tf.Tensor, dy: tf.Tensor, filterShape: number[]) =>
      run('DepthwiseConv2dNativeBackpropFilter', { x, dy }, { filterShape }),
  };
}

/**
 * The gradients of a convolution's gradients. `dFilter = filterGradient(x, dy)` is linear in both, so with `d` flowing into it, x gets the
 * input gradient of `dy` through the filter `d`, and dy gets x convolved with `d`. Needed where a gradient step itself is differentiated. A
 * depthwise convolution's gradients have none in tfjs at all.
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
  {
    kernelName: 'DepthwiseConv2dNativeBackpropFilter',
    inputsToSave: ['x', 'dy'],
    gradFunc: (flowing, saved, attrs) => {
      const [d, x, dy] = [flowing as tf.Tensor, saved[0] as tf.Tensor, saved[1] as tf.Tensor];
      const { forward, toInput } = depthwiseMaps(attrs as unknown as DepthwiseAttrs);
      return { x: () => toInput(dy, d, x.shape), dy: () => forward(x, d) };
    },
  },
  {
    kernelName: 'DepthwiseConv2dNativeBackpropInput',
    inputsToSave: ['dy', 'filter'],
    gradFunc: (flowing, saved, attrs) => {
      const [d, dy, filter] = [flowing as tf.Tensor, saved[0] as tf.Tensor, saved[1] as tf.Tensor];
      const { forward, toFilter } = depthwiseMaps(attrs as unknown as DepthwiseAttrs);
      return { dy: () => forward(d, filter), filter: () => toFilter(d, dy, filter.shape) };
    },
  },
];
