import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { loadCheckpoint } from '../checkpoints/load-checkpoint.js';
import { memory } from '../checkpoints/memory.js';
import { config } from '../config/config.js';
import type { DataStream } from '../data/data-stream.js';
import type { Dataset } from '../data/dataset.js';
import type { HistoryEntry } from './history.js';
import type { Model } from './model.js';
import { type TrainOptions, train } from './train.js';

/** Where a resumed training first differs from one that was not stopped. */
export interface ResumeDifference {
  /** Name of the tensor, or `logs`, `evaluations`, `values`. */
  readonly where: string;
  /** Place in the tensor or list; 0 for `values`. */
  readonly index: number;
  /** What the training that was not stopped has there. */
  readonly whole: unknown;
  /** What the resumed one has. */
  readonly resumed: unknown;
}

/**
 * Checks that a model resumes as if it had never been stopped: trains it 2k steps at one go, and another one k steps, a checkpoint, and k
 * more in a third; then compares every bit of both.
 *
 * @param make Makes the model, the same each time; all three are disposed of.
 * @param data Is not changed.
 * @param k Steps before the stop, 1 or more.
 * @param options Whatever else `train` is to know; `steps`, `store` and the like are set here.
 * @returns The first difference, tensors by their names first; undefined if there is none.
 * @throws RangeError if k is not an integer >= 1; whatever `train` throws.
 *
 * @example
 * ```ts
 * import { type Dataset, type Model, verifyResume } from '@genlab/core';
 *
 * async function check<Batch extends object>(make: () => Model<Batch>, data: Dataset<Batch>) {
 *   const difference = await verifyResume(make, data, 10);
 *   if (difference) console.error(`${difference.where}[${difference.index}]: ${difference.whole} and ${difference.resumed}`);
 * }
 * ```
 */
export async function verifyResume<Batch extends object>(
  make: () => Model<Batch>,
  data: Dataset<Batch> | DataStream<Batch>,
  k: number,
  options: Omit<TrainOptions, 'steps' | 'epochs' | 'store' | 'signal' | 'forceNew'> = {},
): Promise<ResumeDifference | undefined> {
  config.code(make, 'verifyResume.make');
  config.integer({ least: 1 })(k, 'verifyResume.k');
  config.object(options, 'verifyResume.options');
  const [atOneGo, stopped] = [memory(), memory()];
  const stop = new AbortController();
  const listeners = [
    ...(options.listeners ?? []),
    { stepEnd: ({ step }: { readonly step: number }) => (step === k ? stop.abort() : undefined) },
  ];
  const run = async (given: TrainOptions) => {
    const model = config.object<Model<Batch>>(make(), 'verifyResume.make()');
    try {
      await train(model, data, { logEvery: 1, ...options, steps: 2 * k, ...given });
    } finally {
      model.dispose();
    }
  };
  await run({ store: atOneGo });
  await run({ store: stopped, listeners, signal: stop.signal });
  await run({ store: stopped });
  return firstDifference(await loadCheckpoint(atOneGo), await loadCheckpoint(stopped));
}

function firstDifference(whole: Checkpoint, resumed: Checkpoint): ResumeDifference | undefined {
  for (const [where, { values }] of Object.entries(whole.tensors)) {
    const others = resumed.tensors[where]?.values;
    const index = values.findIndex((value, i) => !Object.is(value, others?.[i]));
    if (index >= 0) return { where, index, whole: values[index], resumed: others?.[index] };
  }
  for (const where of ['logs', 'evaluations'] as const) {
    const [ours, theirs] = [entriesOf(whole, where), entriesOf(resumed, where)];
    const index = Array.from({ length: Math.max(ours.length, theirs.length) }).findIndex((_, i) => ours[i] !== theirs[i]);
    if (index >= 0) return { where, index, whole: ours[index], resumed: theirs[index] };
  }
  const [ours, theirs] = [JSON.stringify(whole.values), JSON.stringify(resumed.values)];
  return ours === theirs ? undefined : { where: 'values', index: 0, whole: ours, resumed: theirs };
}

/** A part of the history, without the clock. */
function entriesOf({ progress }: Checkpoint, part: 'logs' | 'evaluations'): string[] {
  const history = progress.history as unknown as Record<typeof part, readonly HistoryEntry[]>;
  return history[part].map(({ step, values }) => `step ${step}: ${JSON.stringify(values)}`);
}
