import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import { expectLikeCpu, random } from '../../test/support/like-cpu.js';
import { useBackend } from '../index.js';

beforeAll(async () => {
  await useBackend();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

type Shape4 = [number, number, number, number];
interface Case {
  x: [batch: number, height: number, width: number, channels: number];
  filter: [height: number, width: number, multiplier: number];
  strides?: [number, number];
  dilations?: [number, number];
  pad?: 'same' | 'valid' | tf.backend_util.ExplicitPadding;
}

function check({ x: size, filter: [height, width, multiplier], strides = [1, 1], dilations = [1, 1], pad = 'same' }: Case): void {
  const filterShape: Shape4 = [height, width, size[3], multiplier];
  const info = tf.backend_util.computeConv2DInfo(size, filterShape, strides, dilations, pad, undefined, true);
  const attrs = { strides, dilations, pad, dimRoundingMode: undefined };
  const [x, filter, dy] = [random(size), random(filterShape, 'float32', 2), random(info.outShape, 'float32', 3)];
  // Sums of up to n products of normal numbers, at most 5 each, with n roundings of the sum of their magnitudes: by far less in practice.
  const bound = (terms: number) => 2e-6 * Math.max(1, Math.sqrt(terms));
  expectLikeCpu(tf.DepthwiseConv2dNative, { x, filter }, attrs, bound(height * width));
  expectLikeCpu(tf.FusedDepthwiseConv2D, { x, filter, bias: random([size[3] * multiplier]) }, { ...attrs, activation: 'relu' }, bound(9));
  if (dilations[0] * dilations[1] > 1) return; // the CPU's gradients take no heed of them
  expectLikeCpu(tf.DepthwiseConv2dNativeBackpropInput, { dy, filter }, { ...attrs, inputShape: size }, bound(height * width * multiplier));
  const pixels = info.batchSize * info.outHeight * info.outWidth;
  expectLikeCpu(tf.DepthwiseConv2dNativeBackpropFilter, { x, dy }, { ...attrs, filterShape }, bound(pixels));
}

const cases: Record<string, Case> = {
  'one pixel': { x: [1, 1, 1, 1], filter: [1, 1, 1] },
  'every channel with one filter': { x: [2, 9, 8, 13], filter: [3, 3, 1] },
  'every channel with several': { x: [2, 6, 5, 3], filter: [3, 2, 4] },
  strides: { x: [2, 9, 8, 8], filter: [3, 3, 1], strides: [2, 3], pad: 'valid' },
  dilations: { x: [1, 9, 8, 5], filter: [3, 3, 2], dilations: [2, 3] },
  'explicit padding': {
    x: [1, 5, 5, 4],
    filter: [4, 4, 1],
    strides: [2, 2],
    pad: [
      [0, 0],
      [1, 2],
      [0, 3],
      [0, 0],
    ],
  },
  'an empty batch': { x: [0, 4, 4, 2], filter: [2, 2, 1] },
};

describe('a depthwise convolution and its gradients', () => {
  test.each(Object.entries(cases))('agree with the CPU kernels on %s', (_, shape) => check(shape));

  test('agree with the CPU kernels on random sizes', () => {
    const small = (max: number) => fc.integer({ min: 1, max });
    const anyCase = fc.record({
      x: fc.tuple(small(2), small(7), small(7), small(9)),
      filter: fc.tuple(small(4), small(4), small(3)),
      strides: fc.tuple(small(3), small(3)),
      pad: fc.constantFrom<('same' | 'valid')[]>('same', 'valid'),
    });
    fc.assert(
      fc.property(anyCase, (shape) => {
        fc.pre(shape.pad === 'same' || (shape.filter[0] <= shape.x[1] && shape.filter[1] <= shape.x[2]));
        tf.tidy(() => check(shape));
      }),
      { seed: 1, numRuns: 150 },
    );
  });
});
