import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import type { DataStream, StreamPosition } from '../data/data-stream.js';
import type { Dataset } from '../data/dataset.js';
import type { Rng } from '../rng/rng.js';
import { BatchOrder, type BatchPlan } from './batches.js';

/**
 * Gives a training its batches, one a step.
 *
 * Where a batch takes time, the next one is asked for as soon as one is given out, so that it comes in while the step runs. Which items it
 * holds depends on the seed and the step alone.
 */
export interface Feed<Batch> {
  /** The batch of the next step; the caller owns its tensors. */
  next(): Promise<Batch>;
  /** Where a stream stands after the batches given out; undefined for a data set, whose batches follow from the step. */
  readonly position: StreamPosition | undefined;
  /** Frees what was asked for in advance, and closes the source of a stream. */
  close(): Promise<void>;
}

/** Where a feed begins. */
export interface FeedOptions {
  readonly plan: BatchPlan;
  readonly rng: Rng;
  /** Steps done before; 0. */
  readonly step?: number;
  /** What the feed of those steps said in the end. */
  readonly position?: StreamPosition;
}

interface Fetched<Batch> {
  readonly batch: Batch;
  readonly position?: StreamPosition;
}

/** A feed of a data set's batches, each epoch in an order of its own, or of a stream's. */
export function openFeed<Batch extends object>(data: Dataset<Batch> | DataStream<Batch>, options: FeedOptions): Feed<Batch> {
  const { plan, step = 0 } = options;
  const source = data.length === undefined ? ofStream(data, options) : ofDataset(data, options);
  let { position } = options;
  let next = step;
  let ahead: Promise<Fetched<Batch>> | undefined;
  return {
    async next() {
      const coming = ahead ?? source.fetch(next);
      ahead = undefined;
      const fetched = await coming;
      config.object(fetched.batch, 'train: a batch of data');
      next++;
      if (coming instanceof Promise && next < plan.steps) {
        ahead = (async () => source.fetch(next))();
        ahead.catch(() => {}); // told when it is its turn
      }
      position = fetched.position;
      return fetched.batch;
    },
    get position() {
      return position;
    },
    async close() {
      const fetched = await ahead?.catch(() => undefined);
      if (fetched) tf.dispose(fetched.batch as tf.TensorContainer);
      await source.close?.();
    },
  };
}

interface Source<Batch> {
  fetch(step: number): Fetched<Batch> | Promise<Fetched<Batch>>;
  close?(): Promise<unknown>;
}

function ofDataset<Batch extends object>(data: Dataset<Batch>, { plan, rng }: FeedOptions): Source<Batch> {
  const order = new BatchOrder(rng, data.length, plan);
  return {
    fetch(step) {
      const batch = data.batch(order.indices(step));
      return batch instanceof Promise ? batch.then((got) => ({ batch: got })) : { batch: batch as Batch };
    },
  };
}

function ofStream<Batch>(data: DataStream<Batch>, { plan, rng, position }: FeedOptions): Source<Batch> {
  const batches = data.read({ batchSize: plan.batchSize, rng, position });
  return {
    fetch: () => batches.next().then(({ value }) => value),
    close: () => batches.return(undefined as never),
  };
}
