// npm run soak [-- --steps 10000] [-- --models dcgan,hvae]: does training leave anything behind? Trains each model at batch 4 and prints the count of
// tensors, the backend's live bytes and the resident memory after a tenth of the steps and at the end. Fails if a tensor or a byte is left, or if the
// resident memory has grown by more than 5 %.
import { parseArgs } from 'node:util';
import { useBackend } from '@genlab/backend';
import * as tf from '@tensorflow/tfjs-core';
import { seedDcgan } from './seed-dcgan.js';
import { seedHvae } from './seed-hvae.js';

const models: Readonly<Record<string, (batch: number) => () => void>> = { dcgan: seedDcgan, hvae: seedHvae };
const { values } = parseArgs({
  options: { steps: { type: 'string', default: '1000' }, models: { type: 'string', default: 'dcgan,hvae' } },
});
const steps = Number(values.steps);
await useBackend();
for (const name of values.models.split(',')) {
  const make = models[name];
  if (!make) throw new Error(`soak: expected models of ${Object.keys(models).join(', ')}, got ${name}.`);
  const step = make(4);
  // The engine's own heap and code settle first; a warm-up that is a part of the steps lets it.
  for (let i = 0; i < Math.ceil(steps / 10); i++) step();
  const before = state();
  for (let i = 0; i < steps; i++) step();
  const after = state();
  const grown = after.residentMebibytes / before.residentMebibytes - 1;
  process.stdout.write(`${name}, before: ${JSON.stringify(before)}\n${name}, ${steps} steps later: ${JSON.stringify(after)}\n`);
  process.stdout.write(`${name}: resident memory ${(100 * grown).toFixed(1)} % more\n`);
  if (after.tensors !== before.tensors || after.liveBytes !== before.liveBytes || grown > 0.05) process.exitCode = 1;
}

function state() {
  const { numTensors, liveBytes } = tf.memory() as tf.MemoryInfo & { liveBytes: number };
  return { tensors: numTensors, liveBytes, residentMebibytes: Math.round(process.memoryUsage().rss / 2 ** 20) };
}
