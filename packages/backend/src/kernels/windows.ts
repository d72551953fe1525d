import type * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';

/** Words that assembly/windows.ts keeps for itself after the fourteen of the geometry. */
const VIEW_WORDS = 8;

/** Writes how the windows of a pooling or a depthwise convolution lie on the images, as assembly/windows.ts reads it. */
export function windowsOf(backend: GenlabBackend, info: tf.backend_util.Conv2DInfo, channels: number): number {
  return backend.scratchIntegers([
    info.batchSize,
    info.inHeight,
    info.inWidth,
    channels,
    info.outHeight,
    info.outWidth,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    info.padInfo.top,
    info.padInfo.left,
    ...new Array<number>(VIEW_WORDS).fill(0),
  ]);
}
