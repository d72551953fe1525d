import { config, expected } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import type { ImageShape } from '../networks/image-shape.js';

/**
 * The least number of images the networks can be trained on at a time: batch normalisation of units, not maps, makes one image all zeros.
 */
export function smallestBatch(networks: readonly tfl.LayersModel[]): number {
  const layers = networks.flatMap((network) => network.layers);
  const perUnit = layers.some((layer) => {
    if (layer.getClassName() !== 'BatchNormalization') return false;
    return (layer.outputShape as number[]).slice(1, -1).every((size) => size === 1);
  });
  return perUnit ? 2 : 1;
}

/**
 * @param labels [batch], int32; not used yet, so that their values are still at hand on every backend.
 * @throws RangeError if one is no class.
 */
export function checkLabels(labels: tf.Tensor, classes: number): void {
  const values = config.tensor(labels, 'DCGAN.check.labels').dataSync();
  const odd = values.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (odd >= 0) throw new RangeError(expected('DCGAN', `labels in [0, ${classes})`, `${values[odd]} at place ${odd} of the batch`));
}

/**
 * @returns How many they are.
 * @throws TypeError if they are not float32; Error if it is not one or more images of the shape.
 */
export function checkImages(images: tf.Tensor, imageShape: ImageShape): number {
  const [n = 0, ...shape] = config.tensor(images, 'DCGAN.step.batch.x').shape;
  if (images.dtype !== 'float32') throw new TypeError(expected('DCGAN.step', 'images of float32 in [-1, 1]', images.dtype));
  if (n >= 1 && tf.util.arraysEqual(shape, [...imageShape])) return n;
  throw new Error(expected('DCGAN.step', `images of shape [batch, ${imageShape.join(', ')}]`, `[${images.shape.join(', ')}]`));
}
