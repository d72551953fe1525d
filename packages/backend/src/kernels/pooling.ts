import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import type { Kernel } from '../kernel.js';
import { kernelWhere } from './kernel-where.js';
import { windowsOf } from './windows.js';

type Input = { x: tf.TensorInfo };
type GradientInputs = { dy: tf.TensorInfo; input: tf.TensorInfo };
type Shape4 = [number, number, number, number];

const infoOf = (shape: number[], { filterSize, strides, pad, dimRoundingMode }: tf.MaxPoolAttrs) =>
  tf.backend_util.computePool2DInfo(shape as Shape4, filterSize, strides, 1, pad, dimRoundingMode);

const isFloat = ({ dtype }: tf.TensorInfo) => dtype === 'float32';

function pooling(kernelName: string, functionName: 'averagePool' | 'maximumPool'): Kernel {
  return kernelWhere<Input, tf.MaxPoolAttrs>(
    kernelName,
    ({ x }) => isFloat(x),
    ({ inputs: { x }, attrs, backend }) => {
      const info = infoOf(x.shape, attrs);
      if (info.filterWidth === 1 && info.filterHeight === 1 && tf.util.arraysEqual(info.inShape, info.outShape)) return backend.share(x);
      const input = backend.pointer(x);
      const { info: y, pointer } = backend.output(info.outShape, 'float32');
      backend.exports[functionName](windowsOf(backend, info, info.inChannels), input, pointer);
      return y;
    },
  );
}

/** A tensor of zeros that a gradient is added to. */
function zeros(backend: GenlabBackend, shape: number[]): { info: tf.TensorInfo; pointer: number } {
  const output = backend.output(shape, 'float32');
  backend.exports.fill(output.pointer, tf.util.sizeFromShape(shape) * 4, 0);
  return output;
}

const maxPoolGrad = kernelWhere<GradientInputs, tf.MaxPoolGradAttrs>(
  tf.MaxPoolGrad,
  ({ dy, input }) => isFloat(dy) && isFloat(input),
  ({ inputs: { dy, input }, attrs, backend }) => {
    const info = infoOf(input.shape, attrs);
    const gradient = backend.pointer(dy);
    const x = backend.pointer(input);
    const dx = zeros(backend, input.shape);
    backend.exports.maximumPoolGradient(windowsOf(backend, info, info.inChannels), gradient, x, dx.pointer);
    return dx.info;
  },
);

/** The CPU kernel of this name divides by the whole window, also where padding is a part of it, which the forward kernel leaves out. */
const avgPoolGrad = kernelWhere<GradientInputs, tf.AvgPoolGradAttrs>(
  tf.AvgPoolGrad,
  ({ dy, input }) => isFloat(dy) && isFloat(input),
  ({ inputs: { dy, input }, attrs, backend }) => {
    const info = infoOf(input.shape, attrs);
    const gradient = backend.pointer(dy);
    const dx = zeros(backend, input.shape);
    backend.exports.averagePoolGradient(windowsOf(backend, info, info.inChannels), gradient, dx.pointer);
    return dx.info;
  },
);

/** Pooling of images by maximum and by mean, and the gradients. */
export const poolingKernels: readonly Kernel[] = [
  pooling(tf.AvgPool, 'averagePool'),
  avgPoolGrad,
  pooling(tf.MaxPool, 'maximumPool'),
  maxPoolGrad,
];
