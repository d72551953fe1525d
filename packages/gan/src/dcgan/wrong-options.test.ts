import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { useCpu } from '../../../core/test/backends.js';
import { gaussian } from '../networks/gaussian.js';
import { r1 } from '../penalties.js';
import { DCGAN } from './dcgan.js';
import type { DCGANOptions } from './options.js';

beforeAll(useCpu);

const wrong: readonly (readonly [string, object])[] = [
  [
    "Discriminator: expected normalization to be one of 'spectral', 'batch', 'none', got spectralNorm.",
    { discriminator: { normalization: 'spectralNorm' } },
  ],
  [
    "Generator: expected normalization to be one of 'batch', 'batchPerUnit', 'none', got spectral.",
    { generator: { normalization: 'spectral' } },
  ],
  [
    'Generator: expected initializer to be a recipe such as gaussian(), got glorot. It has no function kernel.',
    { generator: { initializer: 'glorot' } },
  ],
  ['DCGAN: expected loss to be a recipe such as hinge(), got hinge. It has no function discriminator.', { loss: 'hinge' }],
  ['DCGAN: expected penalties to be a list, got {', { penalties: r1() }],
  ['DCGAN: expected penalties[0] to be a recipe such as r1(), got function. It has no function of.', { penalties: [r1] }],
  ['DCGAN: expected penalties[0].weight to be a finite number >= 0 or a schedule, got -1.', { penalties: [r1({ weight: -1 })] }],
  ['DCGAN: expected augmentation to be a recipe such as translation(), got 3. It has no function apply.', { augmentation: 3 }],
  ['DCGAN: expected learningRate of the generator to be a finite number >= 0 or a schedule, got NaN.', { learningRate: Number.NaN }],
  ['DCGAN: expected learningRate of the generator to be a finite number >= 0 or a schedule, got 1e-4.', { learningRate: '1e-4' }],
  [
    'DCGAN: expected learningRate of the discriminator to be a finite number >= 0 or a schedule, got -1.',
    { learningRate: { generator: 1, discriminator: -1 } },
  ],
  [
    'DCGAN: expected learningRate for the generator and for the discriminator, got one for the generator alone.',
    { learningRate: { generator: 1e-4 } },
  ],
  [
    'DCGAN: expected guard for the generator and for the discriminator, got one for the discriminator alone.',
    { guard: { discriminator: { clipNorm: 1 } } },
  ],
];

it.each(wrong)('%s', (message, options) => {
  const before = tf.memory().numTensors;
  expect(() => new DCGAN({ imageShape: [16, 16, 1], ...options } as DCGANOptions)).toThrow(message);
  expect(tf.memory().numTensors).toBe(before);
});

it('gaussian refuses a negative standard deviation before any network is made', () => {
  expect(() => gaussian({ stddev: -1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: gaussian: expected stddev >= 0, got -1.]`);
});
