// npm run checkpoints [-- --steps 1000]: what share of the time of a default fonts run goes into a checkpoint every 100 steps, in a folder, each
// flushed to disk. The images are noise: time does not depend on what is on them. Fails at 2 % or more.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useBackend } from '@genlab/backend';
import { inMemory, Rng, train } from '@genlab/core';
import { folder } from '@genlab/core/node';
import { DCGAN } from '@genlab/gan';

const { values } = parseArgs({ options: { steps: { type: 'string', default: '1000' }, folder: { type: 'string', default: tmpdir() } } });
const { name, build } = await useBackend();
const scratch = mkdtempSync(join(values.folder, 'genlab-checkpoints-'));
// The networks of the default preset of fonts-gan.
const gan = new DCGAN({
  imageShape: [28, 28, 1],
  latentDim: 64,
  generator: { filters: [64, 32] },
  discriminator: { filters: [16, 32, 64] },
  learningRate: 2e-3,
  adam: { beta1: 0.5, beta2: 0.99 },
});
const data = inMemory({ x: new Rng(0).uniform([5_330, 28, 28, 1], { low: -1, high: 1 }) });
const waits: number[] = [];
let begin = 0;
try {
  await train(gan, data, {
    steps: 100 + Number(values.steps),
    batchSize: 16,
    store: folder(join(scratch, 'run')),
    checkpoint: { everySteps: 100 },
    on: {
      // The first 100 steps warm up; their checkpoint is not counted either.
      checkpoint({ step, milliseconds }) {
        if (step > 100) waits.push(milliseconds);
      },
      stepEnd({ step }) {
        if (step === 101) begin = performance.now();
      },
    },
  });
  const total = performance.now() - begin;
  const waited = waits.reduce((sum, wait) => sum + wait, 0);
  const median = [...waits].sort((a, b) => a - b)[waits.length >> 1] ?? Number.NaN;
  const entry = join(scratch, 'run', readdirSync(join(scratch, 'run')).at(-1) as string);
  const bytes = readdirSync(entry).reduce((sum, file) => sum + statSync(join(entry, file)).size, 0);
  const share = waited / total;
  process.stdout.write(
    `${name}${build ? ` (${build})` : ''}, Node ${process.version}: ${waits.length} checkpoints of ${(bytes / 2 ** 20).toFixed(1)} MiB, ` +
      `${median.toFixed(1)} ms each (median), ${(100 * share).toFixed(2)} % of ${(total / 1_000).toFixed(1)} s\n`,
  );
  process.exitCode = share < 0.02 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
