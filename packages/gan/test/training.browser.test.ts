import { useBackend } from '@genlab/backend';
import { inMemory, train } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { DCGAN } from '../src/index.js';

test('in a page a DCGAN trains, the page stays alive, and nothing leaks', async () => {
  await useBackend();
  const data = inMemory({ x: { data: new Float32Array(16 * 8 * 8).fill(0.5), shape: [16, 8, 8, 1] } });
  const gan = new DCGAN({
    imageShape: [8, 8, 1],
    latentDim: 4,
    generator: { filters: [8, 4] },
    discriminator: { filters: [4, 8] },
    seed: 0,
  });
  const before = tf.memory().numTensors;
  let frames = 0;
  const count = () => {
    frames++;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  const history = await train(gan, data, { steps: 60, batchSize: 8, seed: 0 });
  expect(history.series('generatorLoss').values.every(Number.isFinite)).toBe(true);
  expect(frames).toBeGreaterThan(0);
  expect(tf.memory().numTensors).toBe(before);
  const images = gan.sample({ n: 3, seed: 1 });
  expect(images.shape).toEqual([3, 8, 8, 1]);
  tf.dispose(images);
  gan.dispose();
});
