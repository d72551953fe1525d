import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { useCpu } from '../../../core/test/backends.js';
import { HierarchicalVAE } from './hierarchical-vae.js';
import type { HierarchicalVAEOptions } from './options.js';

beforeAll(useCpu);

const wrong: readonly (readonly [string, object])[] = [
  ["HierarchicalEncoder: expected inference to be one of 'topDown', 'bottomUp', got top.", { encoder: { inference: 'top' } }],
  ["HierarchicalDecoder: expected prior to be one of 'learned', 'standard', got flow.", { decoder: { prior: 'flow' } }],
  ["HierarchicalDecoder: expected reads to be one of 'path', 'lowest', got all.", { decoder: { reads: 'all' } }],
  ["HierarchicalEncoder: expected activation to be one of 'elu', 'relu', ", { encoder: { activation: 'gelu' } }],
  [
    'HierarchicalEncoder: expected body to be a recipe such as denseBody(), got dense. It has no function encoder.',
    { encoder: { body: 'dense' } },
  ],
  ['HierarchicalDecoder: expected initializer to be a recipe such as fanInUniform(), got zeros.', { decoder: { initializer: 'zeros' } }],
  ['HierarchicalVAE: expected likelihood to be a recipe such as bernoulli(), got bernoulli.', { likelihood: 'bernoulli' }],
  ['HierarchicalVAE: expected learningRate to be a finite number >= 0 or a schedule, got NaN.', { learningRate: Number.NaN }],
];

it.each(wrong)('%s', (message, options) => {
  const before = tf.memory().numTensors;
  expect(() => new HierarchicalVAE({ dataShape: [16, 9], latentDims: [2, 3], ...options } as HierarchicalVAEOptions)).toThrow(message);
  expect(tf.memory().numTensors).toBe(before);
});
