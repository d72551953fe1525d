import { useBackend } from '@genlab/backend';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import {
  Adam,
  conv1d,
  conv1dTranspose,
  gradients,
  groupNorm,
  layerNorm,
  logSoftmax,
  RMSProp,
  Rng,
  SGD,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
} from '../src/index.js';

const random = (shape: number[], seed: number) => new Rng(seed).normal(shape);

/** A scalar of everything in @genlab/core that has kernels of its own on genlab; elsewhere they are composed of tfjs ops. */
function loss(kernel: tf.Tensor, transposed: tf.Tensor, scale: tf.Tensor): tf.Scalar {
  const longer = conv1dTranspose(conv1d(random([2, 8, 3], 1), kernel, { stride: 2, padding: 1 }), transposed, {
    stride: 2,
    padding: 1,
    outputPadding: 1,
  });
  const normal = layerNorm(groupNorm(longer, scale, tf.zeros([6]), { groups: 2 }), scale, tf.ones([6]));
  const labels = tf.softmax(random([2, 8, 6], 2));
  const terms = [sigmoidCrossEntropy(normal, labels), tf.mul(logSoftmax(normal), labels), softmaxCrossEntropy(tf.tanh(normal), labels)];
  return tf.addN(terms.map((term) => tf.mean(term))) as tf.Scalar;
}

/** The loss, its gradients, and what three optimisers make of the weights. */
async function resultsOn(backend: 'cpu' | 'webgl'): Promise<number[]> {
  await useBackend(backend);
  const variables = {
    kernel: tf.variable(random([3, 3, 4], 3)),
    transposed: tf.variable(random([3, 6, 4], 4)),
    scale: tf.variable(random([6], 5)),
  };
  const take = () => gradients(() => loss(variables.kernel, variables.transposed, variables.scale), variables);
  const first = take();
  const values = [...(await first.loss.data())];
  for (const gradient of Object.values(first.gradients)) values.push(...(await gradient.data()));
  for (const make of [Adam, RMSProp, SGD]) {
    new make(variables).step(take().gradients, tf.scalar(0.01));
    for (const variable of Object.values(variables)) values.push(...(await variable.data()));
  }
  return values;
}

test('on WebGL the ops, their gradients and the optimisers agree with the CPU backend', { timeout: 180_000 }, async () => {
  const [expected, actual] = [await resultsOn('cpu'), await resultsOn('webgl')];
  expect(tf.getBackend()).toBe('webgl');
  expect(actual.length).toBe(expected.length);
  // The first step of Adam is as long for a tiny gradient as for a large one, so that its rounding shows: a hundredth of the rate.
  actual.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] as number)), `${i}: ${value} for ${expected[i]}`).toBeLessThan(1e-4);
  });
});
