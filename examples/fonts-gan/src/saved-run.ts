import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chooseRunFolder } from '../../shared/src/run-folder.js';
import { checkProgram } from '../../shared/src/run-program.js';
import { UsageError } from '../../shared/src/usage-error.js';
import { writeAtomically } from '../../shared/src/write-atomically.js';
import { type Config, readConfig } from './config.js';

/** What `run.json` says of a run: all that is needed to go on with it, or to draw from it. */
export interface SavedRun {
  readonly config: Config;
  /** Folder of its checkpoints. */
  readonly store: string;
  readonly classes: readonly string[];
  readonly finished: boolean;
  /** Folder of its logs; none. */
  readonly logDir?: string;
  /** Folder of its images; absent: the fonts. */
  readonly data?: string;
}

/** Where a run goes, as the command line has it. */
export interface Place {
  readonly out?: string;
  readonly resume: boolean;
  readonly forceNew: boolean;
}

/** Where a run is written. */
export interface Placed {
  readonly folder: string;
  /** What it goes on with. */
  readonly saved?: SavedRun;
  /** Another run is in the folder, and has to be set aside. */
  readonly occupied?: boolean;
}

const FILE = 'run.json';

const PROGRAM = 'fonts-gan';

/** Keeps what there is to know of a run. */
export function saveRun(folder: string, run: SavedRun): void {
  writeAtomically(join(folder, FILE), `${JSON.stringify({ program: PROGRAM, ...run, store: resolve(run.store) }, null, 2)}\n`);
}

/**
 * The run in a folder, or undefined if there is none.
 *
 * @throws UsageError if `run.json` is damaged, or of another example
 */
export function readRun(folder: string): SavedRun | undefined {
  const path = join(folder, FILE);
  if (!existsSync(path)) return undefined;
  try {
    const { program, ...run } = JSON.parse(readFileSync(path, 'utf8'));
    checkProgram(path, { program }, PROGRAM);
    return { ...run, config: readConfig(run.config, 'config') };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path}: ${(error as Error).message}`);
  }
}

/**
 * Where a run is written, and what it goes on from, if it does: an unfinished run in the folder named, or with `--resume` alone the last
 * one.
 *
 * @throws UsageError if there is nothing to go on with, or something else in the folder
 */
export function placeRun({ out, resume, forceNew }: Place, parent = 'runs'): Placed {
  const folder = resume ? (out ?? lastUnfinished(parent)) : out;
  const saved = folder === undefined ? undefined : readRun(folder);
  if (folder === undefined || saved === undefined) {
    if (resume) throw new UsageError(`--resume: there is no unfinished run in ${out ?? parent}.`);
    return { folder: chooseRunFolder('fonts', out, parent) };
  }
  if (forceNew) return { folder, occupied: true };
  if (saved.finished)
    throw new UsageError(
      `--out: the run in ${folder} is finished; name another folder, or say --force-new, which keeps it beside the new one.`,
    );
  return { folder, saved };
}

function lastUnfinished(parent: string): string | undefined {
  const numbers = existsSync(parent) ? readdirSync(parent).flatMap((name) => /^fonts-(\d+)$/.exec(name)?.[1] ?? []) : [];
  numbers.sort((a, b) => Number(b) - Number(a));
  const folders = numbers.map((number) => join(parent, `fonts-${number}`));
  return folders.find((folder) => readRun(folder)?.finished === false);
}

/** Gives a folder that is in the way another name. */
export function setAside(folder: string): void {
  let count = 1;
  while (existsSync(`${folder}.earlier-${count}`)) count++;
  renameSync(folder, `${folder}.earlier-${count}`);
}
