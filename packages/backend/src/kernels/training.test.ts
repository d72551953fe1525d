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

test('GenlabAdam agrees with the composed form', () => {
  const [beta1, beta2, epsilon] = [0.5, 0.999, 1e-7];
  const [learningRate, beta1Power, beta2Power] = [tf.scalar(0.01), tf.scalar(beta1 ** 3), tf.scalar(beta2 ** 3)];
  for (const shape of shapes) {
    const [value, gradient, firstMoment] = [random(shape), random(shape, 'float32', 2), random(shape, 'float32', 3)];
    const secondMoment = tf.square(random(shape, 'float32', 4));
    const first = tf.add(tf.mul(firstMoment, beta1), tf.mul(gradient, 1 - beta1));
    const second = tf.add(tf.mul(secondMoment, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const direction = tf.div(tf.div(first, tf.sub(1, beta1Power)), tf.add(tf.sqrt(tf.div(second, tf.sub(1, beta2Power))), epsilon));
    const inputs = { value, gradient, firstMoment, secondMoment, learningRate, beta1Power, beta2Power };
    const actual = runKernel('GenlabAdam', inputs, { beta1, beta2, epsilon });
    for (const [i, expected] of [tf.sub(value, tf.mul(learningRate, direction)), first, second].entries()) {
      expectClose(actual[i] as tf.Tensor, expected, 1e-6);
    }
  }
});

test('GenlabAdam moves by the learning rate in its first step, whatever the gradient', () => {
  const [value] = runKernel(
    'GenlabAdam',
    {
      value: tf.tensor1d([1, 1]),
      gradient: tf.tensor1d([1e-3, -50]),
      firstMoment: tf.zeros([2]),
      secondMoment: tf.zeros([2]),
      learningRate: tf.scalar(0.1),
      beta1Power: tf.scalar(0.9),
      beta2Power: tf.scalar(0.999),
    },
    { beta1: 0.9, beta2: 0.999, epsilon: 1e-12 },
  );
  expectClose(value as tf.Tensor, tf.tensor1d([0.9, 1.1]), 1e-5);
});

test('GenlabEma agrees with the composed form', () => {
  for (const shape of shapes) {
    const [average, value, decay] = [random(shape), random(shape, 'float32', 2), tf.scalar(0.9)];
    const expected = tf.add(tf.mul(decay, average), tf.mul(tf.sub(1, decay), value));
    expectClose(runKernel('GenlabEma', { average, value, decay })[0] as tf.Tensor, expected, 1e-6);
  }
});

test('the gradients of activations agree with their composed forms', () => {
  for (const shape of shapes) {
    const [dy, x] = [random(shape), random(shape, 'float32', 2)];
    const positive = tf.cast(tf.greater(x, 0), 'float32');
    const run = (kernelName: string, inputs: Record<string, tf.Tensor>, attrs = {}) => runKernel(kernelName, inputs, attrs)[0] as tf.Tensor;
    expectClose(run('GenlabReluGrad', { dy, x }), tf.mul(dy, positive), 0);
    const leaky = tf.mul(dy, tf.add(positive, tf.mul(tf.sub(1, positive), 0.2)));
    expectClose(run('GenlabLeakyReluGrad', { dy, x }, { alpha: 0.2 }), leaky, 1e-7);
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
