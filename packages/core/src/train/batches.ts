import type { Dataset } from '../data/dataset.js';
import { expected } from '../expected.js';
import type { Rng } from '../rng/rng.js';

/** How often and in what portions a data set is gone through. */
export interface BatchPlan {
  /** Items a batch. */
  readonly batchSize: number;
  /** Steps an epoch. */
  readonly stepsPerEpoch: number;
  /** Steps in all. */
  readonly steps: number;
  /** Epochs in all, the last one perhaps cut short. */
  readonly epochs: number;
}

/** Works out the numbers of a training, or says which one is wrong. */
export function planBatches(
  data: Pick<Dataset<unknown>, 'length'>,
  {
    epochs,
    steps,
    batchSize,
    lastBatch,
    least = 1,
  }: { epochs?: number; steps?: number; batchSize: number; lastBatch: 'drop' | 'keep'; least?: number },
): BatchPlan {
  const whole = (name: string, value: number, least: number) => {
    if (!Number.isInteger(value) || value < least) throw new RangeError(expected('train', `${name} to be an integer >= ${least}`, value));
  };
  whole('data.length', data.length, 1);
  whole('batchSize', batchSize, 1);
  if ((epochs === undefined) === (steps === undefined)) throw new TypeError(expected('train', 'either epochs or steps', { epochs, steps }));
  const size = Math.min(batchSize, data.length);
  const smallest = (lastBatch === 'keep' && data.length % size) || size;
  if (smallest < least) {
    const what = `batches of at least ${least} items, which this model needs`;
    const got = smallest === size ? size : `${smallest}: the rest of ${data.length} items in batches of ${size}`;
    throw new RangeError(expected('train', what, got, "Choose another batchSize, or lastBatch: 'drop'."));
  }
  const stepsPerEpoch = lastBatch === 'keep' ? Math.ceil(data.length / size) : Math.floor(data.length / size);
  if (epochs !== undefined) {
    whole('epochs', epochs, 0);
    return { batchSize: size, stepsPerEpoch, steps: epochs * stepsPerEpoch, epochs };
  }
  whole('steps', steps as number, 0);
  return { batchSize: size, stepsPerEpoch, steps: steps as number, epochs: Math.ceil((steps as number) / stepsPerEpoch) };
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
