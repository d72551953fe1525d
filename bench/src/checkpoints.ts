// npm run checkpoints [-- --steps 16000] [-- --run-seconds 240]: what share of the time of a default fonts run goes into a checkpoint every 100
// steps, in a folder, each flushed to disk. It is written beside the steps, so its cost is by how much the 80 steps after one take longer than
// the 80 before and after those, where there is none. A machine has moods: the mean of what is left without the highest and the lowest tenth,
// with its standard error. The images are noise: time does not depend on what is on them. How long a default run takes is seen by making one,
// unless it is told. Fails at 2 % of it or more.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { useBackend } from '@genlab/backend';
import { inMemory, Rng, train } from '@genlab/core';
import { folder } from '@genlab/core/node';
import { DCGAN } from '@genlab/gan';

/** Steps of a default fonts run. */
const RUN_STEPS = 16_000;
const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: String(RUN_STEPS) },
    folder: { type: 'string', default: tmpdir() },
    'run-seconds': { type: 'string' },
  },
});
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
const WINDOW = 80;
/** When every 80th step ended. */
const ends: number[] = [];
const written: number[] = [];
try {
  await train(gan, data, {
    steps: Number(values.steps),
    batchSize: 16,
    store: folder(join(scratch, 'run')),
    checkpoint: { everySteps: 2 * WINDOW },
    on: {
      checkpoint: ({ milliseconds }) => void written.push(milliseconds),
      stepEnd: ({ step }) => void (step % WINDOW === 0 && ends.push(performance.now())),
    },
  });
  // The first 240 steps warm up; from then on a span without a checkpoint and one with it take turns.
  const spans = ends.slice(3).map((end, i) => end - (ends[i + 2] as number));
  const without = spans.filter((_, i) => i % 2 === 0);
  const costs = without.slice(1).map((after, i) => (spans[2 * i + 1] as number) - ((without[i] as number) + after) / 2);
  const { mean, standardError } = trimmedMean(costs);
  const hundredSteps = (median(without) * 100) / WINDOW;
  const seconds = Number(values['run-seconds'] ?? secondsOfDefaultRun(join(scratch, 'fonts')));
  const hundredStepsOfRun = (seconds * 1000 * 100) / RUN_STEPS;
  const run = join(scratch, 'run');
  const entry = join(run, readdirSync(run).at(-1) as string);
  const bytes = readdirSync(entry).reduce((sum, file) => sum + statSync(join(entry, file)).size, 0);
  process.stdout.write(
    `${name}${build ? ` (${build})` : ''}, Node ${process.version}: a checkpoint of ${(bytes / 2 ** 20).toFixed(1)} MiB is there after ${median(written).toFixed(0)} ms ` +
      `and costs ${mean.toFixed(1)} ms (standard error ${standardError.toFixed(1)}, ${costs.length} checkpoints): ` +
      `${((100 * mean) / hundredStepsOfRun).toFixed(2)} % of what a default fonts run, of ${seconds.toFixed(0)} s, takes for 100 steps ` +
      `(${hundredStepsOfRun.toFixed(0)} ms), ${((100 * mean) / hundredSteps).toFixed(2)} % of 100 steps alone (${hundredSteps.toFixed(0)} ms)\n`,
  );
  process.exitCode = mean < 0.02 * hundredStepsOfRun ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** How long a default run of fonts-gan takes, from its first line to its report. */
function secondsOfDefaultRun(out: string): number {
  const cli = fileURLToPath(new URL('../../examples/fonts-gan/dist/cli.js', import.meta.url));
  const begin = performance.now();
  execFileSync(process.execPath, [cli, '--out', out], { stdio: 'ignore' });
  return (performance.now() - begin) / 1000;
}

/** The mean without the highest and the lowest tenth, and its standard error (Tukey and McLaughlin, 1963). */
function trimmedMean(numbers: readonly number[]): { readonly mean: number; readonly standardError: number } {
  const sorted = [...numbers].sort((a, b) => a - b);
  const cut = Math.floor(sorted.length / 10);
  const kept = sorted.slice(cut, sorted.length - cut);
  const mean = average(kept);
  const drawnIn = sorted.map((x) => Math.min(Math.max(x, kept[0] as number), kept.at(-1) as number));
  const centre = average(drawnIn);
  const variance = drawnIn.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (sorted.length - 1);
  return { mean, standardError: (Math.sqrt(variance / sorted.length) * sorted.length) / kept.length };
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}
