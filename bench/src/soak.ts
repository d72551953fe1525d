// One training of `npm run soak`: does it leave anything behind? Prints the count of tensors, the backend's live bytes and the process's memory ten times,
// after a garbage collection each. Fails if a tensor or a byte has been left since a tenth of the steps, or the resident memory has grown by more than 5 %.
import { parseArgs } from 'node:util';
import { useBackend } from '@genlab/backend';
import { inMemory, type Model, Rng, train } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { makeSeedDcgan } from './seed-dcgan.js';
import { makeSeedHvae } from './seed-hvae.js';

type Batch = { x: tf.Tensor };
const BATCH = 4;
const ITEMS = 64;

const models: Readonly<Record<string, { make: () => unknown; shape: number[] }>> = {
  dcgan: { make: makeSeedDcgan, shape: [28, 28, 1] },
  hvae: { make: makeSeedHvae, shape: [16, 9] },
};

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: '' },
    steps: { type: 'string', default: '1000' },
    eager: { type: 'boolean', default: false },
  },
});
const found = models[values.model];
if (!found) throw new Error(`soak: expected a model of ${Object.keys(models).join(', ')}, got ${values.model}.`);
const steps = Number(values.steps);
await useBackend();

const model = found.make() as Model<Batch>;
const x = tf.tidy(() => tf.cast(tf.less(new Rng(0).uniform([ITEMS, ...found.shape]), 0.17), 'float32'));
const data = inMemory({ x: { data: x.dataSync() as Float32Array, shape: [ITEMS, ...found.shape] } });
x.dispose();

const label = `${values.model}, ${values.eager ? 'eager' : 'as train() runs it'}`;
const every = Math.ceil(steps / 10);
const samples: Awaited<ReturnType<typeof state>>[] = [];
// The engine's heap and code settle in the first tenth, which is not counted.
const eager: Model<Batch> = { step: (batch, context) => model.step(batch, context), dispose() {} };
await train(values.eager ? eager : model, data, {
  steps: steps + every,
  batchSize: BATCH,
  on: {
    async stepEnd({ step }) {
      if (step % every !== 0) return;
      samples.push(await state());
      process.stdout.write(`${label}, step ${step}: ${JSON.stringify(samples.at(-1))}\n`);
    },
  },
});

const [first, last] = [samples[0], samples.at(-1)] as [(typeof samples)[0], (typeof samples)[0]];
const grown = last.residentMebibytes / first.residentMebibytes - 1;
process.stdout.write(
  `${label}: over ${steps} steps ${last.tensors - first.tensors} tensors more, ${last.liveBytes - first.liveBytes} bytes more,`,
);
process.stdout.write(` resident memory ${(100 * grown).toFixed(1)} % more\n`);
if (last.tensors !== first.tensors || last.liveBytes !== first.liveBytes || grown > 0.05) process.exitCode = 1;

/**
 * The memory after a collection. V8's young generation grows to its full 16 MiB, twice, only when enough survives its collections, and in a captured
 * training that takes thousands of steps. It is made to grow before each reading, and V8 given the time to return what it does not need.
 */
async function state() {
  const alive: number[][] = [];
  for (let i = 0; i < 20_000; i++) alive[i % 1000] = new Array(1000).fill(i);
  alive.length = 0;
  for (let i = 0; i < 2; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const { numTensors, liveBytes } = tf.memory() as tf.MemoryInfo & { liveBytes: number };
  const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
  const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 18) / 4;
  return {
    tensors: numTensors,
    liveBytes,
    residentMebibytes: mebibytes(rss),
    heap: mebibytes(heapTotal),
    heapUsed: mebibytes(heapUsed),
    external: mebibytes(external),
  };
}
