import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { config as read } from '@genlab/core';
import { checkProgram } from '../../shared/src/run-program.js';
import { UsageError } from '../../shared/src/usage-error.js';
import { writeAtomically } from '../../shared/src/write-atomically.js';
import { type Config, readConfig } from './config.js';

/** What `run.json` says of a run: all that is needed to go on with it, or to draw from it. */
export interface SavedRun {
  readonly config: Config;
  /** Names of the genres, in the order of their labels. */
  readonly genres: readonly string[];
}

const FILE = 'run.json';

const PROGRAM = 'drums-vae';

const readFile = read.record({ program: read.oneOf(PROGRAM), config: readConfig, genres: read.list(read.text) });

/** Where a run keeps the checkpoints it can go on from. */
export function checkpointFolder(runFolder: string): string {
  return join(runFolder, 'checkpoints');
}

/** Keeps what a run is. */
export function saveRun(runFolder: string, run: SavedRun): void {
  writeAtomically(join(runFolder, FILE), `${JSON.stringify({ program: PROGRAM, ...run }, null, 2)}\n`);
}

/**
 * What the run in a folder is.
 *
 * @param flag The flag that names the folder, for messages.
 * @throws UsageError if there is none, or none of this program's
 */
export function readRun(runFolder: string, flag: '--resume' | '--run'): SavedRun {
  const path = join(runFolder, FILE);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${flag}: ${runFolder} holds no run (${(error as Error).message.split('\n')[0]}).`);
  }
  checkProgram(path, content, PROGRAM);
  try {
    return readFile(content, '');
  } catch (error) {
    throw new UsageError(`${flag}: ${path} is not of this program, or of another version of it (${(error as Error).message}).`);
  }
}
