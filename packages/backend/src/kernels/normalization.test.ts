import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectClose, expectLikeCpu, random, runKernel } from '../../test/support/like-cpu.js';
import { useBackend } from '../index.js';

beforeAll(async () => {
  await useBackend();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const shapes = [
  [1, 1],
  [5, 3],
  [16, 4],
  [40, 7],
  [2, 3, 3, 16],
  [64, 2, 2, 33],
  [3, 128],
];
const channels = (shape: readonly number[]) => shape.at(-1) ?? 1;

describe('Softmax', () => {
  test('agrees with the CPU kernel', () => {
    for (const shape of [[7], ...shapes]) expectLikeCpu(tf.Softmax, { logits: tf.mul(random(shape), 5) }, { dim: shape.length - 1 }, 1e-6);
  });

  test('of huge logits neither overflows nor loses its sum', () => {
    expect(tf.softmax(tf.tensor1d([1000, 1000, -1000])).arraySync()).toEqual([0.5, 0.5, 0]);
  });
});

describe('FusedBatchNorm', () => {
  test('agrees with the CPU kernel, with and without scale and offset', () => {
    for (const shape of shapes) {
      const c = channels(shape);
      const inputs = { x: random(shape), mean: random([c], 'float32', 2), variance: tf.square(random([c], 'float32', 3)) };
      const scale = random([c], 'float32', 4);
      const offset = random([c], 'float32', 5);
      for (const more of [{}, { scale }, { offset }, { scale, offset }] as Record<string, tf.Tensor>[]) {
        expectLikeCpu(tf.FusedBatchNorm, { ...inputs, ...more }, { varianceEpsilon: 0.01 }, 2e-6);
      }
    }
  });

  test('leaves statistics that are no vector of channels to the CPU kernel', () => {
    const x = random([2, 3]);
    expectLikeCpu(tf.FusedBatchNorm, { x, mean: random([2, 3]), variance: tf.square(random([2, 3])) }, { varianceEpsilon: 0.01 }, 1e-6);
  });
});

/** Training-mode normalisation from plain ops. */
function composed(x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor, epsilon: number): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const { mean, variance } = tf.moments(
    x,
    Array.from({ length: x.rank - 1 }, (_, axis) => axis),
  );
  const y = tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon))), scale), offset);
  return [y, mean, variance];
}

describe('GenlabBatchNorm', () => {
  test('agrees with the composed form', () => {
    for (const shape of shapes) {
      const [x, scale, offset] = [
        tf.add(random(shape), 3),
        random([channels(shape)], 'float32', 2),
        random([channels(shape)], 'float32', 3),
      ];
      const expected = composed(x, scale, offset, 0.001);
      const actual = runKernel('GenlabBatchNorm', { x, scale, offset }, { epsilon: 0.001 });
      for (const [i, tensor] of actual.entries()) expectClose(tensor, expected[i] as tf.Tensor, 1e-5);
    }
  });

  test('keeps the variance accurate when the mean is large', () => {
    const x = tf.add(tf.mul(random([1000, 2]), 0.1), 1000);
    const [, , variance] = runKernel('GenlabBatchNorm', { x, scale: tf.ones([2]), offset: tf.zeros([2]) }, { epsilon: 0.001 });
    const values = x.dataSync();
    for (const channel of [0, 1]) {
      const column = Array.from({ length: 1000 }, (_, row) => values[2 * row + channel] ?? 0);
      const mean = column.reduce((sum, value) => sum + value, 0) / 1000;
      const exact = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 1000;
      expect(Math.abs(((variance as tf.Tensor).dataSync()[channel] ?? 0) / exact - 1)).toBeLessThan(1e-6);
    }
  });
});

describe('GenlabBatchNormGrad', () => {
  test('agrees with the gradient worked out from plain ops', () => {
    for (const shape of shapes) {
      const c = channels(shape);
      const [x, dy, scale] = [random(shape), random(shape, 'float32', 2), random([c], 'float32', 3)];
      const axes = Array.from({ length: shape.length - 1 }, (_, axis) => axis);
      const { mean, variance } = tf.moments(x, axes);
      // dx = scale / s (dy - mean(dy) - z mean(dy z)), z = (x - mean) / s, s = sqrt(variance + epsilon)
      const s = tf.sqrt(tf.add(variance, 0.01));
      const z = tf.div(tf.sub(x, mean), s);
      const centred = tf.sub(tf.sub(dy, tf.mean(dy, axes)), tf.mul(z, tf.mean(tf.mul(dy, z), axes)));
      const expected = [tf.mul(tf.div(scale, s), centred), tf.sum(tf.mul(dy, z), axes), tf.sum(dy, axes)];
      const actual = runKernel('GenlabBatchNormGrad', { dy, x, mean, variance, scale }, { epsilon: 0.01 });
      for (const [i, tensor] of actual.entries()) expectClose(tensor, expected[i] as tf.Tensor, 1e-5);
    }
  });

  test('agrees with finite differences', () => {
    const shape = [6, 2];
    const [x, weights, scale, offset] = [random(shape), random(shape, 'float32', 2), tf.tensor1d([1.5, -0.7]), tf.tensor1d([0.1, 0.2])];
    const loss = (input: tf.Tensor) => tf.sum(tf.mul(composed(input, scale, offset, 0.01)[0], weights)).dataSync()[0] ?? 0;
    const { mean, variance } = tf.moments(x, [0]);
    const [dx] = runKernel('GenlabBatchNormGrad', { dy: weights, x, mean, variance, scale }, { epsilon: 0.01 });
    const step = 1e-2;
    for (let i = 0; i < 12; i++) {
      const bump = tf.reshape(tf.mul(tf.oneHot(tf.tensor1d([i], 'int32'), 12), step), shape);
      const slope = (loss(tf.add(x, bump)) - loss(tf.sub(x, bump))) / (2 * step);
      expect(Math.abs(slope - ((dx as tf.Tensor).dataSync()[i] ?? 0))).toBeLessThan(3e-3);
    }
  });
});
