import { parseArgs } from 'node:util';
import { type Config, type LossName, losses, type Preset, presets } from './config.js';
import { UsageError } from './usage-error.js';

/** What the command line asks for. */
export interface Request {
  readonly help: boolean;
  readonly config: Config;
  /** The folder the run is written to; absent: a new one under `runs`. */
  readonly out?: string;
  /** A folder of images in place of the fonts. */
  readonly data?: string;
}

const flags = {
  preset: { type: 'string' },
  epochs: { type: 'string' },
  steps: { type: 'string' },
  batch: { type: 'string' },
  'generator-rate': { type: 'string' },
  'discriminator-rate': { type: 'string' },
  loss: { type: 'string' },
  latent: { type: 'string' },
  seed: { type: 'string' },
  backend: { type: 'string' },
  conditional: { type: 'boolean' },
  'evaluate-every': { type: 'string' },
  data: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads the command line: a preset, and whatever is said otherwise.
 *
 * @throws UsageError in one line that names the flag
 */
export function readOptions(argv: readonly string[]): Request {
  const values = parse(argv);
  const preset = presets[oneOf('preset', values.preset ?? 'default', Object.keys(presets)) as Preset];
  if (values.epochs !== undefined && values.steps !== undefined)
    throw new UsageError('--epochs and --steps say the same thing twice: give one.');
  const count = (name: keyof typeof flags, least = 1) => wholeNumber(name, values[name] as string | undefined, least);
  const [epochs, steps] = [count('epochs'), count('steps')];
  const length = epochs !== undefined ? { epochs } : steps !== undefined ? { steps } : preset.length;
  return {
    help: values.help ?? false,
    out: notEmpty('out', values.out),
    data: notEmpty('data', values.data),
    config: {
      ...preset,
      length,
      batchSize: count('batch', 2) ?? preset.batchSize,
      generatorRate: rate('generator-rate', values['generator-rate']) ?? preset.generatorRate,
      discriminatorRate: rate('discriminator-rate', values['discriminator-rate']) ?? preset.discriminatorRate,
      loss: values.loss === undefined ? preset.loss : (oneOf('loss', values.loss, Object.keys(losses)) as LossName),
      latentDim: count('latent') ?? preset.latentDim,
      seed: count('seed', 0) ?? preset.seed,
      backend: notEmpty('backend', values.backend),
      conditional: values.conditional ?? preset.conditional,
      evaluateEvery: count('evaluate-every') ?? preset.evaluateEvery,
    },
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // Node adds advice about positionals and dashes after the first sentence.
    throw new UsageError(`${(error as Error).message.split(/\.\s/)[0]?.replace(/\.$/, '')}. See --help.`);
  }
}

function wholeNumber(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw new UsageError(`--${name}: expected a whole number from ${least}, got ${JSON.stringify(text)}.`);
  return value;
}

function rate(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 1))
    throw new UsageError(`--${name}: expected a learning rate above 0, up to 1, got ${JSON.stringify(text)}.`);
  return value;
}

function oneOf(name: string, text: string, names: readonly string[]): string {
  if (!names.includes(text)) throw new UsageError(`--${name}: expected one of ${names.join(', ')}, got ${JSON.stringify(text)}.`);
  return text;
}

function notEmpty(name: string, text: string | undefined): string | undefined {
  if (text?.trim() === '') throw new UsageError(`--${name}: expected a name, got nothing.`);
  return text;
}
