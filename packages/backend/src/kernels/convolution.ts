import * as tf from '@tensorflow/tfjs-core';
import { type KernelArguments, kernel } from '../kernel.js';
import { filterGradient } from './convolution-filter-gradient.js';
import { groupSize } from './convolution-images.js';
import { inputGradient } from './convolution-input-gradient.js';
import { padForPatches, patchPlaces } from './convolution-patches.js';
import { choosePlan } from './convolution-plan.js';
import { convolveByPoints } from './convolution-points.js';
import { runOnCpu } from './cpu-fallback.js';
import { applyEpilogue, type Epilogue } from './matmul-epilogue.js';
import { line, multiply, packColumns, tabulate } from './matmul-product.js';

/** Patches that are multiplied with the filter at once: to stay in L2, packed. */
const PATCHES = 288;

interface Inputs {
  x: tf.TensorInfo;
  filter: tf.TensorInfo;
}

/** A convolution is the product of a matrix of patches [pixels, taps * channels] with the filter [taps * channels, outputs]. */
function conv2d(args: KernelArguments<Inputs, tf.Conv2DAttrs>): tf.TensorInfo {
  const { inputs, attrs, backend } = args;
  const { x, filter } = inputs;
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs;
  if (x.dtype !== 'float32' || filter.dtype !== 'float32' || dataFormat === 'NCHW') return runOnCpu(tf.Conv2D, args);
  const info = tf.backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filter.shape as [number, number, number, number],
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
  const pointer = backend.pointer(x);
  const filterPointer = backend.pointer(filter);
  const out = backend.output(info.outShape, 'float32');
  if (tf.util.sizeFromShape(info.outShape) === 0) return out.info;
  const { outHeight, outWidth, outChannels, inChannels, filterHeight, filterWidth } = info;
  const depth = filterHeight * filterWidth * inChannels;
  if (depth === 0) {
    backend.exports.writeZeros(out.pointer, tf.util.sizeFromShape(info.outShape) * 4);
    return out.info;
  }
  const plan = choosePlan(info);
  if (plan) {
    convolveByPoints(backend, { info, plan }, { x: pointer, filter: filterPointer, y: out.pointer });
    return out.info;
  }
  const packedFilter = packColumns(backend, {
    pointer: filterPointer,
    lanes: tabulate(backend, line(outChannels, 1)),
    depths: tabulate(backend, line(depth, outChannels)),
  });
  const images = padForPatches(backend, pointer, info, groupSize(info.inHeight * info.inWidth * inChannels, outHeight * outWidth, PATCHES));
  const places = patchPlaces(info, images);
  const lanes = tabulate(backend, places.pixels);
  const depths = tabulate(backend, places.taps);
  const rows = tabulate(backend, line(lanes.count, outChannels));
  const pixels = outHeight * outWidth;
  backend.inParts(info.batchSize, { work: (pixels * outChannels * depth) / 4 }, (start, size) =>
    images.forEachGroup(start, size, (first, count, image) => {
      const c = { pointer: out.pointer + first * pixels * outChannels * 4, rows };
      multiply(backend, { pointer: image, lanes, depths }, packedFilter, c, { rows: count * pixels });
    }),
  );
  return out.info;
}

function fusedConv2d(args: KernelArguments<Inputs & Epilogue, tf.FusedConv2DAttrs>): tf.TensorInfo {
  const { inputs, attrs, backend } = args;
  if (attrs.dataFormat === 'NCHW') return runOnCpu(tf.FusedConv2D, args);
  const { x, filter } = inputs;
  const product = conv2d({ inputs: { x, filter }, attrs, backend });
  return applyEpilogue(backend, product, { ...inputs, ...attrs } as Epilogue);
}

/** Convolutions and their gradients. NHWC and float32; other layouts and dtypes by the CPU kernels. */
export const convolutionKernels = [
  kernel(tf.Conv2D, conv2d),
  kernel(tf.FusedConv2D, fusedConv2d),
  kernel(tf.Conv2DBackpropInput, inputGradient),
  kernel(tf.Conv2DBackpropFilter, filterGradient),
];
