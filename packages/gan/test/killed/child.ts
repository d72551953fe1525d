import '@tensorflow/tfjs-backend-cpu';
import { inMemory, train } from '@genlab/core';
import { folder } from '@genlab/core/node';
import * as tf from '@tensorflow/tfjs-core';
import { DCGAN } from '../../src/index.js';

// The training that kill.test.ts kills: a small DCGAN with a checkpoint at every step. Arguments: folder, steps.
const [path = '', steps = ''] = process.argv.slice(2);
tf.env().set('IS_TEST', true); // keeps tfjs's advertisement away
await tf.setBackend('cpu');
const data = inMemory({ x: { data: Float32Array.from({ length: 12 * 64 }, (_, i) => Math.sin(i * i)), shape: [12, 8, 8, 1] } });
const gan = new DCGAN({ imageShape: [8, 8, 1], latentDim: 4, generator: { filters: [4] }, discriminator: { filters: [3] }, seed: 7 });
await train(gan, data, {
  steps: Number(steps),
  batchSize: 4,
  logEvery: 5,
  store: folder(path),
  checkpoint: { everySteps: 1 },
  on: { stepEnd: ({ step }) => void process.stdout.write(`${step}\n`) },
});
