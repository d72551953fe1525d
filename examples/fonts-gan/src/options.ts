import { learningRate, notEmpty, oneOf, parseFlags, wholeNumber } from '../../shared/src/flags.js';
import { UsageError } from '../../shared/src/usage-error.js';
import { type Config, type LossName, losses, type Preset, presets } from './config.js';

/** What the command line asks for. */
export interface Request {
  readonly help: boolean;
  readonly config: Config;
  /** The folder the run is written to; absent: a new one under `runs`. */
  readonly out?: string;
  /** A folder of images in place of the fonts. */
  readonly data?: string;
  /** Goes on with an unfinished run, and fails if there is none. */
  readonly resume: boolean;
  /** Begins anew in a folder that holds a run, which is kept under another name. */
  readonly forceNew: boolean;
  /** Folder of the checkpoints; absent: one in the run's folder. */
  readonly store?: string;
  /** Folder of logs as JSON lines, table and TensorBoard files; absent: none are written. */
  readonly logDir?: string;
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
  store: { type: 'string' },
  'log-dir': { type: 'string' },
  resume: { type: 'boolean' },
  'force-new': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads the command line: a preset, and whatever is said otherwise.
 *
 * @param saved the configuration of a run that is to go on, in place of the default preset
 * @throws UsageError in one line that names the flag
 */
export function readOptions(argv: readonly string[], saved: Config = presets.default): Request {
  const values = parseFlags(argv, flags);
  const preset = values.preset === undefined ? saved : presets[oneOf('preset', values.preset, Object.keys(presets) as Preset[])];
  if (values.epochs !== undefined && values.steps !== undefined)
    throw new UsageError('--epochs and --steps say the same thing twice: give one.');
  const { resume = false, 'force-new': forceNew = false } = values;
  if (resume && forceNew) throw new UsageError('--resume and --force-new: one goes on, the other begins anew; give one.');
  const count = (name: keyof typeof flags, least?: number) => wholeNumber(name, values[name] as string | undefined, least);
  const [epochs, steps] = [count('epochs'), count('steps')];
  const length = epochs !== undefined ? { epochs } : steps !== undefined ? { steps } : preset.length;
  return {
    help: values.help ?? false,
    out: notEmpty('out', values.out),
    data: notEmpty('data', values.data),
    resume,
    forceNew,
    store: notEmpty('store', values.store),
    logDir: notEmpty('log-dir', values['log-dir']),
    config: {
      ...preset,
      length,
      batchSize: count('batch', 2) ?? preset.batchSize,
      generatorRate: learningRate('generator-rate', values['generator-rate']) ?? preset.generatorRate,
      discriminatorRate: learningRate('discriminator-rate', values['discriminator-rate']) ?? preset.discriminatorRate,
      loss: values.loss === undefined ? preset.loss : oneOf('loss', values.loss, Object.keys(losses) as LossName[]),
      latentDim: count('latent') ?? preset.latentDim,
      seed: count('seed', 0) ?? preset.seed,
      backend: notEmpty('backend', values.backend) ?? preset.backend,
      conditional: values.conditional ?? preset.conditional,
      evaluateEvery: count('evaluate-every') ?? preset.evaluateEvery,
    },
  };
}
