import * as tf from '@tensorflow/tfjs-core';
import { bytesPerElement, isNumeric, type NumericType } from '../dtypes.js';
import type { Kernel } from '../kernel.js';
import { kernelWhere } from './kernel-where.js';

type GatherInputs = { x: tf.TensorInfo; indices: tf.TensorInfo };

const gather = kernelWhere<GatherInputs, tf.GatherV2Attrs>(
  tf.GatherV2,
  ({ x, indices }, { batchDims }) => isNumeric(x.dtype) && indices.dtype === 'int32' && (batchDims ?? 0) === 0,
  ({ inputs: { x, indices }, attrs, backend }) => {
    const axis = tf.util.parseAxisParam(attrs.axis, x.shape)[0] ?? 0;
    const dtype = x.dtype as NumericType;
    const size = x.shape[axis] ?? 0;
    const outer = x.shape.slice(0, axis);
    const inner = x.shape.slice(axis + 1);
    const source = backend.pointer(x);
    const list = backend.pointer(indices);
    const { info, pointer } = backend.output([...outer, ...indices.shape, ...inner], dtype);
    const count = tf.util.sizeFromShape(indices.shape);
    const bytes = tf.util.sizeFromShape(inner) * bytesPerElement(dtype);
    const word = backend.errorWord();
    backend.exports.gather(source, list, pointer, tf.util.sizeFromShape(outer), size, count, bytes, word);
    const bad = backend.integerAt(word);
    if (bad >= 0) {
      backend.disposeData(info.dataId);
      const index = (backend.readSync(indices.dataId) as Int32Array)[bad];
      // In the words that tfjs-core's own tests ask for.
      throw new RangeError(`GatherV2: the index value ${index} is not in [0, ${size - 1}]`);
    }
    return info;
  },
);

type SegmentInputs = { x: tf.TensorInfo; segmentIds: tf.TensorInfo };

const segmentSum = kernelWhere<SegmentInputs, tf.UnsortedSegmentSumAttrs>(
  tf.UnsortedSegmentSum,
  ({ x, segmentIds }) => x.dtype === 'float32' && segmentIds.dtype === 'int32' && segmentIds.shape.length === 1,
  ({ inputs: { x, segmentIds }, attrs: { numSegments }, backend }) => {
    const [rows = 0, ...inner] = x.shape;
    const source = backend.pointer(x);
    const list = backend.pointer(segmentIds);
    const { info, pointer } = backend.output([numSegments, ...inner], 'float32');
    const columns = tf.util.sizeFromShape(inner);
    backend.exports.fill(pointer, numSegments * columns * 4, 0);
    backend.exports.segmentSum(source, list, pointer, rows, columns, numSegments);
    return info;
  },
);

/** Choosing rows by index, and the gradient of that. */
export const gatherKernels: readonly Kernel[] = [gather, segmentSum];
