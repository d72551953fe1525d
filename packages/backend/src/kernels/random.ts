import * as tf from '@tensorflow/tfjs-core';
import { type Kernel, kernel } from '../kernel.js';

/** Where core's Rng stands: two words of the seed, two of the stream, and the blocks taken so far; all unsigned, the last up to 2^53. */
interface Stream {
  shape: number[];
  key0: number;
  key1: number;
  position: number;
  stream0: number;
  stream1: number;
}

/** A block gives four numbers, at the cost of some fifty moves. */
const parts = { work: 15, multipleOf: 16 };

const randomUniform = kernel<object, Stream & { low: number; high: number }>('GenlabRandomUniform', ({ attrs, backend }) => {
  const { shape, key0, key1, position, stream0, stream1, low, high } = attrs;
  const { info, pointer } = backend.output(shape, 'float32');
  backend.inParts(tf.util.sizeFromShape(shape), parts, (start, size) =>
    backend.exports.randomUniform(pointer + start * 4, size, key0, key1, position + start / 4, stream0, stream1, low, high),
  );
  return info;
});

const randomNormal = kernel<object, Stream & { mean: number; stddev: number }>('GenlabRandomNormal', ({ attrs, backend }) => {
  const { shape, key0, key1, position, stream0, stream1, mean, stddev } = attrs;
  const { info, pointer } = backend.output(shape, 'float32');
  backend.inParts(tf.util.sizeFromShape(shape), parts, (start, size) =>
    backend.exports.randomNormal(pointer + start * 4, size, key0, key1, position + start / 4, stream0, stream1, mean, stddev),
  );
  return info;
});

/** Fills from a stream of core's Rng, the same bits as it makes in JavaScript. */
export const randomKernels: readonly Kernel[] = [randomNormal, randomUniform];
