import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import '@tensorflow/tfjs-backend-cpu';
import { register } from './register.js';
import { availableBuilds } from './wasm/load.js';

beforeAll(async () => {
  register(availableBuilds()[0] ?? 'simd');
  await tf.setBackend('genlab');
});

test('a tensor reads back as it was written', () => {
  const x = tf.tensor([1, 2, 3, 4], [2, 2]);
  expect([...tf.matMul(x, x).dataSync()]).toEqual([7, 10, 15, 22]);
  expect(tf.memory()).toMatchInlineSnapshot(`
    {
      "liveBytes": 64,
      "numBytes": 32,
      "numDataBuffers": 2,
      "numTensors": 2,
      "peakBytes": 64,
      "reasons": [],
      "reservedBytes": 16777216,
      "unreliable": false,
    }
  `);
});
