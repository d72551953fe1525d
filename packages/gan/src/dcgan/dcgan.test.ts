import { inMemory, Rng, train } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from '../../../core/test/backends.js';
import { DCGAN } from './dcgan.js';
import type { DCGANOptions } from './options.js';

beforeAll(useCpu);

const small = (options: Partial<DCGANOptions> = {}) =>
  new DCGAN({ imageShape: [8, 8, 1], latentDim: 4, generator: { filters: [4, 3] }, discriminator: { filters: [3, 4] }, ...options });

const images = (n: number) =>
  inMemory({ x: { data: tf.tidy(() => tf.tanh(new Rng(1).normal([n, 8, 8, 1])).dataSync()), shape: [n, 8, 8, 1] } });

describe('DCGAN', () => {
  it('trains, samples, and leaves nothing behind', async () => {
    const before = tf.memory().numTensors;
    const gan = small();
    const made = tf.memory().numTensors;
    const history = await train(gan, images(12), { steps: 4, batchSize: 4, logEvery: 2 });
    expect(tf.memory().numTensors).toBe(made);
    expect(history.end).toBe('finished');
    expect(Object.keys(history.logs[0]?.values ?? {}).sort()).toEqual([
      'discriminatorGradientNorm',
      'discriminatorLoss',
      'fakeLogit',
      'generatorGradientNorm',
      'generatorLoss',
      'realLogit',
    ]);
    const samples = gan.sample({ n: 3, seed: 0 });
    expect(samples.shape).toEqual([3, 8, 8, 1]);
    samples.dispose();
    expect(tf.memory().numTensors).toBe(made);
    gan.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
