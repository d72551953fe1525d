import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { familyNames } from './data/families.js';
import { main } from './main.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'genlab-fonts-gan-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Few families, a classifier of one epoch: seconds, not minutes. */
const small = () => ({ cacheFolder: join(folder, 'cache'), families: familyNames().slice(0, 12), classifierEpochs: 1 });

async function call(argv: string, rest: object = {}) {
  const [lines, complaints]: string[][] = [[], []];
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true); // the progress line
  const code = await main(argv.split(' '), {
    print: (line) => lines?.push(line),
    complain: (line) => complaints?.push(line),
    ...small(),
    ...rest,
  });
  write.mockRestore();
  return { code, lines: lines ?? [], complaints };
}

test('a short run leaves a report, a summary of the promised shape, samples and attributions', async () => {
  const out = join(folder, 'run');
  const { code, lines } = await call(`--steps 6 --batch 8 --evaluate-every 3 --out ${out}`);
  expect(code).toBe(0);
  expect(lines.at(-1)).toBe(`report: ${join(out, 'report.html')}`);
  expect(readdirSync(out).sort()).toEqual([
    'attributions.txt',
    'checkpoints',
    'looks.bin',
    'report.html',
    'run.json',
    'samples.png',
    'summary.json',
  ]);
  expect(readFileSync(join(out, 'report.html'), 'utf8')).not.toContain('http-equiv="refresh"');
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
  expect(Object.keys(summary)).toEqual([
    'config',
    'backend',
    'steps',
    'seconds',
    'stepsPerSecond',
    'modes',
    'frechet',
    'classifier',
    'content',
    'style',
    'memorisation',
  ]);
  expect(Object.keys(summary.modes)).toEqual(['covered', 'of', 'kl', 'klFloor', 'missing', 'confidentShare']);
  expect(Object.keys(summary.frechet)).toEqual(['value', 'floor', 'realReal']);
  expect(Object.keys(summary.classifier)).toEqual(['validationAccuracy']);
  expect(summary).toMatchObject({ steps: 6, config: { preset: 'default', batchSize: 8, seed: 0 }, modes: { of: 26 } });
  expect(summary.modes.missing).toHaveLength(26 - summary.modes.covered);
  expect(readFileSync(join(out, 'attributions.txt'), 'utf8').trimEnd().split('\n')).toHaveLength(12);
}, 180_000);

test('two runs with one seed draw the same samples, and leave no tensors', async () => {
  const outs = ['one', 'two'].map((name) => join(folder, name));
  const counts: number[] = [];
  for (const out of outs) {
    await call(`--steps 3 --batch 8 --seed 5 --conditional --out ${out}`);
    counts.push(tf.memory().numTensors);
  }
  const [one, two] = outs.map((out) => readFileSync(join(out, 'samples.png')));
  expect(one?.equals(two as Buffer)).toBe(true);
  expect(counts[1]).toBe(counts[0]);
  const summary = JSON.parse(readFileSync(join(outs[0] as string, 'summary.json'), 'utf8'));
  expect(summary.conditional.asReadShare).toBeGreaterThanOrEqual(0);
}, 180_000);

test('stopped early, a run reports what there is', async () => {
  const out = join(folder, 'stopped');
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 2_500);
  const { code } = await call(`--steps 1000000 --batch 8 --out ${out}`, { signal: controller.signal });
  expect(code).toBe(0);
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
  expect(summary.steps).toBeGreaterThan(0);
  expect(summary.steps).toBeLessThan(1_000_000);
  expect(existsSync(join(out, 'report.html'))).toBe(true);
}, 180_000);

test('stopped and called again, a run goes on as if nothing had been, and letters are drawn from it without its fonts', async () => {
  const [whole, part] = [join(folder, 'whole'), join(folder, 'part')];
  const flags = '--steps 8 --batch 8 --conditional --evaluate-every 4 --seed 2';
  await call(`${flags} --out ${whole} --log-dir ${join(whole, 'logs')}`);
  const controller = new AbortController();
  const timer = setInterval(() => existsSync(join(part, 'run.json')) && controller.abort(), 1);
  const stopped = await call(`${flags} --out ${part} --log-dir ${join(part, 'logs')}`, { signal: controller.signal });
  clearInterval(timer);
  expect(stopped.lines.join('\n')).toMatch(/stopped after \d steps; --out .*part goes on from there/);
  expect(readFileSync(join(part, 'report.html'), 'utf8')).toContain('was stopped before its end');

  const resumed = await call(`--out ${part}`); // its settings are in the folder
  expect(resumed.code).toBe(0);
  expect(resumed.lines.join('\n')).toMatch(/goes on from step \d/);
  const read = (run: string, file: string) => readFileSync(join(run, file));
  expect(read(part, 'samples.png').equals(read(whole, 'samples.png'))).toBe(true);
  const [summary, other] = [whole, part].map((run) => ({ ...JSON.parse(`${read(run, 'summary.json')}`), seconds: 0, stepsPerSecond: 0 }));
  expect(other).toEqual(summary);
  const table = (run: string) => `${read(run, 'logs/log.csv')}`.split('\n').map((row) => row.split(',').toSpliced(2, 1));
  expect(table(part)).toEqual(table(whole));
  expect(readdirSync(join(part, 'logs', 'tensorboard'))).toHaveLength(2);

  const draw = async (label: string, name: string) => {
    const { code } = await call(`sample --run ${part} --n 6 --seed 3 --label ${label} --temperature 0.8 --out ${join(folder, name)}`);
    expect(code).toBe(0);
    return readFileSync(join(folder, name));
  };
  const [b, again, c] = [await draw('B', 'b.png'), await draw('B', 'again.png'), await draw('C', 'c.png')];
  expect(again.equals(b)).toBe(true);
  expect(c.equals(b)).toBe(false);
  expect((await call(`sample --run ${part} --label b`)).complaints?.[0]).toMatch(
    /^fonts-gan: --label: expected one of A B C .* got "b"\.$/,
  );
  expect((await call(`--out ${part}`)).complaints?.[0]).toMatch(/part is finished; name another folder, or say --force-new/);
}, 180_000);

test.each([
  ['--lost', "fonts-gan: Unknown option '--lost'. See --help."],
  ['--resume', /^fonts-gan: --resume: there is no unfinished run in .*bad\.$/],
  ['--data /no/such/folder', 'fonts-gan: --data: there is no folder /no/such/folder.'],
  ['--backend abacus', /^fonts-gan: --backend: useBackend: expected one of .*abacus/],
])('%s: one line, code 2, nothing left behind', async (argv, message) => {
  const out = join(folder, 'bad');
  const { code, complaints } = await call(`${argv} --out ${out}`);
  expect(code).toBe(2);
  expect(complaints).toHaveLength(1);
  expect(complaints?.[0]).toMatch(message);
  expect(existsSync(out)).toBe(false);
});

test('--help explains and does nothing', async () => {
  const { code, lines } = await call('--help');
  expect(code).toBe(0);
  expect(lines[0]).toMatch(/^fonts-gan: /);
});
