import * as tf from '@tensorflow/tfjs-core';

/** The statistics of one batch-normalisation layer in one forward pass. */
export interface BatchStatistic {
  /** Name of the layer in its network. */
  readonly layer: string;
  /** Weight of the old running statistics, in [0, 1]. */
  readonly momentum: number;
  /** Running mean, [c]. */
  readonly movingMean: tf.Variable;
  /** Running variance, [c]. */
  readonly movingVariance: tf.Variable;
  /** Mean over this batch, [c]. */
  readonly mean: tf.Tensor;
  /** Population variance over this batch, [c]. */
  readonly variance: tf.Tensor;
  /** How many values each of them summarises. */
  readonly n: number;
}

/**
 * Collects batch statistics during the forward passes of a step, so that the running ones move once a step and not once a pass.
 *
 * Several passes through one layer count as one, by their average. The running variance takes the unbiased estimate, `n / (n - 1)` times
 * the variance of the batch, as PyTorch does and as tfjs does not.
 *
 * @example
 * ```ts
 * import { BatchStatistics, forward } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * import * as tfl from '@tensorflow/tfjs-layers';
 *
 * const network = tfl.sequential({ layers: [tfl.layers.batchNormalization({ inputShape: [3], momentum: 0.9 })] });
 * const statistics = new BatchStatistics();
 * forward(network, tf.ones([8, 3]), { training: true, statistics });
 * statistics.commit(); // the running mean is 0.9 * 0 + 0.1 * 1 now
 * ```
 */
export class BatchStatistics {
  readonly #records = new Map<tf.Variable, BatchStatistic[]>();

  /** Takes in the statistics of one layer in one pass, and keeps their tensors until they are committed or discarded. */
  record(statistic: BatchStatistic): void {
    const records = this.#records.get(statistic.movingMean) ?? [];
    records.push({ ...statistic, mean: tf.keep(statistic.mean), variance: tf.keep(statistic.variance) });
    this.#records.set(statistic.movingMean, records);
  }

  /** Moves the running statistics, and forgets the batch's. */
  commit(): void {
    tf.tidy(() => {
      for (const records of this.#records.values()) {
        const { momentum, movingMean, movingVariance } = records[0] as BatchStatistic;
        const mean = tf.div(tf.addN(records.map((record) => record.mean)), records.length);
        const unbiased = records.map(({ variance, n }) => tf.mul(variance, n > 1 ? n / (n - 1) : 1));
        const variance = tf.div(tf.addN(unbiased), records.length);
        movingMean.assign(tf.add(mean, tf.mul(momentum, tf.sub(movingMean, mean))));
        movingVariance.assign(tf.add(variance, tf.mul(momentum, tf.sub(movingVariance, variance))));
      }
    });
    this.discard();
  }

  /** Forgets what was collected. */
  discard(): void {
    for (const { mean, variance } of [...this.#records.values()].flat()) tf.dispose([mean, variance]);
    this.#records.clear();
  }
}
