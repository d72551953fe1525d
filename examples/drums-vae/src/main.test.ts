import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { parseMidi } from 'midi-file';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { main } from './main.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'genlab-drums-vae-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function call(argv: string, rest: object = {}) {
  const [lines, complaints]: [string[], string[]] = [[], []];
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true); // the progress line
  const code = await main(argv.split(' '), {
    print: (line) => lines.push(line),
    complain: (line) => complaints.push(line),
    cacheFolder: join(folder, 'cache'),
    draws: 2,
    validation: 120,
    ...rest,
  });
  write.mockRestore();
  return { code, lines, complaints };
}

test('a short run leaves a report, a summary of the promised shape and MIDI files, and no tensors', async () => {
  const out = join(folder, 'run');
  await call(`--steps 1 --batch 8 --out ${join(folder, 'first')}`);
  const before = tf.memory().numTensors;
  const { code, lines } = await call(`--steps 6 --batch 8 --evaluate-every 3 --out ${out}`);
  expect(code).toBe(0);
  expect(tf.memory().numTensors).toBe(before);
  expect(lines.at(-1)).toBe(`report: ${join(out, 'report.html')}`);
  expect(readdirSync(out).sort()).toEqual(['checkpoints', 'midi', 'report.html', 'run.json', 'summary.json']);
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
  expect(Object.keys(summary)).toEqual(['config', 'backend', 'steps', 'seconds', 'nll', 'levels', 'generation']);
  expect(Object.keys(summary.nll)).toEqual(['elbo', 'iwae', 'k', 'bayesLimit']);
  expect(summary.levels.map(Object.keys)).toEqual(
    [0, 1].map(() => ['kl', 'activeUnits', 'of', 'genreProbe', 'variationProbe', 'mutualInformation']),
  );
  expect(Object.keys(summary.generation)).toEqual(['genreAccuracy', 'perGenre', 'validity', 'novelty', 'diversity']);
  expect(summary).toMatchObject({ steps: 6, config: { preset: 'default', batchSize: 8, seed: 0 }, levels: [{ of: 4 }, { of: 12 }] });
  expect(summary.nll.iwae).toBeGreaterThan(summary.nll.bayesLimit);
  const files = readdirSync(join(out, 'midi'));
  expect(files).toHaveLength(20);
  for (const file of files) expect(parseMidi(readFileSync(join(out, 'midi', file))).header.numTracks).toBe(1);
  const html = readFileSync(join(out, 'report.html'), 'utf8');
  expect(html.length).toBeLessThan(3_000_000);
}, 180_000);

