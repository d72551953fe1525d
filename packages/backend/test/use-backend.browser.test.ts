import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import { useBackend } from '../src/index.js';

test('in a page useBackend takes genlab with relaxed SIMD', async () => {
  expect(await useBackend()).toMatchObject({ name: 'genlab', build: 'relaxed' });
});

test('in a page, which must not block, useBackend takes one thread, and says so where more are asked for', async () => {
  expect(await useBackend('genlab', { threads: 3 })).toMatchObject({ threads: 1 });
});

test('in a page a convolution and its gradients agree with the CPU backend', async () => {
  const gradientsOn = async (backend: 'cpu' | 'genlab') => {
    await useBackend(backend);
    const x = tf.randomUniform<tf.Rank.R4>([2, 7, 7, 3], -1, 1, 'float32', 1);
    const filter = tf.randomUniform<tf.Rank.R4>([4, 4, 3, 5], -1, 1, 'float32', 2);
    const value = (image: tf.Tensor, kernel: tf.Tensor) =>
      tf.sum(tf.square(tf.conv2d(image as tf.Tensor4D, kernel as tf.Tensor4D, 2, 'same')));
    const gradients = tf.grads(value)([x, filter]);
    const values = await Promise.all(gradients.map((gradient) => gradient.data()));
    tf.dispose([x, filter, ...gradients]);
    return values.flatMap((array) => [...array]);
  };
  const [expected, actual] = [await gradientsOn('cpu'), await gradientsOn('genlab')];
  const largest = Math.max(...expected.map(Math.abs));
  const apart = Math.max(...expected.map((value, i) => Math.abs(value - (actual[i] as number))));
  // Sums of up to 200 products, rounded in another order: 200 roundings of 2^-24 each.
  expect(apart / largest).toBeLessThan(200 * 2 ** -24);
});
