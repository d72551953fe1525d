import { memory } from '../checkpoints/memory.js';
import { readStore, type Store } from '../checkpoints/store.js';
import { config } from '../config/config.js';
import type { DataStream } from '../data/data-stream.js';
import type { Dataset } from '../data/dataset.js';
import { expected } from '../expected.js';
import type { JsonObject } from '../json.js';
import { announcer } from './announce.js';
import { planBatches } from './batches.js';
import { type BestOptions, bestOptions } from './best.js';
import { listenersIn, type TrainListeners } from './events.js';
import type { History } from './history.js';
import { type CheckpointOptions, checkpointOptions, Keeper, type RestorableModel } from './keeper.js';
import { Loop } from './loop.js';
import { type Model, readModel } from './model.js';
import { type NonFinitePolicy, nonFinitePolicy } from './non-finite.js';
import { Progress } from './progress.js';

/** Options of {@link train}. */
export interface TrainOptions {
  /** How often to go through the data; either this or `steps`. */
  readonly epochs?: number;
  /** How many updates to make; either this or `epochs`. */
  readonly steps?: number;
  /** Items a batch; 64, or the whole set if it is smaller. */
  readonly batchSize?: number;
  /** What becomes of an epoch's rest that fills no batch: 'drop' (the default: all batches are of one size) or 'keep'. */
  readonly lastBatch?: 'drop' | 'keep';
  /** Fixes the order of the data and all noise; the model's own seed, or 0. */
  readonly seed?: number;
  /** Stops the training after the step it is in; the history is returned all the same. */
  readonly signal?: AbortSignal;
  /** Read the logs every so many steps, 1 or more, and at the first and the last; 10. Reading makes the device finish its work. */
  readonly logEvery?: number;
  /** Call the `evaluate` listeners every so many steps, and at the end; only at the end. */
  readonly evaluateEvery?: number;
  /** Call the `sample` listeners every so many steps, and at the end; only at the end. */
  readonly sampleEvery?: number;
  /**
   * Where checkpoints are kept: `folder(path)` of `@genlab/core/node`, {@link indexedDb}, {@link memory}; nowhere. If it holds a training
   * that is not over, this one goes on from it, to the bit as if it had never stopped.
   */
  readonly store?: Store;
  /** When checkpoints are written and which stay. */
  readonly checkpoint?: CheckpointOptions;
  /** Begins anew whatever the store holds, and keeps that beside the new run; false. */
  readonly forceNew?: boolean;
  /** What is done about a number that is not finite; 'throw'. */
  readonly nonFinite?: NonFinitePolicy;
  /** Keeps the checkpoint of the best evaluation, and with `patience` ends the training when there is no better one. */
  readonly best?: BestOptions;
  /** Listeners of one's own. */
  readonly on?: TrainListeners;
  /** Ready-made listeners, such as `progressLine()` of `@genlab/core/node`; called before those of `on`. */
  readonly listeners?: readonly TrainListeners[];
}

const { boolean, integer, list, oneOf, optional, record, thatIs } = config;
const whole = optional(integer({ least: 0 }));
const every = optional(integer({ least: 1, most: Number.POSITIVE_INFINITY }));
const trainOptions = record<TrainOptions>({
  epochs: whole,
  steps: whole,
  batchSize: optional(integer({ least: 1 })),
  lastBatch: optional(oneOf('drop', 'keep')),
  seed: whole,
  signal: optional(thatIs<AbortSignal>('an AbortSignal', (value) => typeof Object(value).aborted === 'boolean')),
  logEvery: every,
  evaluateEvery: every,
  sampleEvery: every,
  store: optional(readStore),
  checkpoint: optional(checkpointOptions),
  forceNew: optional(boolean),
  nonFinite: optional(nonFinitePolicy),
  best: optional(bestOptions),
  on: optional(listenersIn),
  listeners: optional(list(listenersIn)),
});

