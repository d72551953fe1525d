import { config } from '../config/config.js';
import type { Json } from '../json.js';
import type { Model } from '../train/model.js';
import { loadCheckpoint, restoreCheckpoint, type WhichCheckpoint } from './load-checkpoint.js';
import type { Store } from './store.js';

/**
 * The model of a saved training, without its data: to be asked, or trained on. `DCGAN.load` and `HierarchicalVAE.load` are made of it.
 *
 * @param make Makes the model from the `config` it had, with weights of any value; disposed of again where the state does not fit it.
 * @param options Option `which`: 'latest' (the default; the last one that is whole), 'best' (of the option `best` of `train`), or a step.
 * @returns The caller owns it.
 * @throws Error if there is no checkpoint, or it is damaged or of another kind of model; and whatever `make` throws.
 *
 * @example
 * ```ts
 * import { type Json, loadModel, type Model, type Store } from '@genlab/core';
 *
 * const lastOf = <M extends Model<never>>(store: Store, make: (config: Json) => M) => loadModel(store, make);
 * ```
 */
export async function loadModel<M extends Model<never>>(
  store: Store,
  make: (config: Json) => M,
  options: { readonly which?: WhichCheckpoint } = {},
): Promise<M> {
  config.code(make, 'loadModel.make');
  const checkpoint = await loadCheckpoint(store, options);
  const model = make(checkpoint.config.model);
  try {
    restoreCheckpoint(model, checkpoint);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}
