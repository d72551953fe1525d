import { type Batch, type Dataset, inMemory, train } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { useCpu } from '../../../core/test/backends.js';
import { DCGAN } from './dcgan.js';
import type { DCGANOptions } from './options.js';

beforeAll(useCpu);

const small = (options: Partial<DCGANOptions>) =>
  new DCGAN({ imageShape: [8, 8, 1], generator: { filters: [4, 2] }, discriminator: { filters: [2, 4] }, ...options });

const images = (n: number) => ({ data: new Float32Array(n * 64).fill(0.5), shape: [n, 8, 8, 1] });

it('a GAN whose batch normalisation sees single units refuses a batch of one before it trains; another takes it', async () => {
  const [perUnit, perChannel] = [small({ generator: { filters: [4, 2], normalization: 'batchPerUnit' } }), small({})];
  const alone = { epochs: 1, batchSize: 2, lastBatch: 'keep' } as const;
  await expect(train(perUnit, inMemory({ x: images(3) }), alone)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: train: expected batches of at least 2 items, which this model needs, got 1: the rest of 3 items in batches of 2. Choose another batchSize, or lastBatch: 'drop'.]`,
  );
  expect((await train(perChannel, inMemory({ x: images(3) }), alone)).end).toBe('finished');
  perUnit.dispose();
  perChannel.dispose();
});

it('a conditional GAN refuses a label that is no class, from data that did not look, and is not changed by it', async () => {
  const gan = small({ classes: 3 });
  const careless: Dataset<Batch> = { length: 2, batch: () => ({ x: tf.ones([2, 8, 8, 1]), labels: tf.tensor1d([0, 3], 'int32') }) };
  const before = tf.memory().numTensors;
  const drawn = () => tf.tidy(() => [...gan.sample({ n: 1 }).dataSync()]);
  const first = drawn();
  await expect(train(gan, careless, { steps: 1 })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: DCGAN: expected labels in [0, 3), got 3 at place 1 of the batch.]`,
  );
  expect(drawn()).toEqual(first);
  expect(tf.memory().numTensors).toBe(before);
  gan.dispose();
});
