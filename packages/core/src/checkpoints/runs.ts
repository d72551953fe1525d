import { expected } from '../expected.js';
import { type Checkpoint, unpackCheckpoint } from './checkpoint.js';
import type { Store } from './store.js';

/** Name of the entry of one checkpoint: a store holds one training after another, and each is a run with a number. */
export function entryOf(run: number, step: number): string {
  return `run-${run}-step-${String(step).padStart(8, '0')}`;
}

/** The last run of a store: its number, 0 if there is none, and the steps of its checkpoints, latest first. */
export async function lastRun(store: Store): Promise<{ readonly run: number; readonly steps: readonly number[] }> {
  const found = (await store.list()).flatMap((entry) => {
    const [, run, step] = /^run-(\d+)-step-(\d{8,})$/.exec(entry) ?? [];
    return run === undefined ? [] : [{ run: Number(run), step: Number(step) }];
  });
  const run = Math.max(0, ...found.map((each) => each.run));
  const steps = found.filter((each) => each.run === run).map(({ step }) => step);
  return { run, steps: steps.sort((a, b) => b - a) };
}

/** Reads one checkpoint, or says what is wrong with it. */
export async function readCheckpoint(store: Store, entry: string): Promise<Checkpoint> {
  const files = await store.read(entry);
  if (files === undefined) throw new Error(expected(store.name, `an entry ${entry}`, 'none'));
  return unpackCheckpoint(entry, files);
}

/** What {@link latestCheckpoint} finds. */
export interface Found {
  readonly run: number;
  /** The latest whole one of the run; undefined if there is no run. */
  readonly checkpoint: Checkpoint | undefined;
  /** What is wrong with those after it, a sentence each. */
  readonly damaged: readonly string[];
}

/**
 * The latest whole checkpoint of a store's last run: read back and checked, so that it is never a wrong one.
 * @throws Error if the run has checkpoints but not one of them is whole: nothing is started over in silence.
 */
export async function latestCheckpoint(store: Store): Promise<Found> {
  const { run, steps } = await lastRun(store);
  const damaged: string[] = [];
  for (const step of steps) {
    try {
      return { run, checkpoint: await readCheckpoint(store, entryOf(run, step)), damaged };
    } catch (error) {
      damaged.push((error as Error).message);
    }
  }
  if (damaged.length === 0) return { run, checkpoint: undefined, damaged };
  throw new Error(
    expected(store.name, 'a checkpoint that is whole', `${damaged.length} damaged: ${damaged.join(' ')}`, 'forceNew: true starts over.'),
  );
}
