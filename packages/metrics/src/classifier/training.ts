import {
  Adam,
  BatchStatistics,
  forward,
  gradients,
  type LabelledBatch,
  type Model,
  type Rate,
  type StepContext,
  variablesOf,
} from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';

/** What {@link ClassifierTraining} is made of. */
export interface ClassifierTrainingOptions {
  readonly classes: number;
  readonly learningRate: Rate;
}

/** The training of a classifier by cross-entropy, as `train` takes it. It owns its optimiser; the network stays the caller's. */
export class ClassifierTraining implements Model<LabelledBatch> {
  readonly #network: tfl.LayersModel;
  readonly #options: ClassifierTrainingOptions;
  readonly #variables: ReturnType<typeof variablesOf>['trainable'];
  readonly #adam: Adam;
  readonly #statistics = new BatchStatistics();

  constructor(network: tfl.LayersModel, options: ClassifierTrainingOptions) {
    this.#network = network;
    this.#options = options;
    this.#variables = variablesOf(network).trainable;
    this.#adam = new Adam(this.#variables);
  }

  step({ x, labels }: LabelledBatch, context: StepContext): Record<string, tf.Scalar> {
    return tf.tidy(() => {
      const { classes, learningRate } = this.#options;
      const wanted = tf.cast(tf.oneHot(labels, classes), 'float32');
      const rate = context.learningRate(learningRate);
      const { loss, gradients: slopes } = gradients(() => {
        const logits = forward(this.#network, x, { training: true, rng: context, statistics: this.#statistics });
        return tf.neg(tf.mean(tf.sum(tf.mul(wanted, tf.logSoftmax(logits)), 1))) as tf.Scalar;
      }, this.#variables);
      this.#adam.step(slopes, rate);
      this.#statistics.commit();
      return { loss };
    });
  }

  dispose(): void {
    this.#statistics.discard();
    this.#adam.dispose();
  }
}
