import { expected } from '@genlab/core';

/** Height, width and channels of an image. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** Says what is wrong with an image shape, if anything is. */
export function checkImageShape(where: string, shape: unknown): asserts shape is ImageShape {
  const sound = Array.isArray(shape) && shape.length === 3 && shape.every((size) => Number.isInteger(size) && size >= 1);
  if (!sound) throw new RangeError(expected(where, 'imageShape to be [height, width, channels], integers >= 1', shape));
}

/** Says which entry of a list of filter counts is wrong, if one is. */
export function checkFilters(where: string, filters: readonly number[]): void {
  if (filters.length === 0) throw new RangeError(expected(where, 'at least one entry in filters', '[]'));
  filters.forEach((count, i) => {
    if (!Number.isInteger(count) || count < 1) throw new RangeError(expected(where, `filters[${i}] to be an integer >= 1`, count));
  });
}

/** Says what is wrong with a count, if anything is. */
export function checkCount(where: string, name: string, value: number | undefined): void {
  if (value !== undefined && (!Number.isInteger(value) || value < 1)) {
    throw new RangeError(expected(where, `${name} to be an integer >= 1`, value));
  }
}
