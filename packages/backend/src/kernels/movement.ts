import * as tf from '@tensorflow/tfjs-core';
import { bytesPerElement, isNumeric, type NumericType } from '../dtypes.js';
import type { Kernel } from '../kernel.js';
import { kernelWhere } from './kernel-where.js';
import { contiguousStrides, stridedCopy } from './strided-copy.js';

type Input = { x: tf.TensorInfo };

const numeric = ({ x }: Input) => isNumeric(x.dtype);

const transpose = kernelWhere<Input, tf.TransposeAttrs>(tf.Transpose, numeric, ({ inputs: { x }, attrs: { perm }, backend }) => {
  const shape = perm.map((axis) => x.shape[axis] ?? 1);
  const moved = perm.filter((axis) => x.shape[axis] !== 1);
  if (moved.every((axis, i) => i === 0 || axis > (moved[i - 1] ?? 0))) return backend.share(x, shape);
  const source = backend.pointer(x);
  const { info, pointer } = backend.output(shape, x.dtype);
  const from = contiguousStrides(x.shape);
  const to = contiguousStrides(shape);
  const axes = perm.map((axis, i) => ({ size: shape[i] ?? 1, source: from[axis] ?? 1, destination: to[i] ?? 1 }));
  stridedCopy(backend, source, pointer, axes, x.dtype as NumericType);
  return info;
});

const slice = kernelWhere<Input, tf.SliceAttrs>(tf.Slice, numeric, ({ inputs: { x }, attrs: { begin, size }, backend }) => {
  const [start, shape] = tf.slice_util.parseSliceParams(x as tf.Tensor, begin, size) as [number[], number[]];
  tf.slice_util.assertParamsValid(x as tf.Tensor, start, shape);
  const dtype = x.dtype as NumericType;
  const source = backend.pointer(x);
  const { info, pointer } = backend.output(shape, dtype);
  const from = contiguousStrides(x.shape);
  const to = contiguousStrides(shape);
  const first = start.reduce((sum, index, axis) => sum + index * (from[axis] ?? 0), 0);
  const axes = shape.map((length, axis) => ({ size: length, source: from[axis] ?? 1, destination: to[axis] ?? 1 }));
  stridedCopy(backend, source + first * bytesPerElement(dtype), pointer, axes, dtype);
  return info;
});

const pad = kernelWhere<Input, tf.PadV2Attrs>(tf.PadV2, numeric, ({ inputs: { x }, attrs: { paddings, constantValue }, backend }) => {
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return backend.share(x);
  const dtype = x.dtype as NumericType;
  const bytes = bytesPerElement(dtype);
  const shape = paddings.map(([before, after], axis) => before + (x.shape[axis] ?? 0) + after);
  const source = backend.pointer(x);
  const { info, pointer } = backend.output(shape, dtype);
  backend.exports.fill(pointer, tf.util.sizeFromShape(shape) * bytes, fillWord(constantValue, dtype));
  const from = contiguousStrides(x.shape);
  const to = contiguousStrides(shape);
  const first = paddings.reduce((sum, [before], axis) => sum + before * (to[axis] ?? 0), 0);
  const axes = x.shape.map((length, axis) => ({ size: length, source: from[axis] ?? 1, destination: to[axis] ?? 1 }));
  stridedCopy(backend, source, pointer + first * bytes, axes, dtype);
  return info;
});

const tile = kernelWhere<Input, tf.TileAttrs>(tf.Tile, numeric, ({ inputs: { x }, attrs: { reps }, backend }) => {
  const dtype = x.dtype as NumericType;
  const shape = x.shape.map((size, axis) => size * (reps[axis] ?? 1));
  const source = backend.pointer(x);
  const { info, pointer } = backend.output(shape, dtype);
  const from = contiguousStrides(x.shape);
  const to = contiguousStrides(shape);
  const axes = x.shape.flatMap((size, axis) => [
    { size: reps[axis] ?? 1, source: 0, destination: size * (to[axis] ?? 1) },
    { size, source: from[axis] ?? 1, destination: to[axis] ?? 1 },
  ]);
  stridedCopy(backend, source, pointer, axes, dtype);
  return info;
});

const reverse = kernelWhere<Input, tf.ReverseAttrs>(tf.Reverse, numeric, ({ inputs: { x }, attrs: { dims }, backend }) => {
  const dtype = x.dtype as NumericType;
  const source = backend.pointer(x);
  const { info, pointer } = backend.output(x.shape, dtype);
  const reversed = new Set(tf.util.parseAxisParam(dims, x.shape));
  const strides = contiguousStrides(x.shape);
  let first = 0;
  const axes = x.shape.map((size, axis) => {
    const stride = strides[axis] ?? 1;
    if (!reversed.has(axis)) return { size, source: stride, destination: stride };
    first += (size - 1) * stride;
    return { size, source: -stride, destination: stride };
  });
  stridedCopy(backend, source + first * bytesPerElement(dtype), pointer, axes, dtype);
  return info;
});

/** Moving elements: transpose, slice, pad, tile, reverse. */
export const movementKernels: readonly Kernel[] = [transpose, slice, pad, tile, reverse];

/** Four bytes that repeat the value in a dtype, as an int32. */
export function fillWord(value: number, dtype: NumericType): number {
  if (dtype === 'int32') return value;
  if (dtype === 'bool') return value ? 0x01010101 : 0;
  return new Int32Array(Float32Array.of(value).buffer)[0] ?? 0;
}
