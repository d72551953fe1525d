import '@tensorflow/tfjs-layers'; // registers tfjs's gradients
import * as tf from '@tensorflow/tfjs-core';
import { profile, useBackend } from '../../../dist/index.js';

/**
 * What the backend is here, and what it computes: a convolution with its gradients, and a product large enough for threads. That is done
 * until each of them has done parts of it: the others start only when this one turns to its event loop.
 */
export async function work() {
  const { name, build, threads } = await useBackend();
  const x = tf.randomUniform([2, 7, 7, 3], -1, 1, 'float32', 1);
  const filter = tf.randomUniform([4, 4, 3, 5], -1, 1, 'float32', 2);
  const { value, grads } = tf.valueAndGrads((image, kernel) => tf.sum(tf.square(tf.conv2d(image, kernel, 2, 'same'))))([x, filter]);
  const a = tf.randomUniform([300, 301], -1, 1, 'float32', 3);
  let rows;
  let parts = [];
  do {
    tf.dispose(rows);
    await new Promise((resolve) => setTimeout(resolve));
    const product = () => {
      rows = tf.tidy(() => tf.sum(tf.matMul(a, a, false, true), 1));
    };
    ({ parts } = await profile(product));
  } while (threads > 1 && parts.includes(0));
  const values = [];
  for (const tensor of [value, ...grads, rows]) values.push(...(await tensor.data()));
  return { name, build, threads, parts, values };
}
