import { learningRate, notEmpty, oneOf, parseFlags, wholeNumber } from '../../shared/src/flags.js';
import { UsageError } from '../../shared/src/usage-error.js';
import { type Config, type Preset, presets } from './config.js';
import { readRun } from './run-file.js';

/** What the command line asks for. */
export interface Request {
  readonly help: boolean;
  readonly config: Config;
  /** The folder the run is written to; absent: a new one under `runs`. */
  readonly out?: string;
  /** Whether the folder holds a run that is to go on. */
  readonly resume: boolean;
}

const flags = {
  preset: { type: 'string' },
  data: { type: 'string' },
  epochs: { type: 'string' },
  steps: { type: 'string' },
  batch: { type: 'string' },
  rate: { type: 'string' },
  seed: { type: 'string' },
  backend: { type: 'string' },
  'evaluate-every': { type: 'string' },
  out: { type: 'string' },
  resume: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads the command line: a preset, and whatever is said otherwise.
 *
 * @throws UsageError in one line that names the flag
 */
export function readOptions(argv: readonly string[]): Request {
  const values = parseFlags(argv, flags);
  if (values.resume !== undefined) return resumed(values.resume, Object.keys(values));
  const preset = presets[oneOf('preset', values.preset ?? 'default', Object.keys(presets) as Preset[])];
  if (values.epochs !== undefined && values.steps !== undefined)
    throw new UsageError('--epochs and --steps say the same thing twice: give one.');
  const count = (name: keyof typeof flags, least?: number) => wholeNumber(name, values[name] as string | undefined, least);
  const [epochs, steps] = [count('epochs'), count('steps')];
  const length = epochs !== undefined ? { epochs } : steps !== undefined ? { steps } : preset.length;
  return {
    help: values.help ?? false,
    resume: false,
    out: notEmpty('out', values.out),
    config: {
      ...preset,
      data: notEmpty('data', values.data) ?? preset.data,
      length,
      batchSize: count('batch', 2) ?? preset.batchSize,
      learningRate: learningRate('rate', values.rate) ?? preset.learningRate,
      seed: count('seed', 0) ?? preset.seed,
      backend: notEmpty('backend', values.backend),
      evaluateEvery: count('evaluate-every') ?? preset.evaluateEvery,
    },
  };
}

/** A run that goes on is what it was: nothing else can be said about it. */
function resumed(folder: string, given: readonly string[]): Request {
  const other = given.find((name) => name !== 'resume');
  if (other !== undefined) throw new UsageError(`--resume: the run goes on as it began, so --${other} has no place beside it.`);
  return { help: false, config: readRun(folder, '--resume').config, out: folder, resume: true };
}
