import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { inMemory } from '../data/in-memory.js';
import { train } from './train.js';

it('leaves the page its frames while it trains', async () => {
  await tf.setBackend('cpu');
  let frames = 0;
  let running = true;
  const count = () => {
    frames++;
    if (running) requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  const busy = {
    step() {
      const until = performance.now() + 30;
      while (performance.now() < until);
      return { loss: tf.scalar(1) };
    },
    dispose() {},
  };
  const history = await train(busy, inMemory({ x: { data: [1, 2], shape: [2, 1] } }), { steps: 30 });
  running = false;
  expect(history.end).toBe('finished');
  expect(frames).toBeGreaterThanOrEqual(5);
});
