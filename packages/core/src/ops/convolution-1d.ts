import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { expected } from '../expected.js';

/** Options of {@link conv1d}. */
export interface Conv1dOptions {
  /** Places from one output to the next, a positive integer; 1. */
  readonly stride?: number;
  /** Zeros added at both ends, 0 or more; 0. */
  readonly padding?: number;
}

/** Options of {@link conv1dTranspose}. */
export interface Conv1dTransposeOptions extends Conv1dOptions {
  /** Places added at the far end, from 0 to less than the stride: a choice among the lengths that `conv1d` maps to the length of x; 0. */
  readonly outputPadding?: number;
}

const { integer, optional, record, tensor } = config;
const conv1dOptions = { stride: optional(integer({ least: 1 })), padding: optional(integer({ least: 0 })) };
const forwardOptions = record<Conv1dOptions>(conv1dOptions);
const transposeOptions = record<Conv1dTransposeOptions>({ ...conv1dOptions, outputPadding: optional(integer({ least: 0 })) });

/**
 * A convolution along one axis, padded alike at both ends.
 *
 * Formula: `y[i, o] = sum over t and c of x[i stride + t - padding, c] kernel[t, c, o]`, with zeros outside of x; the length of y is
 * `floor((length + 2 padding - taps) / stride) + 1`.
 * Differs from `tf.conv1d`, which takes `same` and `valid` only: given a number, it pads an axis that is not there.
 *
 * @param x [batch, length, in]; borrowed.
 * @param kernel [taps, in, out]; borrowed.
 * @returns [batch, length of y, out]; the caller owns it. First and second derivatives with respect to both inputs are right.
 * @throws Error if the shapes do not fit each other; RangeError for an option out of range.
 *
 * @example
 * ```ts
 * import { conv1d } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const y = conv1d(tf.ones([4, 16, 9]), tf.ones([3, 9, 32]), { stride: 2, padding: 1 }); // [4, 8, 32]
 * ```
 */
export function conv1d(x: tf.Tensor, kernel: tf.Tensor, options: Conv1dOptions = {}): tf.Tensor {
  const { stride = 1, padding = 0 } = forwardOptions(options, 'conv1d');
  const { batch, length, taps } = check('conv1d', x, kernel);
  if (length + 2 * padding < taps) {
    throw new Error(expected('conv1d', `at least ${taps} places for a kernel of ${taps} taps`, length + 2 * padding));
  }
  return tf.tidy(() => {
    const [image, filter] = [imageOf(x), filterOf(kernel)];
    const y = hasOwnPaddings()
      ? tf.conv2d(image, filter, [1, stride], paddings(padding))
      : tf.conv2d(tf.pad(image, [...paddings(padding)]), filter, [1, stride], 'valid');
    return tf.reshape(y, [batch, y.shape[2], y.shape[3]]);
  });
}

/**
 * The transpose of {@link conv1d}: the layer that makes a sequence longer by its stride.
 *
 * Formula: `y[i stride + t - padding, o] += x[i, c] kernel[t, o, c]` for every place i, tap t and channel c; the length of y is
 * `(length - 1) stride - 2 padding + taps + outputPadding`.
 * Differs from a `tf.layers.conv2dTranspose` of height 1: padding and output padding are given as in other frameworks.
 *
 * @param x [batch, length, in]; borrowed.
 * @param kernel [taps, out, in], as in `tf.conv2dTranspose`; borrowed.
 * @returns [batch, length of y, out]; the caller owns it. First and second derivatives with respect to both inputs are right.
 * @throws Error if the shapes do not fit each other or nothing would be left; RangeError for an option out of range.
 *
 * @example
 * ```ts
 * import { conv1dTranspose } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const y = conv1dTranspose(tf.ones([4, 8, 32]), tf.ones([3, 9, 32]), { stride: 2, padding: 1, outputPadding: 1 }); // [4, 16, 9]
 * ```
 *
 * @see Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016, relationship 14.
 */
export function conv1dTranspose(x: tf.Tensor, kernel: tf.Tensor, options: Conv1dTransposeOptions = {}): tf.Tensor {
  const { stride = 1, padding = 0, outputPadding = 0 } = transposeOptions(options, 'conv1dTranspose');
  const { batch, length, taps } = check('conv1dTranspose', x, kernel);
  if (outputPadding >= stride) {
    throw new RangeError(expected('conv1dTranspose', `outputPadding from 0 to less than the stride ${stride}`, outputPadding));
  }
  const channels = kernel.shape[1] as number;
  const whole = (length - 1) * stride + taps + outputPadding;
  const kept = whole - 2 * padding;
  if (kept < 1) throw new Error(expected('conv1dTranspose', `a padding that leaves some of ${whole} places`, padding));
  return tf.tidy(() => {
    const [image, filter] = [imageOf(x), filterOf(kernel)];
    if (hasOwnPaddings()) {
      // tfjs's types leave paddings out here; what they say of the convolution, the kernels know of its transpose.
      const pad = paddings(padding) as unknown as 'valid';
      return tf.reshape(tf.conv2dTranspose(image, filter, [batch, 1, kept, channels], [1, stride], pad), [batch, kept, channels]);
    }
    const y = tf.conv2dTranspose(image, filter, [batch, 1, whole, channels], [1, stride], 'valid');
    return tf.slice(tf.reshape(y, [batch, whole, channels]), [0, padding, 0], [batch, kept, channels]);
  });
}

/** tfjs-node has no gradient for a convolution with paddings of its own. */
const hasOwnPaddings = () => tf.getBackend() !== 'tensorflow';

const paddings = (padding: number): tf.backend_util.ExplicitPadding => [
  [0, 0],
  [0, 0],
  [padding, padding],
  [0, 0],
];

/** A sequence as an image of height 1, and a kernel to match. */
const imageOf = (x: tf.Tensor) => tf.expandDims(x, 1) as tf.Tensor4D;
const filterOf = (kernel: tf.Tensor) => tf.expandDims(kernel, 0) as tf.Tensor4D;

/** What both functions ask of their tensors. */
function check(where: 'conv1d' | 'conv1dTranspose', x: tf.Tensor, kernel: tf.Tensor): { batch: number; length: number; taps: number } {
  tensor(x, `${where}.x`);
  tensor(kernel, `${where}.kernel`);
  const inputs = where === 'conv1d' ? 1 : 2;
  if (x.rank !== 3 || kernel.rank !== 3 || x.shape[2] !== kernel.shape[inputs]) {
    const kernelShape = where === 'conv1d' ? '[taps, in, out]' : '[taps, out, in]';
    throw new Error(expected(where, `x of shape [batch, length, in] and a kernel of ${kernelShape}`, `[${x.shape}] and [${kernel.shape}]`));
  }
  return { batch: x.shape[0] as number, length: x.shape[1] as number, taps: kernel.shape[0] as number };
}
