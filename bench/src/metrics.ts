// npm run bench -- --metrics [--repetitions 5]: metrics of samples beside scikit-learn and numpy, which are given the same numbers.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { useBackend } from '@genlab/backend';
import { Rng } from '@genlab/core';
import { frechet, kernelDistance, type Matrix, manifold, memorisation, moments, neighbours, oneNearestNeighbour } from '@genlab/metrics';

const DIMS = 64;

/** What a system took for a work, and what it found. */
interface Answer {
  readonly ms: number;
  readonly found: readonly number[];
}
type Answers = Record<string, Answer>;

const { values } = parseArgs({ options: { repetitions: { type: 'string', default: '5' } } });
const repetitions = Number(values.repetitions);
if (!Number.isInteger(repetitions) || repetitions < 1) {
  process.stderr.write(`--repetitions: expected an integer >= 1, got ${values.repetitions}.\n`);
  process.exit(2);
}
await useBackend('genlab');
const folder = mkdtempSync(join(tmpdir(), 'genlab-bench-'));
const [train, fake, test] = [1, 2, 3].map((seed) => sample(10_000, seed)) as [Matrix, Matrix, Matrix];
const python = pythonWithSklearn();
const turns: { genlab: Answers; peer?: Answers }[] = [];
try {
  for (const [name, set] of Object.entries({ train, fake, test })) writeFileSync(join(folder, `${name}.f32`), set.data as Float32Array);
  for (let turn = 0; turn <= repetitions; turn++) turns.push({ genlab: genlab(), peer: python ? peer(python) : undefined });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
turns.shift(); // the first one warms up
for (const work of Object.keys(turns[0]?.genlab ?? {})) {
  line(work, 'genlab', turns.map(({ genlab }) => genlab[work] as Answer)); // biome-ignore format: a line of the table
  if (python) line(work, 'scikit-learn', turns.map((turn) => turn.peer?.[work] as Answer)); // biome-ignore format: the same
}
if (!python) process.stdout.write('scikit-learn is left out: no Python with sklearn was found (GENLAB_PYTHON can name one).\n');
process.stdout.write(
  `\n${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} logical processors, Node ${process.version}; medians of ${repetitions}\n`,
);

function genlab(): Answers {
  const [a, b] = [head(train, 2_000), head(fake, 2_000)];
  const [real, model] = [moments(DIMS).push(train), moments(DIMS).push(fake)];
  return {
    'manifold, 1-NN and memorisation, 10,000 x 64 against 10,000': time(() => {
      const knn = neighbours({ real: train, fake });
      const { precision, recall, density, coverage } = manifold(knn);
      const copies = memorisation({ train, fake, test }, { neighbours: knn });
      return [precision.value, recall.value, density.value, coverage.value, oneNearestNeighbour(knn).value, copies.ratio as number];
    }),
    'kernelDistance, 4 x 500, 64 features': time(() => [kernelDistance({ real: a, fake: b }, { blocks: 4, seed: null }).value]),
    'frechet, 64 features, from moments': time(() => [frechet({ real, fake: model }).value]),
  };
}

function time(work: () => readonly number[]): Answer {
  const begin = performance.now();
  const found = work();
  return { ms: performance.now() - begin, found };
}

function peer(command: string): Answers {
  const script = fileURLToPath(new URL('../peers/sklearn-metrics.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync(command, [script, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${script}: expected it to end well, got ${status}.\n${stderr}`);
  return JSON.parse(stdout);
}

function line(work: string, system: string, answers: readonly Answer[]): void {
  const sorted = answers.map(({ ms }) => ms).sort((x, y) => x - y);
  const median = sorted[sorted.length >> 1] as number;
  const found = (answers[0] as Answer).found.map((value) => value.toPrecision(6)).join(' ');
  process.stdout.write(`${work.padEnd(60)}  ${system.padEnd(12)} ${median.toFixed(1).padStart(9)} ms  ${found}\n`);
}

function sample(rows: number, seed: number): Matrix {
  const normal = new Rng(seed).normal([rows, DIMS]);
  const data = normal.dataSync<'float32'>().slice();
  normal.dispose();
  return { data, rows, cols: DIMS };
}

function head({ data, cols }: Matrix, rows: number): Matrix {
  return { data: (data as Float32Array).subarray(0, rows * cols), rows, cols };
}

function pythonWithSklearn(): string | undefined {
  const named = process.env.GENLAB_PYTHON;
  const candidates = named ? [named] : ['python3', '/usr/bin/python3'];
  return candidates.find((command) => spawnSync(command, ['-c', 'import scipy, sklearn']).status === 0);
}
