import { inMemory } from '@genlab/core';
import { modelContract } from '@genlab/core/testing';
import { it } from 'vitest';
import { onEachBackend } from '../../../core/test/backends.js';
import { DCGAN } from './dcgan.js';

const data = inMemory({
  x: { data: Float32Array.from({ length: 8 * 64 }, (_, i) => Math.sin(i * i)), shape: [8, 8, 8, 1] },
  labels: Int32Array.from({ length: 8 }, (_, i) => i % 2),
});

onEachBackend('DCGAN', () => {
  for (const discriminator of [{ filters: [3] }, { filters: [3, 4], normalization: 'batch', dropout: 0.5 }] as const) {
    const make = () => new DCGAN({ imageShape: [8, 8, 1], latentDim: 4, classes: 2, generator: { filters: [4] }, discriminator, seed: 1 });
    const kind = 'normalization' in discriminator ? 'batch normalisation and dropout' : 'the defaults';
    for (const [name, check] of Object.entries(modelContract({ make, data }))) it(`${kind}: ${name}`, check);
  }
});
