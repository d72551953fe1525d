import * as tf from '@tensorflow/tfjs-core';
import {
  Adam,
  type Batch,
  gradients,
  inMemory,
  type Model,
  type ModelState,
  prefixed,
  restoreVariables,
  type StepContext,
} from '../src/index.js';

/** A small model with everything a checkpoint has to keep: an optimiser, noise, and a value that is no tensor. */
export class LineModel implements Model<Batch> {
  readonly weights = tf.tidy(() => ({ slope: tf.variable(tf.zeros([2])), offset: tf.variable(tf.scalar(0)) }));
  readonly adam = new Adam(this.weights);
  steps = 0;
  readonly config: { readonly rate: number; readonly kind: string };

  constructor({ rate = 0.05 } = {}) {
    this.config = { kind: 'line', rate };
  }

  step({ x }: Batch, context: StepContext): Record<string, tf.Scalar> {
    const noise = context.normal([2]);
    const result = gradients(() => {
      const y = tf.add(tf.sum(tf.mul(x, this.weights.slope), 1), this.weights.offset);
      return tf.mean(tf.square(tf.sub(y, tf.sum(tf.add(x, tf.mul(noise, 0.1)), 1)))) as tf.Scalar;
    }, this.weights);
    this.adam.step(result.gradients, context.learningRate(this.config.rate));
    this.steps++;
    return { loss: result.loss };
  }

  state() {
    return { tensors: { ...this.weights, ...prefixed('adam/', this.adam.slots) }, values: { steps: this.steps } };
  }

  restore({ tensors, values }: ModelState) {
    restoreVariables('LineModel.restore', this.state().tensors, tensors);
    this.steps = values?.steps as number;
  }

  dispose() {
    this.adam.dispose();
    tf.dispose(this.weights);
  }
}

/** What {@link LineModel} is trained on. */
export const linePoints = (seed = 1) =>
  inMemory({ x: { data: Float32Array.from({ length: 40 }, (_, i) => Math.sin(seed + i * 1.7)), shape: [20, 2] } });

/** Everything a step changes, as plain numbers. */
export const numbersOf = (model: Model<never>) => {
  const { tensors, values } = (model.state as () => ModelState)();
  return { values, ...Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]])) };
};
