import '@tensorflow/tfjs-layers'; // registers tfjs's gradients
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../../../dist/index.js';

/** What the backend is here, and what it computes: a convolution with its gradients, and a product large enough for threads. */
export async function work() {
  const { name, build } = await useBackend();
  const x = tf.randomUniform([2, 7, 7, 3], -1, 1, 'float32', 1);
  const filter = tf.randomUniform([4, 4, 3, 5], -1, 1, 'float32', 2);
  const { value, grads } = tf.valueAndGrads((image, kernel) => tf.sum(tf.square(tf.conv2d(image, kernel, 2, 'same'))))([x, filter]);
  const a = tf.randomUniform([300, 301], -1, 1, 'float32', 3);
  const rows = tf.sum(tf.matMul(a, a, false, true), 1);
  const values = [];
  for (const tensor of [value, ...grads, rows]) values.push(...(await tensor.data()));
  return { name, build, threads: tf.backend().threads, values };
}
