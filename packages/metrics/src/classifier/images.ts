import { config, expected } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';

/** Images as plain numbers in [-1, 1], `[n, height, width, channels]`. */
export interface Images {
  /** The pixels, row-major, channels last. */
  readonly data: ArrayLike<number>;
  /** `[n, height, width, channels]`. */
  readonly shape: readonly number[];
}

/** Images with the class of each. */
export interface LabelledImages {
  /** Images in [-1, 1], `[n, height, width, channels]`. A tensor is borrowed. */
  readonly images: Images | tf.Tensor;
  /** The class of each image, 0 to `classes - 1`. */
  readonly labels: ArrayLike<number>;
}

/** `[height, width, channels]` of an image. */
export type ImageShape = readonly [number, number, number];

/**
 * Reads images as numbers, off the device if need be, and checks them. @throws RangeError if the shape is not `[n, ...imageShape]`, or a
 * pixel is NaN or infinite.
 */
export async function readImages(
  where: string,
  images: Images | tf.Tensor,
  imageShape: ImageShape,
): Promise<{ data: Float32Array; n: number }> {
  const { shape } = Object(images) as typeof images;
  if (!Array.isArray(shape)) throw new TypeError(expected(where, `images of shape [n, ${imageShape.join(', ')}]`, images));
  const [n = 0, ...item] = shape;
  if (!tf.util.arraysEqual(item, [...imageShape])) {
    throw new RangeError(expected(where, `images of shape [n, ${imageShape.join(', ')}]`, `[${shape.join(', ')}]`));
  }
  const data = images instanceof tf.Tensor ? await images.data() : config.numbers(images.data, where);
  const size = tf.util.sizeFromShape([...shape]);
  if (data.length !== size) throw new RangeError(expected(where, `${size} numbers for [${shape.join(', ')}]`, data.length));
  const bad = Array.prototype.findIndex.call(data, (pixel: number) => !Number.isFinite(pixel));
  if (bad >= 0) throw new RangeError(expected(where, 'finite pixels', `${data[bad]} in image ${Math.floor((bad * n) / size)}`));
  return { data: data instanceof Float32Array ? data : Float32Array.from(data), n };
}

/** Checks the labels of `n` images. @throws RangeError if there are not `n`, or one is no class. */
export function checkLabels(where: string, labels: ArrayLike<number>, n: number, classes: number): void {
  if (config.numbers(labels, where).length !== n) throw new RangeError(expected(where, `${n} labels, one an image`, labels.length));
  const bad = Array.from(labels).findIndex((label) => !Number.isInteger(label) || label < 0 || label >= classes);
  if (bad >= 0) throw new RangeError(expected(where, `labels from 0 to ${classes - 1}`, `${labels[bad]} for image ${bad}`));
}
