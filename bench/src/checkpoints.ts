// npm run checkpoints [-- --steps 4000]: what share of the time of a default fonts run goes into a checkpoint every 100 steps, in a folder, each
// flushed to disk. It is written beside the steps, so its cost is by how much 100 steps after a checkpoint take longer than the 100 then, in the
// median. The images are noise: time does not depend on what is on them. Fails at 2 % or more.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useBackend } from '@genlab/backend';
import { inMemory, Rng, train } from '@genlab/core';
import { folder } from '@genlab/core/node';
import { DCGAN } from '@genlab/gan';

const { values } = parseArgs({ options: { steps: { type: 'string', default: '4000' }, folder: { type: 'string', default: tmpdir() } } });
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
const STEPS = 100;
/** When every hundredth step ended. */
const ends: number[] = [];
const written: number[] = [];
try {
  await train(gan, data, {
    steps: Number(values.steps),
    batchSize: 16,
    store: folder(join(scratch, 'run')),
    checkpoint: { everySteps: 2 * STEPS },
    on: {
      checkpoint: ({ milliseconds }) => void written.push(milliseconds),
      stepEnd: ({ step }) => void (step % STEPS === 0 && ends.push(performance.now())),
    },
  });
  // The first 200 steps warm up; after every even one of these moments a checkpoint is taken.
  const spans = ends.slice(2).map((end, i) => end - (ends[i + 1] as number));
  const [beside, without] = [0, 1].map((odd) => spans.filter((_, i) => i % 2 === odd)) as [number[], number[]];
  const cost = median(without.map((span, i) => (beside[i] as number) - span));
  const share = cost / median(without);
  const entry = join(scratch, 'run', readdirSync(join(scratch, 'run')).at(-1) as string);
  const bytes = readdirSync(entry).reduce((sum, file) => sum + statSync(join(entry, file)).size, 0);
  process.stdout.write(
    `${name}${build ? ` (${build})` : ''}, Node ${process.version}: a checkpoint of ${(bytes / 2 ** 20).toFixed(1)} MiB is there after ${median(written).toFixed(0)} ms ` +
      `and costs ${cost.toFixed(1)} ms, ${(100 * share).toFixed(2)} % of 100 steps (${median(without).toFixed(0)} ms; medians of ${without.length})\n`,
  );
  process.exitCode = share < 0.02 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}