/**
 * Trains a model: the one loop, for GenLab's models and for a user's own.
 *
 * Everything else hangs on its events. Between steps it lets the event loop take its turn, so that a page stays alive and Ctrl-C is heard.
 * The noise and the order of the data depend on the seed and on the step alone. With a store it writes checkpoints, and goes on from them
 * when it is called again with the same options.
 *
 * @param model Is changed, and stays the caller's.
 * @param data A data set, or a stream, which is trained on for `steps`; its batches are freed after their step.
 *
 * @returns What was recorded; also when the signal stopped the training.
 * @throws TypeError or RangeError if an option is wrong, before anything is made; Error if the store's run is over, was begun with other
 *   options or data, is damaged or in use, or a checkpoint can't be written; whatever a step or a listener throws.
 *
 * @example
 * ```ts
 * import { type Dataset, type Model, train } from '@genlab/core';
 *
 * async function run<Batch extends object>(model: Model<Batch>, data: Dataset<Batch>) {
 *   const history = await train(model, data, { epochs: 10, batchSize: 32, on: { stepEnd: ({ step, logs }) => console.log(step, logs) } });
 *   return history.series('loss');
 * }
 * ```
 */
export async function train<Batch extends object>(
  model: Model<Batch>,
  data: Dataset<Batch> | DataStream<Batch>,
  given: TrainOptions,
): Promise<History> {
  const options = trainOptions(given, 'train');
  readModel(model, 'train.model');
  const isData = (value: unknown) => [Object(value).batch, Object(value).read].some((member) => typeof member === 'function');
  thatIs('a data set such as inMemory({ x }), or a stream', isData)(data, 'train.data');
  const { batchSize = 64, lastBatch = 'drop', seed = model.seed ?? 0, logEvery = 10, nonFinite = 'throw', signal } = options;
  const { evaluateEvery = Number.POSITIVE_INFINITY, sampleEvery = Number.POSITIVE_INFINITY } = options;
  const plan = planBatches(data, { epochs: options.epochs, steps: options.steps, batchSize, lastBatch, least: model.smallestBatch });
  const progress = new Progress({ plan, seed, best: options.best });
  const announce = announcer([...(options.listeners ?? []), ...(options.on ? [options.on] : [])]);
  const every = { log: logEvery, evaluate: evaluateEvery, sample: sampleEvery };
  const keeper = await openKeeper(model, progress, { batchSize: plan.batchSize, lastBatch, seed }, data, options);
  try {
    await new Loop({ model, data, progress, announce, signal, nonFinite, every, keeper }).run();
    return progress.history;
  } finally {
    await keeper?.close();
  }
}

/** The store's keeper; undefined without one. A training that may roll back without a store keeps its checkpoints in memory. */
async function openKeeper<Batch extends object>(
  model: Model<Batch>,
  progress: Progress,
  training: JsonObject,
  data: Dataset<Batch> | DataStream<Batch>,
  { store: given, checkpoint = {}, forceNew = false, nonFinite = 'throw' }: TrainOptions,
): Promise<Keeper | undefined> {
  const rollsBack = typeof nonFinite === 'object';
  const store = given ?? (rollsBack ? memory() : undefined);
  if ((store || nonFinite === 'skip') && !isRestorable(model)) {
    throw new TypeError(expected('train', 'a model with state() and restore(), for its checkpoints', 'one without'));
  }
  if (store === undefined) return undefined;
  const fingerprint = (await data.fingerprint?.()) ?? null;
  const config = { model: model.config ?? null, data: { length: data.length ?? null, fingerprint }, training };
  const byStep = rollsBack && checkpoint.everySteps === undefined && checkpoint.everyMinutes === undefined;
  const options = byStep ? { ...checkpoint, everySteps: 100 } : checkpoint;
  return Keeper.open({ store, model: model as RestorableModel, progress, config, options, forceNew });
}

function isRestorable(model: object): model is RestorableModel {
  return 'state' in model && 'restore' in model;
}
