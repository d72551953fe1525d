import * as tf from '@tensorflow/tfjs-core';
import { bytesPerElement, isNumeric, type NumericType } from '../dtypes.js';
import type { GenlabBackend } from '../genlab-backend.js';
import { type Kernel, type KernelArguments, kernel } from '../kernel.js';
import { runOnCpu } from './cpu-fallback.js';
import { kernelWhere } from './kernel-where.js';
import { fillWord } from './movement.js';

type Input = { x: tf.TensorInfo };

const conversions = {
  'float32 int32': 'floatToInteger',
  'float32 bool': 'floatToBool',
  'int32 float32': 'integerToFloat',
  'int32 bool': 'integerToBool',
  'bool float32': 'boolToFloat',
  'bool int32': 'boolToInteger',
} as const;

const cast = kernelWhere<Input, tf.CastAttrs>(
  tf.Cast,
  ({ x }, { dtype }) => isNumeric(x.dtype) && isNumeric(dtype),
  ({ inputs: { x }, attrs: { dtype }, backend }) => {
    if (x.dtype === dtype) return backend.share(x);
    const input = backend.pointer(x);
    const { info, pointer } = backend.output(x.shape, dtype);
    const convert = conversions[`${x.dtype} ${dtype}` as keyof typeof conversions];
    backend.exports[convert](input, pointer, tf.util.sizeFromShape(x.shape));
    return info;
  },
);

function filled(backend: GenlabBackend, shape: number[], dtype: NumericType, value: number): tf.TensorInfo {
  const { info, pointer } = backend.output(shape, dtype);
  backend.exports.fill(pointer, tf.util.sizeFromShape(shape) * bytesPerElement(dtype), fillWord(value, dtype));
  return info;
}

const fill = kernel<object, tf.FillAttrs>(tf.Fill, (args: KernelArguments<object, tf.FillAttrs>) => {
  const { shape, value } = args.attrs;
  const dtype = args.attrs.dtype ?? (typeof value === 'string' ? 'string' : 'float32');
  return isNumeric(dtype) ? filled(args.backend, shape, dtype, Number(value)) : runOnCpu(tf.Fill, args);
});

const constantLike = (kernelName: string, value: number) =>
  kernelWhere<Input, object>(
    kernelName,
    ({ x }) => isNumeric(x.dtype),
    ({ inputs: { x }, backend }) => filled(backend, x.shape, x.dtype as NumericType, value),
  );

const select = kernelWhere<{ condition: tf.TensorInfo; t: tf.TensorInfo; e: tf.TensorInfo }, object>(
  tf.Select,
  ({ condition, t, e }) =>
    condition.dtype === 'bool' &&
    t.dtype === e.dtype &&
    (t.dtype === 'float32' || t.dtype === 'int32') &&
    tf.util.arraysEqual(condition.shape, t.shape) &&
    tf.util.arraysEqual(t.shape, e.shape),
  ({ inputs: { condition, t, e }, backend }) => {
    const chosen = backend.pointer(condition);
    const yes = backend.pointer(t);
    const no = backend.pointer(e);
    const { info, pointer } = backend.output(t.shape, t.dtype);
    backend.exports.select(chosen, yes, no, pointer, tf.util.sizeFromShape(t.shape));
    return info;
  },
);

const logicalNot = kernelWhere<Input, object>(
  tf.LogicalNot,
  ({ x }) => x.dtype === 'bool',
  ({ inputs: { x }, backend }) => {
    const input = backend.pointer(x);
    const { info, pointer } = backend.output(x.shape, 'bool');
    backend.exports.logicalNot(input, pointer, tf.util.sizeFromShape(x.shape));
    return info;
  },
);

/** Other dtypes, constants, and choosing by a condition. */
export const convertKernels: readonly Kernel[] = [
  cast,
  constantLike(tf.OnesLike, 1),
  constantLike(tf.ZerosLike, 0),
  fill,
  logicalNot,
  select,
];
