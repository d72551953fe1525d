import { inMemory, Rng, train } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useGenlab } from '../../../core/test/backends.js';
import { hinge } from '../losses/hinge.js';
import { leastSquares } from '../losses/least-squares.js';
import { nonSaturating } from '../losses/non-saturating.js';
import { relativistic } from '../losses/relativistic.js';
import { wasserstein } from '../losses/wasserstein.js';
import { r1, r2 } from '../penalties.js';
import { DCGAN } from './dcgan.js';
import type { DCGANOptions } from './options.js';

/** Class 0 is bright above and dark below, class 1 the other way round; a little noise on both. */
function halves(n: number) {
  const noise = tf.tidy(() => new Rng(9).normal([n, 8, 8, 1], { stddev: 0.1 }).dataSync());
  const labels = Int32Array.from({ length: n }, (_, i) => i % 2);
  const data = noise.map((value, i) => {
    const [image, row] = [Math.floor(i / 64), Math.floor((i % 64) / 8)];
    return value + (row < 4 === (labels[image] === 0) ? 0.7 : -0.7);
  });
  return { x: { data, shape: [n, 8, 8, 1] }, labels };
}

/** How much brighter the upper half of each image is than the lower one: 1.4 for class 0 and -1.4 for class 1 of the real ones. */
const contrast = (images: tf.Tensor4D) =>
  tf.tidy(() => {
    const [upper, lower] = tf.split(tf.mean(images, [2, 3]), 2, 1) as [tf.Tensor, tf.Tensor];
    return [...tf.sub(tf.mean(upper, 1), tf.mean(lower, 1)).dataSync()];
  });

const games: Record<string, Partial<DCGANOptions>> = {
  hinge: { loss: hinge() },
  'non-saturating': { loss: nonSaturating({ smoothing: 0.1 }) },
  'least squares': { loss: leastSquares() },
  wasserstein: { loss: wasserstein() },
  'relativistic with R1 and R2': {
    loss: relativistic(),
    penalties: [r1({ weight: 0.5 }), r2({ weight: 0.5 })],
    discriminator: { filters: [8, 8], normalization: 'none' },
  },
};

beforeAll(useGenlab);

describe('DCGAN learns', () => {
  it.each(Object.keys(games))('%s: to draw the class it is asked for', async (name) => {
    const gan = new DCGAN({
      imageShape: [8, 8, 1],
      latentDim: 4,
      classes: 2,
      generator: { filters: [8, 8] },
      discriminator: { filters: [8, 8] },
      learningRate: 5e-3,
      averaging: 0.9,
      seed: 1,
      ...games[name],
    });
    await train(gan, inMemory(halves(64)), { steps: 120, batchSize: 16 });
    const drawn = gan.sample({ n: 20, seed: 2 }); // classes 0 and 1 in turn
    contrast(drawn).forEach((value, i) => {
      expect(i % 2 === 0 ? value : -value).toBeGreaterThan(0.7);
    });
    drawn.dispose();
    gan.dispose();
  });
});
