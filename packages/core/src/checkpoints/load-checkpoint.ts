import { config } from '../config/config.js';
import { expected } from '../expected.js';
import { type Model, readModel } from '../train/model.js';
import type { Checkpoint } from './checkpoint.js';
import { entryOf, latestCheckpoint, readCheckpoint } from './runs.js';
import { readStore, type Store } from './store.js';
import { withTensors } from './tensor-data.js';

/** Which checkpoint of a store's last run. */
export type WhichCheckpoint = 'latest' | 'best' | number;

const which = config.thatIs<WhichCheckpoint>(
  "'latest', 'best' or a step",
  (value) => value === 'latest' || value === 'best' || Number.isInteger(value),
);
const readOptions = config.record<{ readonly which?: WhichCheckpoint }>({ which: config.optional(which) });

/**
 * Reads a checkpoint of a store's last run, checked to the last bit.
 *
 * @param options Option `which`: 'latest' (the default; the last one that is whole), 'best' (of the option `best` of `train`), or a step.
 * @throws Error if there is none, or it is damaged.
 *
 * @example
 * ```ts
 * import { loadCheckpoint, type Model, restoreCheckpoint, type Store } from '@genlab/core';
 *
 * async function bestOf<Batch>(store: Store, model: Model<Batch>) {
 *   restoreCheckpoint(model, await loadCheckpoint(store, { which: 'best' }));
 *   return model; // with the weights it had then
 * }
 * ```
 */
export async function loadCheckpoint(store: Store, options: { readonly which?: WhichCheckpoint } = {}): Promise<Checkpoint> {
  readStore(store, 'loadCheckpoint.store');
  const { which = 'latest' } = readOptions(options, 'loadCheckpoint');
  const { run, checkpoint } = await latestCheckpoint(store);
  if (checkpoint === undefined) throw new Error(expected('loadCheckpoint', `a checkpoint in ${store.name}`, 'none'));
  if (which === 'latest') return checkpoint;
  const { best } = checkpoint.progress.history as { readonly best?: { readonly step: number } };
  const step = which === 'best' ? best?.step : which;
  if (step === undefined) {
    throw new Error(expected('loadCheckpoint', `a best checkpoint in ${store.name}`, 'none', 'Was train given the option best?'));
  }
  return readCheckpoint(store, entryOf(run, step));
}

/**
 * Gives a model the state of a checkpoint.
 * @throws Error if it is of another kind of model; the model is as before then. TypeError if the model has no `restore`.
 *
 * @example
 * ```ts
 * import { loadCheckpoint, type Model, restoreCheckpoint, type Store } from '@genlab/core';
 *
 * async function backToStep100<Batch>(store: Store, model: Model<Batch>) {
 *   restoreCheckpoint(model, await loadCheckpoint(store, { which: 100 }));
 * }
 * ```
 */
export function restoreCheckpoint<Batch>(model: Model<Batch>, checkpoint: Checkpoint): void {
  readModel(model, 'restoreCheckpoint.model');
  const { tensors, values } = config.object<Checkpoint>(checkpoint, 'restoreCheckpoint.checkpoint');
  if (!model.restore) throw new TypeError(expected('restoreCheckpoint', 'a model with restore()', 'one without'));
  withTensors(tensors, (made) => model.restore?.({ tensors: made, values }));
}
