import { folder } from '@genlab/core/node';
import { HierarchicalVAE } from '@genlab/vae';
import { notEmpty, oneOf, parseFlags, temperature, wholeNumber } from '../../shared/src/flags.js';
import { takeBackend } from '../../shared/src/take-backend.js';
import { UsageError } from '../../shared/src/usage-error.js';
import { writeOutput } from '../../shared/src/write-atomically.js';
import { sampleHelp } from './help.js';
import { writeMidi } from './midi/write-midi.js';
import { checkpointFolder, readRun, type SavedRun } from './run-file.js';
import { take } from './tensors.js';

const flags = {
  run: { type: 'string' },
  n: { type: 'string' },
  genre: { type: 'string' },
  seed: { type: 'string' },
  temperature: { type: 'string' },
  backend: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * `drums-vae sample`: draws bars from a run's last checkpoint, without its data.
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
  if (path === undefined) throw new UsageError('--run: expected the folder of a run, got none. See sample --help.');
  const n = wholeNumber('n', values.n) ?? 16;
  const seed = wholeNumber('seed', values.seed, 0) ?? 0;
  const spread = temperature('temperature', values.temperature);
  const out = notEmpty('out', values.out) ?? 'bars.mid';
  const run = readRun(path, '--run');
  const label = labelOf(values.genre, run);
  await takeBackend(notEmpty('backend', values.backend) ?? run.config.backend);
  const vae = await HierarchicalVAE.load(folder(checkpointFolder(path))).catch((error: Error) => {
    throw new UsageError(`--run: ${error.message}`);
  });
  try {
    const bars = await take(vae.sample({ n, seed, label, temperature: spread }));
    const what = `${values.genre === undefined ? '' : `${values.genre}, `}${n === 1 ? '1 bar' : `${n} bars`} of seed ${seed}`;
    writeOutput(out, writeMidi(bars, { name: what }));
    print(`${what}: ${out}`);
  } finally {
    vae.dispose();
  }
}

function labelOf(genre: string | undefined, { config, genres }: SavedRun): number | undefined {
  if (genre === undefined) return undefined;
  if (!config.conditional) throw new UsageError('--genre: this run was not conditional: it plays what it likes.');
  return genres.indexOf(oneOf('genre', genre, genres));
}
