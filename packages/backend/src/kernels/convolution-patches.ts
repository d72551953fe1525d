import type * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import { type Border, type PaddedImages, padImages } from './convolution-images.js';
import type { Places } from './matmul-product.js';

/** The border that the patches reach into. */
function patchBorder(info: tf.backend_util.Conv2DInfo): Border {
  const { top, left } = info.padInfo;
  // Not padInfo's bottom and right: they can be more than the last patch needs.
  const reachY = (info.outHeight - 1) * info.strideHeight + (info.filterHeight - 1) * info.dilationHeight + 1;
  const reachX = (info.outWidth - 1) * info.strideWidth + (info.filterWidth - 1) * info.dilationWidth + 1;
  return { top, left, bottom: Math.max(0, reachY - top - info.inHeight), right: Math.max(0, reachX - left - info.inWidth) };
}

/** Gives the input of a convolution the border that its patches reach into. */
export function padForPatches(backend: GenlabBackend, pointer: number, info: tf.backend_util.Conv2DInfo, group: number): PaddedImages {
  const { batchSize: batch, inHeight: height, inWidth: width, inChannels: channels } = info;
  return padImages(backend, { pointer, batch, height, width, channels }, patchBorder(info), group);
}

/**
 * Where the patches of a group of images lie. The value of a patch at a tap is at the sum of the two places.
 *
 * @returns pixels - [images, out height, out width]; taps - [filter height, filter width, channels].
 */
export function patchPlaces(info: tf.backend_util.Conv2DInfo, { group, strides }: PaddedImages): { pixels: Places; taps: Places } {
  return {
    pixels: {
      counts: [group, info.outHeight, info.outWidth],
      strides: [strides.image, info.strideHeight * strides.row, info.strideWidth * strides.pixel],
    },
    taps: {
      counts: [info.filterHeight, info.filterWidth, info.inChannels],
      strides: [info.dilationHeight * strides.row, info.dilationWidth * strides.pixel, 1],
    },
  };
}
