import type { InMemoryDataset, LabelledBatch, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type { ImageShape } from './images.js';

/** How far training images are moved about at random, uniformly up to these bounds in both directions. */
export interface Jitter {
  /** Degrees. 8 by default. */
  readonly rotation?: number;
  /** Relative change of width and of height, each on its own. 0.15 by default. */
  readonly scale?: number;
  /** Shift of a row sideways, per row away from the centre. 0.15 by default. */
  readonly shear?: number;
  /** In widths and heights of the image. 0.05 by default. */
  readonly shift?: number;
}

/** Where the pixel (column, row), counted from the centre, is read: `(a column + b row + right, c column + d row + down)`. */
type Affine = readonly [a: number, b: number, right: number, c: number, d: number, down: number];

/**
 * A random rotation . shear . scale. tan(angle / 2) is drawn, and not the angle: its cosine and sine are fractions, the same in every
 * engine.
 */
function draw(rng: Rng, [height, width]: ImageShape, { rotation = 8, scale = 0.15, shear = 0.15, shift = 0.05 }: Jitter): Affine {
  const upTo = (bound: number) => (2 * rng.number() - 1) * bound;
  const t = upTo(Math.tan((rotation * Math.PI) / 360));
  const [cos, sin] = [(1 - t * t) / (1 + t * t), (2 * t) / (1 + t * t)];
  const [wide, tall, lean] = [1 + upTo(scale), 1 + upTo(scale), upTo(shear)];
  return [cos * wide, (cos * lean - sin) * tall, upTo(shift * width), sin * wide, (sin * lean + cos) * tall, upTo(shift * height)];
}

/** Reads an image at other places, bilinearly; beyond its edge the edge goes on. */
export function warp(image: Float32Array, [height, width, channels]: ImageShape, [a, b, right, c, d, down]: Affine): Float32Array {
  const result = new Float32Array(image.length);
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  let at = 0;
  for (let row = -centreY; row <= centreY; row++) {
    for (let column = -centreX; column <= centreX; column++) {
      const x = Math.min(Math.max(a * column + b * row + right + centreX, 0), width - 1);
      const y = Math.min(Math.max(c * column + d * row + down + centreY, 0), height - 1);
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [fx, fy] = [x - left, y - top];
      const here = (top * width + left) * channels;
      const across = left + 1 < width ? channels : 0;
      const below = top + 1 < height ? width * channels : 0;
      for (let k = here; k < here + channels; k++) {
        const upper = (image[k] as number) * (1 - fx) + (image[k + across] as number) * fx;
        const lower = (image[k + below] as number) * (1 - fx) + (image[k + below + across] as number) * fx;
        result[at++] = upper * (1 - fy) + lower * fy;
      }
    }
  }
  return result;
}

/**
 * Labelled images as batches, every image moved about anew each time it is given out. In plain numbers, as `tf.image.transform` of tfjs
 * 4.22 moves only the first image of a batch on its CPU backend.
 */
export function jittered(
  { data, labels, imageShape }: { readonly data: Float32Array; readonly labels: ArrayLike<number>; readonly imageShape: ImageShape },
  rng: Rng,
  jitter: Jitter,
): InMemoryDataset<LabelledBatch> {
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  return {
    length: labels.length,
    batch(indices) {
      const rows = new Float32Array(indices.length * size);
      for (const [row, index] of indices.entries()) {
        rows.set(warp(data.subarray(index * size, (index + 1) * size), imageShape, draw(rng, imageShape, jitter)), row * size);
      }
      const classes = indices.map((index) => labels[index] as number);
      return { x: tf.tensor(rows, [indices.length, ...imageShape]), labels: tf.tensor1d(classes, 'int32') };
    },
  };
}
