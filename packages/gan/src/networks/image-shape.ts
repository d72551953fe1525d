import { config, type Reader } from '@genlab/core';

/** Height, width and channels of an image. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** Reads a count. */
export const count = config.integer({ least: 1 });

/** Reads an image shape. */
export const readImageShape: Reader<ImageShape> = config.thatIs(
  '[height, width, channels], integers >= 1',
  (shape) => Array.isArray(shape) && shape.length === 3 && shape.every((size) => config.accepts(count, size)),
);