test('the seed preset trains, two runs of one seed to the same figures', async () => {
  const outs = ['one', 'two'].map((name) => join(folder, name));
  for (const out of outs) expect((await call(`--preset seed --steps 4 --seed 5 --out ${out}`)).code).toBe(0);
  const [one, two] = outs.map((out) => JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')));
  expect({ ...one, seconds: 0 }).toEqual({ ...two, seconds: 0 });
  expect(readFileSync(join(outs[0] as string, 'report.html'), 'utf8')).toContain('the study’s “validity”');
}, 180_000);

test('stopped early, a run reports what there is, and goes on to the end it would have had', async () => {
  const out = join(folder, 'stopped');
  const controller = new AbortController();
  const summary = (of: string) => JSON.parse(readFileSync(join(of, 'summary.json'), 'utf8'));
  const whole = '--steps 40 --batch 8 --evaluate-every 5';
  const print = (line: string) => line === 'measuring ...' || setTimeout(() => controller.abort(), 0);
  expect((await call(`${whole} --out ${out}`, { signal: controller.signal, print })).code).toBe(0);
  expect(summary(out).steps).toBeLessThan(40);
  expect(existsSync(join(out, 'report.html'))).toBe(true);

  expect((await call(`--resume ${out}`)).code).toBe(0);
  await call(`${whole} --out ${join(folder, 'unstopped')}`);
  expect({ ...summary(out), seconds: 0 }).toEqual({ ...summary(join(folder, 'unstopped')), seconds: 0 });
  expect((await call(`--resume ${out}`)).complaints[0]).toMatch(/^drums-vae: --resume: .*over/);
}, 180_000);

test('sample draws bars from a run without its data: of one genre, or of all in turn', async () => {
  const [run, plain] = [join(folder, 'run'), join(folder, 'one')]; // of the tests above
  const before = tf.memory().numTensors;
  const draw = async (flags: string, name: string) => {
    const { code, lines, complaints } = await call(`sample ${flags} --out ${join(folder, name)}`);
    return { code, line: lines[0] ?? complaints[0], bytes: existsSync(join(folder, name)) && readFileSync(join(folder, name)) };
  };
  const [one, two] = [
    await draw(`--run ${run} --n 5 --genre jazz --seed 3`, 'a.mid'),
    await draw(`--run ${run} --n 5 --genre jazz --seed 3`, 'b.mid'),
  ];
  expect(one).toMatchObject({ code: 0, line: `jazz, 5 bars of seed 3: ${join(folder, 'a.mid')}` });
  expect(one.bytes).toEqual(two.bytes);
  const end = parseMidi(one.bytes as Buffer).tracks[0]?.reduce((ticks, event) => ticks + event.deltaTime, 0);
  expect(end).toBe(5 * 4 * 480);
  expect((await draw(`--run ${plain} --n 1`, 'c.mid')).code).toBe(0);
  expect(tf.memory().numTensors).toBe(before);
  const refused: [string, RegExp][] = [
    [`--run ${run} --genre polka`, /^drums-vae: --genre: expected one of rock, jazz, hiphop, electronic, latin, got "polka"\.$/],
    [`--run ${plain} --genre jazz`, /^drums-vae: --genre: this run was not conditional/],
    [`--run ${run} --n 0`, /^drums-vae: --n: expected a whole number from 1, got "0"\.$/],
    [`--run ${join(folder, 'none')}`, /^drums-vae: --run: .*none holds no run/],
    ['--n 3', /^drums-vae: --run: expected the folder of a run, got none/],
    [`--run ${run} --temperature warm`, /^drums-vae: --temperature: expected a number from 0, got "warm"\.$/],
  ];
  for (const [flags, message] of refused) {
    const { code, line, bytes } = await draw(flags, 'refused.mid');
    expect([code, bytes]).toEqual([2, false]);
    expect(line).toMatch(message);
  }
  expect((await draw(`--run ${run}`, 'a.mid/b.mid')).line).toMatch(/^drums-vae: --out: .* can't be written/);
}, 180_000);

test.each([
  ['--lost', "drums-vae: Unknown option '--lost'. See --help."],
  ['--data /no/such/file', 'drums-vae: --data: /no/such/file is neither a file nor one of grammar:varied, grammar:study, groove.'],
  ['--data groove:/no/such/folder', 'drums-vae: --data: there is no folder or zip /no/such/folder.'],
  ['--resume /no/such/folder', /^drums-vae: --resume: \/no\/such\/folder holds no run/],
  ['--backend abacus', /^drums-vae: --backend: useBackend: expected one of .*abacus/],
])('%s: one line, code 2, nothing left behind', async (argv, message) => {
  const out = join(folder, 'bad');
  const { code, complaints } = await call(argv.startsWith('--resume') ? argv : `${argv} --out ${out}`);
  expect(code).toBe(2);
  expect(complaints).toHaveLength(1);
  expect(complaints[0]).toMatch(message);
  expect(existsSync(out)).toBe(false);
});

test('--help explains and does nothing', async () => {
  const { code, lines } = await call('--help');
  expect(code).toBe(0);
  expect(lines[0]).toMatch(/^drums-vae: /);
  expect((await call('sample --help')).lines[0]).toMatch(/^drums-vae sample: /);
});
