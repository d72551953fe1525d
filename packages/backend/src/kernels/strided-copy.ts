import { bytesPerElement, type NumericType } from '../dtypes.js';
import type { GenlabBackend } from '../genlab-backend.js';

/** One axis of a copy: its size and its strides in source and destination, in elements. */
export interface CopyAxis {
  size: number;
  source: number;
  destination: number;
}

/**
 * Copies elements along axes, outermost first. Axes of size 1 are dropped and neighbours merged where both sides walk through them as
 * through one, so that runs are as long as they can be.
 */
export function stridedCopy(
  backend: GenlabBackend,
  source: number,
  destination: number,
  axes: readonly CopyAxis[],
  dtype: NumericType,
): void {
  if (axes.some(({ size }) => size === 0)) return;
  const merged: CopyAxis[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const outer = merged.at(-1);
    if (outer && outer.source === axis.source * axis.size && outer.destination === axis.destination * axis.size) {
      merged[merged.length - 1] = { ...axis, size: outer.size * axis.size };
    } else merged.push({ ...axis });
  }
  if (merged.length === 0) merged.push({ size: 1, source: 1, destination: 1 });
  const bytes = bytesPerElement(dtype);
  const [outer, ...inner] = merged as [CopyAxis, ...CopyAxis[]];
  const work = inner.reduce((product, { size }) => product * size, 1);
  backend.inParts(outer.size, { work, multipleOf: inner.length === 0 ? 64 : 1 }, (start, size) => {
    const axes = [{ ...outer, size }, ...inner];
    const layout = backend.scratchIntegers(axes.flatMap((axis) => [axis.size, axis.source * bytes, axis.destination * bytes]));
    const copy = bytes === 4 ? backend.exports.copyWords : backend.exports.copyBytes;
    copy(source + start * outer.source * bytes, destination + start * outer.destination * bytes, layout, axes.length);
  });
}

/** The strides of a contiguous tensor, in elements: one for each axis, unlike tfjs's, which leave out the last. */
export function contiguousStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] ?? 1;
  }
  return strides;
}
