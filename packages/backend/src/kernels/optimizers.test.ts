import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectClose, random, runKernel } from '../../test/support/like-cpu.js';
import { useBackend } from '../index.js';

beforeAll(async () => {
  await useBackend();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const shapes = [[], [1], [5], [16], [3, 7], [4, 4, 8, 2]];

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

test('GenlabAdam with weight decay takes that much more of the value', () => {
  const scalars = { learningRate: tf.scalar(0.5), beta1Power: tf.scalar(0.5), beta2Power: tf.scalar(0.5) };
  const attrs = { beta1: 0.5, beta2: 0.5, epsilon: 1e-8 };
  for (const shape of shapes) {
    const [value, gradient] = [random(shape), random(shape, 'float32', 2)];
    const inputs = { value, gradient, firstMoment: tf.zeros(shape), secondMoment: tf.zeros(shape), ...scalars };
    const [plain] = runKernel('GenlabAdam', inputs, attrs);
    const [decayed] = runKernel('GenlabAdam', inputs, { ...attrs, weightDecay: 0.25 });
    expectClose(decayed as tf.Tensor, tf.sub(plain as tf.Tensor, tf.mul(value, 0.125)), 1e-6);
  }
});

test('GenlabRmsProp agrees with the composed form, with a velocity and without', () => {
  const [decay, momentum, epsilon, learningRate] = [0.9, 0.5, 1e-7, tf.scalar(0.01)];
  for (const shape of shapes) {
    const [value, gradient, velocity] = [random(shape), random(shape, 'float32', 2), random(shape, 'float32', 3)];
    const secondMoment = tf.square(random(shape, 'float32', 4));
    const second = tf.add(tf.mul(secondMoment, decay), tf.mul(tf.square(gradient), 1 - decay));
    const direction = tf.div(gradient, tf.add(tf.sqrt(second), epsilon));
    const moved = tf.add(tf.mul(velocity, momentum), direction);
    const step = (change: tf.Tensor) => tf.sub(value, tf.mul(learningRate, change));
    const inputs = { value, gradient, secondMoment, learningRate };
    const plain = runKernel('GenlabRmsProp', inputs, { decay, momentum: 0, epsilon });
    const carried = runKernel('GenlabRmsProp', { ...inputs, velocity }, { decay, momentum, epsilon });
    for (const [i, expected] of [step(direction), second].entries()) expectClose(plain[i] as tf.Tensor, expected, 1e-6);
    for (const [i, expected] of [step(moved), second, moved].entries()) expectClose(carried[i] as tf.Tensor, expected, 1e-6);
  }
});

test('GenlabSgd agrees with the composed form, with a velocity, looking ahead and without', () => {
  const [momentum, learningRate] = [0.5, tf.scalar(0.01)];
  for (const shape of shapes) {
    const [value, gradient, velocity] = [random(shape), random(shape, 'float32', 2), random(shape, 'float32', 3)];
    const moved = tf.add(tf.mul(velocity, momentum), gradient);
    const step = (change: tf.Tensor) => tf.sub(value, tf.mul(learningRate, change));
    const inputs = { value, gradient, learningRate };
    const cases: [tf.Tensor[], tf.Tensor[]][] = [
      [runKernel('GenlabSgd', inputs, { momentum: 0, nesterov: 0 }), [step(gradient)]],
      [runKernel('GenlabSgd', { ...inputs, velocity }, { momentum, nesterov: 0 }), [step(moved), moved]],
      [
        runKernel('GenlabSgd', { ...inputs, velocity }, { momentum, nesterov: 1 }),
        [step(tf.add(gradient, tf.mul(moved, momentum))), moved],
      ],
    ];
    for (const [actual, expected] of cases) {
      expect(actual.length).toBe(expected.length);
      for (const [i, tensor] of expected.entries()) expectClose(actual[i] as tf.Tensor, tensor, 1e-6);
    }
  }
});

test('GenlabEma agrees with the composed form', () => {
  for (const shape of shapes) {
    const [average, value, decay] = [random(shape), random(shape, 'float32', 2), tf.scalar(0.9)];
    const expected = tf.add(tf.mul(decay, average), tf.mul(tf.sub(1, decay), value));
    expectClose(runKernel('GenlabEma', { average, value, decay })[0] as tf.Tensor, expected, 1e-6);
  }
});
