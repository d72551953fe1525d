import { config } from '../config/config.js';
import { expected } from '../expected.js';
import type { Rng } from '../rng/rng.js';

/** How often and in what portions a data set is gone through. */
export interface BatchPlan {
  /** Items a batch. */
  readonly batchSize: number;
  /** Steps an epoch; Infinity where the data has no length. */
  readonly stepsPerEpoch: number;
  /** Steps in all. */
  readonly steps: number;
  /** Epochs in all, the last one perhaps cut short. */
  readonly epochs: number;
}

/** Works out the numbers of a training, or says which of them do not go together. */
export function planBatches(
  { length }: { readonly length?: number },
  {
    epochs,
    steps,
    batchSize,
    lastBatch,
    least = 1,
  }: { epochs?: number; steps?: number; batchSize: number; lastBatch: 'drop' | 'keep'; least?: number },
): BatchPlan {
  if ((epochs === undefined) === (steps === undefined)) throw new TypeError(expected('train', 'either epochs or steps', { epochs, steps }));
  if (length === undefined) {
    if (epochs !== undefined) throw new TypeError(expected('train', 'steps, as a stream has no length', { epochs }));
    atLeast(least, batchSize);
    return { batchSize, stepsPerEpoch: Number.POSITIVE_INFINITY, steps: steps as number, epochs: 1 };
  }
  config.integer({ least: 1 })(length, 'train.data.length');
  const size = Math.min(batchSize, length);
  const rest = lastBatch === 'keep' ? length % size : 0;
  atLeast(least, size);
  if (rest > 0) atLeast(least, rest, `: the rest of ${length} items in batches of ${size}`);
  const stepsPerEpoch = lastBatch === 'keep' ? Math.ceil(length / size) : Math.floor(length / size);
  if (epochs !== undefined) {
    return { batchSize: size, stepsPerEpoch, steps: epochs * stepsPerEpoch, epochs };
  }
  return { batchSize: size, stepsPerEpoch, steps: steps as number, epochs: Math.ceil((steps as number) / stepsPerEpoch) };
}

function atLeast(least: number, size: number, why = ''): void {
  if (size >= least) return;
  const hint = "Choose another batchSize, or lastBatch: 'drop'.";
  throw new RangeError(expected('train', `batches of at least ${least} items, which this model needs`, `${size}${why}`, hint));
}

/** The items of one batch: every epoch has an order of its own, which depends on the seed and the epoch alone. */
export class BatchOrder {
  readonly #rng: Rng;
  readonly #length: number;
  readonly #plan: BatchPlan;
  #epoch = -1;
  #order: Int32Array = new Int32Array();

  constructor(rng: Rng, length: number, plan: BatchPlan) {
    this.#rng = rng;
    this.#length = length;
    this.#plan = plan;
  }

  /** The places of the items of the step with this index, from 0. */
  indices(step: number): Int32Array {
    const { batchSize, stepsPerEpoch } = this.#plan;
    const epoch = Math.floor(step / stepsPerEpoch);
    if (epoch !== this.#epoch) {
      this.#order = this.#rng.fork(`epoch ${epoch}`).permutation(this.#length);
      this.#epoch = epoch;
    }
    const start = (step % stepsPerEpoch) * batchSize;
    return this.#order.slice(start, start + batchSize);
  }
}
