import { expected } from '@genlab/core';
import { asMatrix, dataAndShape, type Rows } from '../rows.js';

/** Images as planes of one channel each: plane `p` is `data[p * height * width]` and on. */
export interface Planes {
  readonly data: Float64Array;
  readonly n: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * Reads one image `[height, width]`, or images `[n, height, width]` or `[n, height, width, channels]`. @throws RangeError on other shapes,
 * NaN or infinite pixels.
 */
export function planes(where: string, images: Rows): Planes {
  const { data: pixels, shape } = dataAndShape(where, images);
  if (shape.length < 2 || shape.length > 4) {
    const wanted = 'images of shape [height, width], [n, height, width] or [n, height, width, channels]';
    throw new RangeError(expected(where, wanted, `[${shape.join(',')}]`));
  }
  const [n, height, width, channels = 1] = (shape.length === 2 ? [1, ...shape] : shape) as [number, number, number, number?];
  const { data } = asMatrix(where, { data: pixels, shape: [n * height * width, channels] });
  const size = height * width;
  // Channels last to channels first.
  const at = (i: number) => (Math.floor(i / (size * channels)) * size + (i % size)) * channels + (Math.floor(i / size) % channels);
  return { data: Float64Array.from({ length: data.length }, (_, i) => data[at(i)]!), n, height, width, channels };
}
