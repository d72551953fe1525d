import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import type { Kernel } from '../kernel.js';
import { kernelWhere } from './kernel-where.js';

type Input = { x: tf.TensorInfo };
// Max calls its axes by another name than its siblings.
type Attributes = { axis?: number | number[]; reductionIndices?: number | number[]; keepDims: boolean };

/** Reduces the middle axis of `[outer, rows, columns]`; `last` is set on the last of several passes over one tensor. */
type Pass = (backend: GenlabBackend, x: number, out: number, outer: number, rows: number, columns: number, last: boolean) => void;

/** Neighbouring axes that are all reduced or all kept. */
interface Group {
  size: number;
  reduced: boolean;
}

/** The axes of a shape in as few groups as can be, axes of size 1 left out. */
export function axisGroups(shape: readonly number[], axes: readonly number[]): Group[] {
  const groups: Group[] = [];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const reduced = axes.includes(axis);
    const last = groups.at(-1);
    if (last?.reduced === reduced) last.size *= size;
    else groups.push({ size, reduced });
  }
  return groups;
}

const product = (groups: readonly Group[]) => groups.reduce((size, group) => size * group.size, 1);

/** Reduces group by group, innermost first, so that every pass is one over `[outer, rows, columns]`. */
function reduce(backend: GenlabBackend, x: number, out: number, groups: Group[], pass: Pass): void {
  if (!groups.some(({ reduced }) => reduced)) groups.push({ size: 1, reduced: true });
  let source = x;
  let rest = groups;
  while (true) {
    const index = rest.findLastIndex(({ reduced }) => reduced);
    const outer = product(rest.slice(0, index));
    const columns = product(rest.slice(index + 1));
    const last = rest.slice(0, index).every(({ reduced }) => !reduced);
    const destination = last ? out : backend.scratch(outer * columns * 4);
    pass(backend, source, destination, outer, rest[index]?.size ?? 1, columns, last);
    if (last) return;
    source = destination;
    rest = [...rest.slice(0, index), ...rest.slice(index + 1)];
  }
}

function reduction(kernelName: string, passOver: (count: number) => Pass): Kernel {
  return kernelWhere<Input, Attributes>(
    kernelName,
    ({ x }) => x.dtype === 'float32',
    ({ inputs: { x }, attrs: { axis, reductionIndices, keepDims }, backend }) => {
      const axes = tf.util.parseAxisParam((axis ?? reductionIndices) as number[], x.shape);
      const [outShape, reducedShape] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
      const shape = keepDims ? tf.backend_util.expandShapeToKeepDim(outShape, axes) : outShape;
      const input = backend.pointer(x);
      const { info, pointer } = backend.output(shape, 'float32');
      if (tf.util.sizeFromShape(shape) > 0) {
        reduce(backend, input, pointer, axisGroups(x.shape, axes), passOver(tf.util.sizeFromShape(reducedShape)));
      }
      return info;
    },
  );
}

const sumTimes =
  (scale: number): Pass =>
  (backend, x, out, outer, rows, columns, last) => {
    const factor = last ? scale : 1;
    if (columns === 1) {
      backend.inParts(outer, { work: rows, multipleOf: 16 }, (start, size) =>
        backend.exports.sumRows(x + start * rows * 4, out + start * 4, size, rows, factor),
      );
    } else if (outer === 1) {
      backend.inParts(columns, { work: rows, multipleOf: 16 }, (start, size) =>
        backend.exports.sumColumns(x + start * 4, out + start * 4, 1, rows, size, columns, factor, backend.scratch(size * 8 + 24)),
      );
    } else backend.exports.sumColumns(x, out, outer, rows, columns, columns, factor, backend.scratch(columns * 8 + 24));
  };

const combineBy =
  (name: 'maximum' | 'minimum' | 'product'): Pass =>
  ({ exports }, x, out, outer, rows, columns) => {
    if (columns === 1) exports[`${name}Rows`](x, out, outer, rows);
    else exports[`${name}Columns`](x, out, outer, rows, columns);
  };

/** Reductions over any axes. */
export const reductionKernels: readonly Kernel[] = [
  reduction(tf.Max, () => combineBy('maximum')),
  reduction(tf.Mean, (count) => sumTimes(1 / count)),
  reduction(tf.Min, () => combineBy('minimum')),
  reduction(tf.Prod, () => combineBy('product')),
  reduction(tf.Sum, () => sumTimes(1)),
];
