import { inMemory, Rng } from '@genlab/core';
import { modelContract } from '@genlab/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { onEachBackend } from '../../../core/test/backends.js';
import { gaussian } from '../likelihoods/gaussian.js';
import { conv1dBody } from '../networks/convolution-body.js';
import { targetRate } from '../objective/target-rate.js';
import { HierarchicalVAE } from './hierarchical-vae.js';

const values = tf.tidy(() => new Rng(1).normal([8 * 12]).dataSync());
const data = inMemory({ x: { data: values, shape: [8, 4, 3] }, labels: Int32Array.from({ length: 8 }, (_, i) => i % 2) });

onEachBackend('HierarchicalVAE', () => {
  const body = conv1dBody({ filters: [3, 4], dropout: 0.2 });
  const sides = { encoder: { body, hidden: [4] }, decoder: { body, hidden: [4], width: 4 } };
  const make = () =>
    new HierarchicalVAE({
      dataShape: [4, 3],
      latentDims: [2, 3],
      classes: 2,
      likelihood: gaussian(),
      beta: targetRate({ nats: 1 }),
      seed: 1,
      ...sides,
    });
  for (const [name, check] of Object.entries(modelContract({ make, data }))) it(name, check);
});
