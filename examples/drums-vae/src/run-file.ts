import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../shared/src/usage-error.js';
import { writeAtomically } from '../../shared/src/write-atomically.js';
import { type Config, presets } from './config.js';

const FILE = 'run.json';

/** Where a run keeps the checkpoints it can go on from. */
export function checkpointFolder(runFolder: string): string {
  return join(runFolder, 'checkpoints');
}

/** Keeps what a run is, so that it can go on. */
export function writeConfig(runFolder: string, config: Config): void {
  writeAtomically(join(runFolder, FILE), `${JSON.stringify({ program: 'drums-vae', config }, null, 2)}\n`);
}

/**
 * What the run in a folder is.
 *
 * @throws UsageError if there is none, or none of this program's
 */
export function readConfig(runFolder: string): Config {
  const path = join(runFolder, FILE);
  let content: { readonly program?: unknown; readonly config?: Config };
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`--resume: ${runFolder} holds no run that can go on (${(error as Error).message.split('\n')[0]}).`);
  }
  const known = Object.keys(presets.default);
  if (content?.program !== 'drums-vae' || content.config === undefined || known.some((name) => !(name in (content.config as Config))))
    throw new UsageError(`--resume: ${path} is not of this program, or of another version of it.`);
  return content.config;
}
