import * as tf from '@tensorflow/tfjs-core';
import type { KernelArguments } from '../kernel.js';
import { groupSize } from './convolution-images.js';
import { padForPatches, patchPlaces } from './convolution-patches.js';
import { choosePlan } from './convolution-plan.js';
import { filterGradientByPoints } from './convolution-points.js';
import { runOnCpu } from './cpu-fallback.js';
import { line, multiply, type PackedColumns, packColumns, tabulate } from './matmul-product.js';

/** Patches whose products are summed at once: the depth of one block. */
const PATCHES = 288;

interface Inputs {
  x: tf.TensorInfo;
  dy: tf.TensorInfo;
}

/** The product of the transposed matrix of patches [taps * channels, pixels] with the gradient [pixels, outputs], summed over groups of images. */
export function filterGradient(args: KernelArguments<Inputs, tf.Conv2DBackpropFilterAttrs>): tf.TensorInfo {
  const { inputs, attrs, backend } = args;
  const { x, dy } = inputs;
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs;
  if (x.dtype !== 'float32' || dy.dtype !== 'float32' || dataFormat === 'NCHW') return runOnCpu(tf.Conv2DBackpropFilter, args);
  const info = tf.backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const pointer = backend.pointer(x);
  const dyPointer = backend.pointer(dy);
  const out = backend.output(info.filterShape, 'float32');
  const size = tf.util.sizeFromShape(info.filterShape);
  if (size === 0) return out.info;
  const pixels = info.outHeight * info.outWidth;
  if (info.batchSize * pixels === 0) {
    backend.exports.writeZeros(out.pointer, size * 4);
    return out.info;
  }
  const { outChannels } = info;
  const plan = choosePlan(info);
  if (plan) {
    filterGradientByPoints(backend, { info, plan }, { x: pointer, filter: out.pointer, y: dyPointer });
    return out.info;
  }
  const images = padForPatches(backend, pointer, info, groupSize(info.inHeight * info.inWidth * info.inChannels, pixels, PATCHES));
  const places = patchPlaces(info, images);
  const lanes = tabulate(backend, places.taps);
  const patches = tabulate(backend, places.pixels);
  const columns = tabulate(backend, line(outChannels, 1));
  const gradients = tabulate(backend, line(patches.count, outChannels));
  const rows = tabulate(backend, line(lanes.count, outChannels));
  // Every part needs all images: they are made ready first, group by group, and kept.
  const groups = Math.ceil(info.batchSize / images.group);
  const packedBytes = backend.exports.packedColumnsBytes(outChannels, patches.count);
  const packed = backend.scratch(groups * packedBytes);
  const products: { image: number; gradient: PackedColumns }[] = new Array(groups);
  backend.inParts(groups, { work: patches.count * outChannels }, (start, size) => {
    for (let group = start; group < start + size; group++) {
      const from = group * images.group;
      images.forEachGroup(from, Math.min(images.group, info.batchSize - from), (first, count, image) => {
        const depths = { ...gradients, count: count * pixels };
        const b = { pointer: dyPointer + first * pixels * outChannels * 4, lanes: columns, depths };
        products[group] = { image, gradient: packColumns(backend, b, packed + group * packedBytes) };
      });
    }
  });
  const work = (info.batchSize * pixels * outChannels) / 4;
  backend.inParts(lanes.count, { work, multipleOf: backend.exports.tileRows() }, (row, count) => {
    const part = { pointer: lanes.pointer + row * 4, count };
    const c = { pointer: out.pointer, rows: { pointer: rows.pointer + row * 4, count } };
    for (const [group, { image, gradient }] of products.entries()) {
      const a = { pointer: image, lanes: part, depths: { ...patches, count: gradient.depth } };
      multiply(backend, a, gradient, c, { accumulate: group > 0 });
    }
  });
  return out.info;
}
