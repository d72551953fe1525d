import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import { type Kernel, type KernelArguments, kernel } from '../kernel.js';
import { runOnCpu } from './cpu-fallback.js';
import { kernelWhere } from './kernel-where.js';
import { applyEpilogue, type Epilogue } from './matmul-epilogue.js';
import { stridedCopy } from './strided-copy.js';
import { windowsOf } from './windows.js';

type Shape4 = [number, number, number, number];
type Geometry = Pick<tf.DepthwiseConv2dNativeAttrs, 'strides' | 'pad' | 'dilations' | 'dimRoundingMode'>;
type Inputs = { x: tf.TensorInfo; filter: tf.TensorInfo };

const infoOf = (x: number[], filter: number[], { strides, pad, dilations, dimRoundingMode }: Geometry) =>
  tf.backend_util.computeConv2DInfo(x as Shape4, filter as Shape4, strides, dilations ?? [1, 1], pad, dimRoundingMode, true);

const areFloat = (...infos: tf.TensorInfo[]) => infos.every(({ dtype }) => dtype === 'float32');

/**
 * The address of images whose every channel stands as often as it has filters, side by side: after that each has one filter. A filter
 * [height, width, channels, multiplier] lies in memory as [height, width, channels * multiplier] already.
 */
function repeatChannels(backend: GenlabBackend, x: number, info: tf.backend_util.Conv2DInfo): number {
  const multiplier = info.outChannels / info.inChannels;
  if (multiplier === 1) return x;
  const values = info.batchSize * info.inHeight * info.inWidth * info.inChannels;
  const repeated = backend.scratch(values * multiplier * 4);
  const axes = [
    { size: values, source: 1, destination: multiplier },
    { size: multiplier, source: 0, destination: 1 },
  ];
  stridedCopy(backend, x, repeated, axes, 'float32');
  return repeated;
}

function depthwise({ inputs: { x, filter }, attrs, backend }: KernelArguments<Inputs, tf.DepthwiseConv2dNativeAttrs>): tf.TensorInfo {
  const info = infoOf(x.shape, filter.shape, attrs);
  const eitherIsOne = tf.backend_util.eitherStridesOrDilationsAreOne(attrs.strides, attrs.dilations ?? [1, 1]);
  tf.util.assert(eitherIsOne, () => `depthwiseConv2d: expected strides or dilations of 1, got ${attrs.strides} and ${attrs.dilations}.`);
  const input = backend.pointer(x);
  const taps = backend.pointer(filter);
  const { info: y, pointer } = backend.output(info.outShape, 'float32');
  backend.exports.depthwise(windowsOf(backend, info, info.outChannels), repeatChannels(backend, input, info), taps, pointer);
  return y;
}

const fused = kernel<Inputs & Epilogue, tf.FusedDepthwiseConv2DAttrs>(tf.FusedDepthwiseConv2D, (args) => {
  const { inputs, attrs, backend } = args;
  const { x, filter } = inputs;
  if (!areFloat(x, filter)) return runOnCpu(tf.FusedDepthwiseConv2D, args);
  const product = depthwise({ inputs: { x, filter }, attrs, backend });
  return applyEpilogue(backend, product, { ...inputs, ...attrs } as Epilogue);
});

const inputGradient = kernelWhere<{ dy: tf.TensorInfo; filter: tf.TensorInfo }, tf.DepthwiseConv2dNativeBackpropInputAttrs>(
  tf.DepthwiseConv2dNativeBackpropInput,
  ({ dy, filter }) => areFloat(dy, filter),
  ({ inputs: { dy, filter }, attrs, backend }) => {
    const info = infoOf(attrs.inputShape, filter.shape, attrs);
    const gradient = backend.pointer(dy);
    const taps = backend.pointer(filter);
    const { info: dx, pointer } = backend.output(info.inShape, 'float32');
    const multiplier = info.outChannels / info.inChannels;
    const values = tf.util.sizeFromShape(info.inShape);
    const repeated = multiplier === 1 ? pointer : backend.scratch(values * multiplier * 4);
    backend.exports.fill(repeated, values * multiplier * 4, 0);
    backend.exports.depthwiseInputGradient(windowsOf(backend, info, info.outChannels), gradient, taps, repeated);
    if (multiplier > 1) backend.exports.sumRows(repeated, pointer, values, multiplier, 1);
    return dx;
  },
);

const filterGradient = kernelWhere<{ x: tf.TensorInfo; dy: tf.TensorInfo }, tf.DepthwiseConv2dNativeBackpropFilterAttrs>(
  tf.DepthwiseConv2dNativeBackpropFilter,
  ({ x, dy }) => areFloat(x, dy),
  ({ inputs: { x, dy }, attrs, backend }) => {
    const info = infoOf(x.shape, attrs.filterShape, attrs);
    const input = backend.pointer(x);
    const gradient = backend.pointer(dy);
    const { info: dFilter, pointer } = backend.output(attrs.filterShape, 'float32');
    const sums = backend.scratch(info.filterHeight * info.filterWidth * (info.outChannels + 3) * 8);
    const windows = windowsOf(backend, info, info.outChannels);
    backend.exports.depthwiseFilterGradient(windows, repeatChannels(backend, input, info), gradient, pointer, sums);
    return dFilter;
  },
);

/** Convolutions that keep channels apart, and their gradients. */
export const depthwiseKernels: readonly Kernel[] = [
  kernelWhere(tf.DepthwiseConv2dNative, ({ x, filter }: Inputs) => areFloat(x, filter), depthwise),
  filterGradient,
  fused,
  inputGradient,
];
