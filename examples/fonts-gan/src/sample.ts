import { folder } from '@genlab/core/node';
import { DCGAN } from '@genlab/gan';
import { imageGrid } from '@genlab/report';
import { notEmpty, parseFlags, temperature, wholeNumber } from '../../shared/src/flags.js';
import { takeBackend } from '../../shared/src/take-backend.js';
import { UsageError } from '../../shared/src/usage-error.js';
import { writeOutput } from '../../shared/src/write-atomically.js';
import { sampleHelp } from './help.js';
import { decodePixels } from './pixels.js';
import { readRun, type SavedRun } from './saved-run.js';

const flags = {
  run: { type: 'string' },
  n: { type: 'string' },
  seed: { type: 'string' },
  label: { type: 'string' },
  temperature: { type: 'string' },
  backend: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * `fonts-gan sample`: draws letters from a run's last checkpoint, without its fonts.
 *
 * @throws UsageError in one line that names the flag
 */
export async function sample(argv: readonly string[], print: (line: string) => void): Promise<void> {
  const values = parseFlags(argv, flags);
  if (values.help) {
    print(sampleHelp.trimEnd());
    return;
  }
  const path = notEmpty('run', values.run);
  const run = path === undefined ? undefined : readRun(path);
  if (run === undefined) throw new UsageError(`--run: expected the folder of a run, got ${path ?? 'none'}. See sample --help.`);
  const n = wholeNumber('n', values.n) ?? 64;
  const seed = wholeNumber('seed', values.seed, 0) ?? 0;
  const label = labelOf(values.label, run);
  const spread = temperature('temperature', values.temperature);
  const out = notEmpty('out', values.out) ?? 'letters.png';
  await takeBackend(notEmpty('backend', values.backend) ?? run.config.backend);
  const gan = await DCGAN.load(folder(run.store)).catch((error: Error) => {
    throw new UsageError(`--run: ${error.message}`);
  });
  const images = gan.sample({ n, seed, label, temperature: spread });
  try {
    const columns = run.config.conditional && label === undefined ? run.classes.length : undefined;
    const grid = imageGrid({ data: decodePixels(await images.data(), run.config.pixels), shape: images.shape }, { columns });
    writeOutput(out, grid.png);
    print(`${n} letters of seed ${seed}: ${out}`);
  } finally {
    images.dispose();
    gan.dispose();
  }
}

function labelOf(text: string | undefined, { config, classes }: SavedRun): number | undefined {
  if (text === undefined) return undefined;
  if (!config.conditional) throw new UsageError('--label: this run was not conditional: it draws what it likes.');
  const label = classes.indexOf(text);
  if (label < 0) throw new UsageError(`--label: expected one of ${classes.join(' ')}, got ${JSON.stringify(text)}.`);
  return label;
}
