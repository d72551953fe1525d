import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { useBackend } from './index.js';
import { availableBuilds } from './wasm/load.js';

test('useBackend takes genlab with the best build the engine has', async () => {
  const info = await useBackend();
  expect(info).toEqual({
    name: 'genlab',
    build: availableBuilds()[0],
    provider: '@genlab/backend',
    version: expect.any(String),
    tfjs: '4.22.0',
  });
  expect(tf.getBackend()).toBe('genlab');
});
