import * as tf from '@tensorflow/tfjs-core';
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
  /** Frees what was asked for in advance. */
  close(): Promise<void>;
}

/** Where a feed begins. */
export interface FeedOptions {
  readonly plan: BatchPlan;
  readonly rng: Rng;
  /** Steps done before; 0. */
  readonly step?: number;
}

/** A feed of a data set's batches, each epoch in an order of its own. */
export function openFeed<Batch extends object>(data: Dataset<Batch>, { plan, rng, step = 0 }: FeedOptions): Feed<Batch> {
  const order = new BatchOrder(rng, data.length, plan);
  let next = step;
  let ahead: Promise<Batch> | undefined;
  return {
    async next() {
      const coming = ahead ?? data.batch(order.indices(next));
      ahead = undefined;
      const batch = await coming;
      next++;
      if (coming instanceof Promise && next < plan.steps) {
        ahead = Promise.resolve(data.batch(order.indices(next)));
        ahead.catch(() => {}); // told when it is its turn
      }
      return batch;
    },
    async close() {
      const batch = await ahead?.catch(() => undefined);
      if (batch) tf.dispose(batch as tf.TensorContainer);
    },
  };
}
