import { expect, test } from 'vitest';
import { presets, readConfig } from './config.js';
import { help } from './help.js';
import { readOptions } from './options.js';

const complaint = (...argv: string[]) => {
  try {
    readOptions(argv);
  } catch (error) {
    expect((error as Error).name).toBe('UsageError');
    return (error as Error).message;
  }
  return 'no error';
};

test("without flags: the default preset, seed 0, GenLab's backend, a new folder", () => {
  expect(readOptions([])).toEqual({ help: false, config: presets.default, resume: false, forceNew: false });
});

test('flags take the place of what the preset says', () => {
  const argv =
    '--preset seed --epochs 3 --batch 32 --generator-rate 2e-4 --discriminator-rate 0.001 --loss hinge --latent 8 --seed 7 --backend cpu';
  const { config, out, data } = readOptions([...argv.split(' '), '--conditional', '--evaluate-every', '50', '--out', 'a', '--data', 'b']);
  expect(config).toEqual({
    ...presets.seed,
    length: { epochs: 3 },
    batchSize: 32,
    generatorRate: 2e-4,
    discriminatorRate: 0.001,
    loss: 'hinge',
    latentDim: 8,
    seed: 7,
    backend: 'cpu',
    conditional: true,
    evaluateEvery: 50,
  });
  expect([out, data]).toEqual(['a', 'b']);
});

test.each([
  [['--stpes', '3'], "Unknown option '--stpes'. See --help."],
  [['runs'], "Unexpected argument 'runs'. See --help."],
  [['--steps', '-3'], /--steps.*See --help\.$/],
  [['--steps', '0'], '--steps: expected a whole number from 1, got "0".'],
  [['--steps', '1e3'], '--steps: expected a whole number from 1, got "1e3".'],
  [['--steps', '10', '--epochs', '1'], '--epochs and --steps say the same thing twice: give one.'],
  [['--batch', '1'], '--batch: expected a whole number from 2, got "1".'],
  [['--generator-rate', '0'], '--generator-rate: expected a learning rate above 0, up to 1, got "0".'],
  [['--discriminator-rate', 'fast'], '--discriminator-rate: expected a learning rate above 0, up to 1, got "fast".'],
  [['--loss', 'mse'], '--loss: expected one of non-saturating, least-squares, hinge, wasserstein, got "mse".'],
  [['--preset', 'best'], '--preset: expected one of default, quick, seed, got "best".'],
  [['--preset', 'toString'], '--preset: expected one of default, quick, seed, got "toString".'],
  [['--seed', '99999999999999999999'], '--seed: expected a whole number from 0, got "99999999999999999999".'],
  [['--resume', '--force-new'], '--resume and --force-new: one goes on, the other begins anew; give one.'],
  [['--out', ''], '--out: expected a name, got nothing.'],
])('%j gets one clear line', (argv, message) => {
  const text = complaint(...argv);
  if (typeof message === 'string') expect(text).toBe(message);
  else expect(text).toMatch(message);
  expect(text).not.toContain('\n');
});

test('a run that goes on keeps its settings, and flags take their place', () => {
  const saved = { ...presets.seed, latentDim: 7, conditional: true };
  expect(readOptions(['--out', 'a'], saved).config).toEqual(saved);
  expect(readOptions(['--latent', '9'], saved).config).toEqual({ ...saved, latentDim: 9 });
  expect(readOptions(['--preset', 'quick'], saved).config).toEqual(presets.quick);
});

test('a configuration comes back from JSON as it was, or says what is wrong with it', () => {
  for (const preset of Object.values(presets)) expect(readConfig(JSON.parse(JSON.stringify(preset)), 'config')).toEqual(preset);
  expect(() => readConfig({ ...presets.default, generator: { filters: [64, -3], normalization: 'batch' } }, 'config')).toThrow(
    'config.generator.filters[1]: expected an integer >= 1, got -3.',
  );
  expect(() => readConfig({ ...presets.default, backend: 3 }, 'config')).toThrow('config.backend: expected a text, got 3.');
});

test('the help names every flag and fits a terminal', () => {
  for (const flag of [
    'preset',
    'conditional',
    'data',
    'epochs',
    'steps',
    'batch',
    'generator-rate',
    'discriminator-rate',
    'loss',
    'latent',
    'seed',
    'backend',
    'evaluate-every',
    'out',
    'resume',
    'force-new',
    'store',
    'log-dir',
    'help',
  ]) {
    expect(help).toContain(`--${flag}`);
  }
  expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(130);
});
