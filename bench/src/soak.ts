// npm run soak [-- --steps 1000]: does training leave anything behind? Prints the count of tensors, the backend's live bytes and the resident
// memory after the first ten steps and at the end, and fails if one of the first two has grown.
import { parseArgs } from 'node:util';
import { useBackend } from '@genlab/backend';
import * as tf from '@tensorflow/tfjs-core';
import { seedDcgan } from './seed-dcgan.js';

const { values } = parseArgs({ options: { steps: { type: 'string', default: '1000' } } });
const steps = Number(values.steps);
await useBackend();
const step = seedDcgan(4);
for (let i = 0; i < 10; i++) step();
const before = state();
for (let i = 0; i < steps; i++) step();
const after = state();
process.stdout.write(`before ${JSON.stringify(before)}\nafter  ${JSON.stringify(after)} (${steps} steps later)\n`);
process.exitCode = after.tensors === before.tensors && after.liveBytes === before.liveBytes ? 0 : 1;

function state() {
  const { numTensors, liveBytes } = tf.memory() as tf.MemoryInfo & { liveBytes: number };
  return { tensors: numTensors, liveBytes, residentMebibytes: Math.round(process.memoryUsage().rss / 2 ** 20) };
}
