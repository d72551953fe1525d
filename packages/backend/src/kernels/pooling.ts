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

/** Shares the images of a batch among threads. Windows of a part, and where its images are in the input and in the output, in bytes. */
function overImages(
  backend: GenlabBackend,
  info: tf.backend_util.Conv2DInfo,
  run: (windows: number, inAt: number, outAt: number) => void,
): void {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, inChannels } = info;
  const work = outHeight * outWidth * filterHeight * filterWidth * inChannels;
  backend.inParts(batchSize, { work }, (start, size) =>
    run(
      windowsOf(backend, { ...info, batchSize: size }, inChannels),
      start * inHeight * inWidth * inChannels * 4,
      start * outHeight * outWidth * inChannels * 4,
    ),
  );
}

function pooling(kernelName: string, functionName: 'averagePool' | 'maximumPool'): Kernel {
  return kernelWhere<Input, tf.MaxPoolAttrs>(
    kernelName,
    ({ x }) => isFloat(x),
    ({ inputs: { x }, attrs, backend }) => {
      const info = infoOf(x.shape, attrs);
      if (info.filterWidth === 1 && info.filterHeight === 1 && tf.util.arraysEqual(info.inShape, info.outShape)) return backend.share(x);
      const input = backend.pointer(x);
      const { info: y, pointer } = backend.output(info.outShape, 'float32');
      overImages(backend, info, (windows, inAt, outAt) => backend.exports[functionName](windows, input + inAt, pointer + outAt));
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
    overImages(backend, info, (windows, inAt, outAt) =>
      backend.exports.maximumPoolGradient(windows, gradient + outAt, x + inAt, dx.pointer + inAt),
    );
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
    overImages(backend, info, (windows, inAt, outAt) => backend.exports.averagePoolGradient(windows, gradient + outAt, dx.pointer + inAt));
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
