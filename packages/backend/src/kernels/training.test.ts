import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectClose, expectLikeCpu, random, runKernel } from '../../test/support/like-cpu.js';
import { useBackend } from '../index.js';

beforeAll(async () => {
  await useBackend();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const shapes = [[], [1], [5], [16], [3, 7], [4, 4, 8, 2]];

test('AddN agrees with the CPU kernel', () => {
  for (const shape of shapes) {
    for (const count of [1, 2, 5]) {
      expectLikeCpu(
        tf.AddN,
        Array.from({ length: count }, (_, seed) => random(shape, 'float32', seed + 1)),
        {},
        1e-6,
      );
    }
  }
  expectLikeCpu(tf.AddN, [random([3], 'int32'), random([3], 'int32', 2)]);
});

test('the gradients of activations agree with their composed forms', () => {
  for (const shape of shapes) {
    const [dy, x] = [random(shape), random(shape, 'float32', 2)];
    const positive = tf.cast(tf.greater(x, 0), 'float32');
    const run = (kernelName: string, inputs: Record<string, tf.Tensor>, attrs = {}) => runKernel(kernelName, inputs, attrs)[0] as tf.Tensor;
    expectClose(run('GenlabReluGrad', { dy, x }), tf.mul(dy, positive), 0);
    const leaky = tf.mul(dy, tf.add(positive, tf.mul(tf.sub(1, positive), 0.2)));
    expectClose(run('GenlabLeakyReluGrad', { dy, x }, { alpha: 0.2 }), leaky, 1e-7);
    expectLikeCpu(tf.EluGrad, { dy, y: tf.elu(x) }, {}, 3 * 2 ** -24); // two roundings here, one there
    const y = tf.tanh(x);
    expectClose(run('GenlabTanhGrad', { dy, y }), tf.mul(dy, tf.sub(1, tf.square(y))), 1e-6);
    const s = tf.sigmoid(x);
    expectClose(run('GenlabSigmoidGrad', { dy, y: s }), tf.mul(dy, tf.mul(s, tf.sub(1, s))), 1e-6);
  }
});

test('a leaky ReLU gradient at exactly zero is alpha, as core composes it', () => {
  const [dx] = runKernel('GenlabLeakyReluGrad', { dy: tf.ones([1]), x: tf.zeros([1]) }, { alpha: 0.25 });
  expect(dx?.dataSync()[0]).toBe(0.25);
});
