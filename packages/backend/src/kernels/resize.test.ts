import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLikeCpu, random, runKernel } from '../../test/support/like-cpu.js';
import { useBackend } from '../index.js';

beforeAll(async () => {
  await useBackend();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

interface Case {
  shape: [batch: number, height: number, width: number, channels: number];
  size: [height: number, width: number];
  alignCorners?: boolean;
  halfPixelCenters?: boolean;
}

const pairs = [
  [tf.ResizeBilinear, tf.ResizeBilinearGrad],
  [tf.ResizeNearestNeighbor, tf.ResizeNearestNeighborGrad],
] as const;

const inner = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(a, b)).dataSync()[0] as number;

/**
 * The forward kernel against the CPU's; the gradient by what a transpose is, <resize x, dy> = <x, gradient of dy>, for the CPU's is wrong.
 */
function check({ shape, size, alignCorners = false, halfPixelCenters = false }: Case): void {
  const attrs = { size, alignCorners, halfPixelCenters };
  const images = random(shape);
  const dy = random([shape[0], ...size, shape[3]], 'float32', 2);
  for (const [forward, gradient] of pairs) {
    expectLikeCpu(forward, { images }, attrs, 2e-6);
    const dx = runKernel(gradient, { images, dy }, attrs)[0] as tf.Tensor;
    expect(dx.shape).toEqual(shape);
    const [wanted, got] = [inner(runKernel(forward, { images }, attrs)[0] as tf.Tensor, dy), inner(images, dx)];
    // One rounding for each of the four products of a pixel, and some of sums of random signs.
    expect(Math.abs(got - wanted)).toBeLessThan(4e-6 * Math.max(1, dy.size));
  }
}

const cases: Record<string, Case> = {
  'one pixel': { shape: [1, 1, 1, 1], size: [1, 1] },
  'twice the size': { shape: [2, 4, 3, 5], size: [8, 6] },
  'half the size': { shape: [2, 8, 6, 4], size: [4, 3] },
  'sizes that are no multiples': { shape: [2, 5, 7, 3], size: [8, 4] },
  'corners on corners': { shape: [2, 5, 7, 3], size: [8, 4], alignCorners: true },
  'centres on centres': { shape: [2, 5, 7, 3], size: [8, 14], halfPixelCenters: true },
  'an empty batch': { shape: [0, 2, 2, 1], size: [4, 4] },
};

describe('resizing and its gradients', () => {
  test.each(Object.entries(cases))('hold on %s', (_, shape) => check(shape));

  test('hold on random sizes', () => {
    const small = (max: number) => fc.integer({ min: 1, max });
    const way = fc.constantFrom({}, { alignCorners: true }, { halfPixelCenters: true });
    const anyCase = fc.record({ shape: fc.tuple(small(2), small(6), small(6), small(6)), size: fc.tuple(small(9), small(9)), way });
    fc.assert(
      fc.property(anyCase, ({ shape, size, way: options }) => tf.tidy(() => check({ shape, size, ...options }))),
      { seed: 1, numRuns: 100 },
    );
  });

  test('to twice the size gives every pixel the sum of its four copies', () => {
    const dy = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 4, 1]);
    const attrs = { size: [2, 4], alignCorners: false, halfPixelCenters: false };
    const [dx] = runKernel(tf.ResizeNearestNeighborGrad, { images: tf.zeros([1, 1, 2, 1]), dy }, attrs);
    expect([...(dx as tf.Tensor).dataSync()]).toEqual([1 + 2 + 5 + 6, 3 + 4 + 7 + 8]);
  });
});
