import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import type { KernelArguments } from '../kernel.js';
import { groupSize, padImages } from './convolution-images.js';
import { choosePlan } from './convolution-plan.js';
import { inputGradientByPoints } from './convolution-points.js';
import { runOnCpu } from './cpu-fallback.js';
import { line, multiply, type PackedColumns, type PlaceTable, packColumns, tabulate } from './matmul-product.js';

/** Patches that are multiplied at once: to stay in L2, packed. */
const PATCHES = 288;
/** Below this many channels of the input most of a tile's columns would be empty. */
const FEW_CHANNELS = 8;

interface Inputs {
  dy: tf.TensorInfo;
  filter: tf.TensorInfo;
}

interface Pointers {
  dy: number;
  filter: number;
  dx: number;
}

/** The gradient of a convolution with respect to its input, which is the transposed convolution too. */
export function inputGradient(args: KernelArguments<Inputs, tf.Conv2DBackpropInputAttrs>): tf.TensorInfo {
  const { inputs, attrs, backend } = args;
  const { dy, filter } = inputs;
  const { inputShape, strides, pad, dataFormat, dimRoundingMode } = attrs;
  if (dy.dtype !== 'float32' || filter.dtype !== 'float32' || dataFormat === 'NCHW') return runOnCpu(tf.Conv2DBackpropInput, args);
  const filterShape = filter.shape as [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
  // tfjs lets a transposed convolution crop its output: dy is then larger than the convolution says.
  if (!tf.util.arraysEqual(dy.shape, info.outShape)) return runOnCpu(tf.Conv2DBackpropInput, args);
  const pointers = { dy: backend.pointer(dy), filter: backend.pointer(filter), dx: 0 };
  const out = backend.output(info.inShape, 'float32');
  pointers.dx = out.pointer;
  const size = tf.util.sizeFromShape(info.inShape);
  if (size === 0) return out.info;
  const empty = tf.util.sizeFromShape(info.outShape) === 0 || tf.util.sizeFromShape(filterShape) === 0;
  const plan = empty ? undefined : choosePlan(info);
  if (plan) {
    inputGradientByPoints(backend, { info, plan }, { x: out.pointer, filter: pointers.filter, y: pointers.dy });
    return out.info;
  }
  const direct = !empty && info.inChannels >= FEW_CHANNELS;
  if (!direct) backend.exports.writeZeros(out.pointer, size * 4);
  if (direct) multiplyByPhases(backend, info, pointers);
  else if (!empty) addPatches(backend, info, pointers);
  return out.info;
}

/** One axis of a phase: every stride-th row (or column) of the input, which meets every stride-th tap of the filter. */
interface PhaseAxis {
  /** The first row, and how many there are. */
  first: number;
  count: number;
  /** The first tap, and how many there are. */
  firstTap: number;
  taps: number;
  /** The row of dy that the first row meets with the first tap; the next tap meets the row before. */
  origin: number;
}

function phaseAxes(size: number, stride: number, taps: number, before: number): PhaseAxis[] {
  return Array.from({ length: Math.min(stride, size) }, (_, first) => {
    const firstTap = (first + before) % stride;
    return {
      first,
      count: Math.ceil((size - first) / stride),
      firstTap,
      taps: Math.max(0, Math.ceil((taps - firstTap) / stride)),
      origin: (first + before - firstTap) / stride,
    };
  });
}

/** How far the phases reach outside of dy. */
function reach(axes: readonly PhaseAxis[], size: number): [before: number, after: number] {
  const used = axes.filter(({ taps }) => taps > 0);
  return [
    Math.max(0, ...used.map(({ taps, origin }) => taps - 1 - origin)),
    Math.max(0, ...used.map(({ origin, count }) => origin + count - size)),
  ];
}

/**
 * With stride s, input pixels fall into s * s phases. The pixels of a phase meet the same taps of the filter, so that each phase is a
 * convolution of dy with stride 1 and a part of the filter: nothing is multiplied with the zeros that an upsampled dy would have.
 */
function multiplyByPhases(backend: GenlabBackend, info: tf.backend_util.Conv2DInfo, pointers: Pointers): void {
  const { batchSize: batch, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterWidth } = info;
  const { strideHeight, strideWidth, padInfo } = info;
  const vertical = phaseAxes(inHeight, strideHeight, info.filterHeight, padInfo.top);
  const horizontal = phaseAxes(inWidth, strideWidth, filterWidth, padInfo.left);
  const [top, bottom] = reach(vertical, outHeight);
  const [left, right] = reach(horizontal, outWidth);
  const dy = { pointer: pointers.dy, batch, height: outHeight, width: outWidth, channels: outChannels };
  const pixels = Math.ceil(inHeight / strideHeight) * Math.ceil(inWidth / strideWidth);
  const images = padImages(backend, dy, { top, bottom, left, right }, groupSize(outHeight * outWidth * outChannels, pixels, PATCHES));
  const { strides, group } = images;
  const channels = tabulate(backend, line(inChannels, outChannels)); // of the filter, as columns
  const imageFloats = inHeight * inWidth * inChannels;

  const phases: { start: number; count: number; lanes: PlaceTable; depths: PlaceTable; packed: PackedColumns; rows: PlaceTable }[] = [];
  let complete = true;
  for (const y of vertical) {
    for (const x of horizontal) {
      if (y.taps * x.taps === 0) {
        complete = false;
        continue;
      }
      const filter = {
        start: (y.firstTap * filterWidth + x.firstTap) * inChannels * outChannels,
        counts: [y.taps, x.taps, outChannels],
        strides: [strideHeight * filterWidth * inChannels * outChannels, strideWidth * inChannels * outChannels, 1],
      } as const;
      phases.push({
        start: (y.first * inWidth + x.first) * inChannels,
        count: y.count * x.count,
        lanes: tabulate(backend, {
          start: (y.origin + top) * strides.row + (x.origin + left) * strides.pixel,
          counts: [group, y.count, x.count],
          strides: [strides.image, strides.row, strides.pixel],
        }),
        depths: tabulate(backend, { counts: [y.taps, x.taps, outChannels], strides: [-strides.row, -strides.pixel, 1] }),
        packed: packColumns(backend, { pointer: pointers.filter, lanes: channels, depths: tabulate(backend, filter) }),
        rows: tabulate(backend, {
          counts: [group, y.count, x.count],
          strides: [imageFloats, strideHeight * inWidth * inChannels, strideWidth * inChannels],
        }),
      });
    }
  }
  if (!complete) backend.exports.writeZeros(pointers.dx, batch * imageFloats * 4);
  const work = (outHeight * outWidth * outChannels * info.filterHeight * filterWidth * inChannels) / 4;
  backend.inParts(batch, { work }, (start, size) =>
    images.forEachGroup(start, size, (first, count, pointer) => {
      for (const phase of phases) {
        const c = { pointer: pointers.dx + (first * imageFloats + phase.start) * 4, rows: phase.rows };
        multiply(backend, { ...phase, pointer }, phase.packed, c, { rows: count * phase.count });
      }
    }),
  );
}

/** With few channels: dy [pixels, outputs] times the transposed filter [outputs, taps * channels] gives patches, which are added onto the input. */
function addPatches(backend: GenlabBackend, info: tf.backend_util.Conv2DInfo, pointers: Pointers): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = info;
  const columns = filterHeight * filterWidth * inChannels;
  const pixels = outHeight * outWidth;
  const group = Math.min(batchSize, Math.ceil(PATCHES / pixels));
  const depths = tabulate(backend, line(outChannels, 1));
  const packed = packColumns(backend, { pointer: pointers.filter, lanes: tabulate(backend, line(columns, outChannels)), depths });
  const lanes = tabulate(backend, line(group * pixels, outChannels));
  const rows = tabulate(backend, line(group * pixels, columns));
  backend.inParts(batchSize, { work: (pixels * columns * outChannels) / 4 }, (start, size) => {
    const patches = backend.scratch(Math.min(group, size) * pixels * columns * 4);
    for (let first = start; first < start + size; first += group) {
      const count = Math.min(group, start + size - first);
      const a = { pointer: pointers.dy + first * pixels * outChannels * 4, lanes, depths };
      multiply(backend, a, packed, { pointer: patches, rows }, { rows: count * pixels });
      backend.exports.addPatches(
        pointers.dx + first * inHeight * inWidth * inChannels * 4,
        count,
        inHeight,
        inWidth,
        inChannels,
        patches,
        outHeight,
        outWidth,
        filterHeight,
        filterWidth,
        info.strideHeight,
        info.strideWidth,
        info.padInfo.top,
        info.padInfo.left,
      );
    }
  });
}
