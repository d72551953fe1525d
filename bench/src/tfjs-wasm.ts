import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';

/**
 * tfjs-backend-wasm, with the kernel that training needs and it lacks (Conv2DBackpropFilter) composed of its own fast ops: for each tap
 * of the filter the strided slice of the image under it, as a plain product of matrices (its transposed product is the slow one).
 */
export async function useWasm(): Promise<string> {
  await tf.setBackend('wasm');
  await tf.ready();
  tf.registerKernel({ kernelName: 'Conv2DBackpropFilter', backendName: 'wasm', kernelFunc: filterGradientKernel });
  return `tfjs-backend-wasm ${tf.version_core}`;
}

const filterGradientKernel: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { strides, pad, filterShape } = attrs as unknown as ConvolutionAttributes;
  const { x, dy } = inputs as unknown as { x: tf.Tensor4D; dy: tf.Tensor4D };
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad);
  // What the engine hands to a kernel are tensors already.
  const result = tf.tidy(() => filterGradient(x, dy, info));
  // The engine wraps what a kernel returns in a tensor of its own, so the one made here hands its data over.
  (backend as tf.KernelBackend).incRef(result.dataId);
  result.dispose();
  return { dataId: result.dataId, shape: result.shape, dtype: result.dtype };
};

interface ConvolutionAttributes {
  readonly strides: [number, number];
  readonly pad: 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;
  readonly filterShape: [number, number, number, number];
}

function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, info: tf.backend_util.Conv2DInfo): tf.Tensor4D {
  const { batchSize, inChannels, outChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const padded = tf.pad(x, [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ]);
  const right = tf.reshape(dy, [-1, outChannels]); // [batch * outHeight * outWidth, outChannels]
  const taps: tf.Tensor[] = [];
  for (let row = 0; row < filterHeight; row++) {
    for (let column = 0; column < filterWidth; column++) {
      const end = [batchSize, row + (outHeight - 1) * strideHeight + 1, column + (outWidth - 1) * strideWidth + 1, inChannels];
      const under = tf.stridedSlice(padded, [0, row, column, 0], end, [1, strideHeight, strideWidth, 1]);
      const left = tf.transpose(tf.reshape(under, [-1, inChannels]));
      taps.push(tf.matMul(left, right)); // [inChannels, outChannels]
    }
  }
  return tf.reshape(tf.stack(taps), [filterHeight, filterWidth, inChannels, outChannels]);
}
