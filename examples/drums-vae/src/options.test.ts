import { expect, test } from 'vitest';
import { presets } from './config.js';
import { help } from './help.js';
import { readOptions } from './options.js';

test("without flags: the default preset on the varied grammar, seed 0, GenLab's backend, a new folder", () => {
  expect(readOptions([])).toEqual({
    help: false,
    resume: false,
    config: { ...presets.default, backend: undefined, evaluateEvery: undefined },
    out: undefined,
  });
  expect(presets.default.data).toBe('grammar:varied');
  expect(presets.seed.data).toBe('grammar:study');
});

test('flags take the place of what the preset says', () => {
  const argv = '--preset seed --data groove:x --epochs 3 --batch 16 --rate 2e-4 --seed 7 --backend cpu --evaluate-every 50 --out a';
  const { config, out } = readOptions(argv.split(' '));
  expect(config).toEqual({
    ...presets.seed,
    data: 'groove:x',
    length: { epochs: 3 },
    batchSize: 16,
    learningRate: 2e-4,
    seed: 7,
    backend: 'cpu',
    evaluateEvery: 50,
  });
  expect(out).toBe('a');
});

test.each([
  [['--stpes', '3'], "Unknown option '--stpes'. See --help."],
  [['--steps', '0'], '--steps: expected a whole number from 1, got "0".'],
  [['--steps', '10', '--epochs', '1'], '--epochs and --steps say the same thing twice: give one.'],
  [['--batch', '1'], '--batch: expected a whole number from 2, got "1".'],
  [['--rate', '2'], '--rate: expected a learning rate above 0, up to 1, got "2".'],
  [['--preset', 'best'], '--preset: expected one of default, seed, got "best".'],
  [['--resume', 'x', '--steps', '9'], '--resume: the run goes on as it began, so --steps has no place beside it.'],
  [['--data', ''], '--data: expected a name, got nothing.'],
])('%j gets one clear line', (argv, message) => {
  expect(() => readOptions(argv)).toThrow(expect.objectContaining({ name: 'UsageError', message }));
});

test('the help names every flag and fits a terminal', () => {
  for (const flag of ['preset', 'data', 'epochs', 'steps', 'batch', 'rate', 'seed', 'backend', 'evaluate-every', 'out', 'resume', 'help'])
    expect(help).toContain(`--${flag}`);
  expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(130);
});
