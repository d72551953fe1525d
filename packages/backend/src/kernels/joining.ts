import * as tf from '@tensorflow/tfjs-core';
import { bytesPerElement, isNumeric, type NumericType } from '../dtypes.js';
import type { GenlabBackend } from '../genlab-backend.js';
import type { Kernel } from '../kernel.js';
import { kernelWhere } from './kernel-where.js';
import { stridedCopy } from './strided-copy.js';

type Input = { x: tf.TensorInfo };

const ofOneDtype = (inputs: tf.TensorInfo[]) =>
  isNumeric(inputs[0]?.dtype ?? 'string') && inputs.every(({ dtype }) => dtype === inputs[0]?.dtype);
const axisOf = (axis: number, shape: number[]) => tf.util.parseAxisParam(axis, shape)[0] ?? 0;

/** The elements before an axis, and from it on. */
const around = (shape: number[], axis: number) =>
  [tf.util.sizeFromShape(shape.slice(0, axis)), tf.util.sizeFromShape(shape.slice(axis))] as const;

/** Lays tensors side by side along an axis: to every row before that axis, each gives a run of its elements. */
function join(backend: GenlabBackend, inputs: tf.TensorInfo[], axis: number, shape: number[]): tf.TensorInfo {
  const dtype = inputs[0]?.dtype as NumericType;
  const sources = inputs.map((input) => backend.pointer(input));
  const { info, pointer } = backend.output(shape, dtype);
  const [outer, row] = around(shape, axis);
  let at = pointer;
  for (const [i, input] of inputs.entries()) {
    const [, run] = around(input.shape, axis);
    const axes = [
      { size: outer, source: run, destination: row },
      { size: run, source: 1, destination: 1 },
    ];
    stridedCopy(backend, sources[i] ?? 0, at, axes, dtype);
    at += run * bytesPerElement(dtype);
  }
  return info;
}

/** The reverse of `join`: cuts every row into runs, one for each shape. */
function cut(backend: GenlabBackend, x: tf.TensorInfo, axis: number, shapes: number[][]): tf.TensorInfo[] {
  const dtype = x.dtype as NumericType;
  let from = backend.pointer(x);
  const [outer, row] = around(x.shape, axis);
  return shapes.map((shape) => {
    const { info, pointer } = backend.output(shape, dtype);
    const [, run] = around(shape, axis);
    const axes = [
      { size: outer, source: row, destination: run },
      { size: run, source: 1, destination: 1 },
    ];
    stridedCopy(backend, from, pointer, axes, dtype);
    from += run * bytesPerElement(dtype);
    return info;
  });
}

const concat = kernelWhere<tf.TensorInfo[], tf.ConcatAttrs>(tf.Concat, ofOneDtype, ({ inputs, attrs, backend }) => {
  const axis = axisOf(attrs.axis, inputs[0]?.shape ?? []);
  const shapes = inputs.map(({ shape }) => shape);
  tf.backend_util.assertParamsConsistent(shapes, axis);
  const shape = tf.backend_util.computeOutShape(shapes, axis);
  return join(backend, inputs, axis, shape);
});

const pack = kernelWhere<tf.TensorInfo[], tf.PackAttrs>(tf.Pack, ofOneDtype, ({ inputs, attrs: { axis }, backend }) => {
  const shape = inputs[0]?.shape ?? [];
  const other = inputs.find((input) => !tf.util.arraysEqual(input.shape, shape));
  if (other)
    throw new Error(`stack: expected tensors of one shape, got [${shape}] and [${other.shape}]. Use concat for different lengths.`);
  return join(backend, inputs, axis, [...shape.slice(0, axis), inputs.length, ...shape.slice(axis)]);
});

const splitV = kernelWhere<Input, tf.SplitVAttrs>(
  tf.SplitV,
  ({ x }) => isNumeric(x.dtype),
  ({ inputs: { x }, attrs, backend }) => {
    const axis = axisOf(attrs.axis, x.shape);
    const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, attrs.numOrSizeSplits, axis);
    const shapes = sizes.map((size) => x.shape.map((length, i) => (i === axis ? size : length)));
    return cut(backend, x, axis, shapes);
  },
);

const unpack = kernelWhere<{ value: tf.TensorInfo }, tf.UnpackAttrs>(
  tf.Unpack,
  ({ value }) => isNumeric(value.dtype),
  ({ inputs: { value }, attrs, backend }) => {
    const axis = axisOf(attrs.axis, value.shape);
    const shape = value.shape.filter((_, i) => i !== axis);
    const shapes = Array.from({ length: value.shape[axis] ?? 0 }, () => shape);
    return cut(backend, value, axis, shapes);
  },
);

/** Joining tensors along an axis and cutting them apart: concat, stack, split, unstack. */
export const joiningKernels: readonly Kernel[] = [concat, pack, splitV, unpack];
