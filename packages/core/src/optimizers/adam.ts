import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import type { JsonObject } from '../json.js';
import type { NamedTensors, NamedVariables } from '../variables.js';
import type { Optimizer } from './optimizer.js';
import { SlottedVariables } from './slotted-variables.js';

const { optional, record, within } = config;

/** Options of {@link Adam}. */
export interface AdamOptions {
  /** Decay of the mean of the gradients, in [0, 1); 0.9. Adversarial training usually wants 0 or 0.5. */
  readonly beta1?: number;
  /** Decay of the mean of their squares, in [0, 1); 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment, more than 0; 1e-8. */
  readonly epsilon?: number;
  /**
   * Decoupled decay, which makes it AdamW: the share of its own value that a variable loses at a rate of 1, 0 or more; 0. AdamW's usual is
   * 0.01.
   */
  readonly weightDecay?: number;
}

const decay = optional(within({ least: 0, below: 1 }));

/** Reads the options of {@link Adam}. */
export const adamOptions = record<AdamOptions>({
  beta1: decay,
  beta2: decay,
  epsilon: optional(within({ above: 0 })),
  weightDecay: optional(within({ least: 0 })),
});

/**
 * Adam over an explicit list of named variables.
 *
 * Formula: `m = b1 m + (1 - b1) g`, `v = b2 v + (1 - b2) g^2`, `x = x - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)`,
 * and with a weight decay (AdamW) less `rate weightDecay x` in the same step. Biases and the scales of normalisations are usually not to
 * decay: give one Adam the kernels and another the rest.
 * Differs from `tf.train.adam`: the moments belong to names and not to positions, the powers of beta are tensors like the moments, the rate
 * is given at each step, and on a backend with the kernel `GenlabAdam` a variable is updated in one pass.
 *
 * @example
 * ```ts
 * import { Adam, gradients } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const variables = { w: tf.variable(tf.tensor1d([1, 2])) };
 * const adam = new Adam(variables, { beta1: 0.5 });
 * tf.tidy(() => {
 *   const result = gradients(() => tf.sum(tf.square(variables.w)) as tf.Scalar, variables);
 *   adam.step(result.gradients, tf.scalar(0.1));
 * });
 * variables.w.print(); // [0.9, 1.9]
 * ```
 *
 * @see Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1.
 * @see Loshchilov and Hutter, "Decoupled weight decay regularization", 2019, algorithm 2; the decay is scaled by the rate.
 */
export class Adam implements Optimizer {
  /** What it is, in plain JSON. */
  readonly config: JsonObject;
  readonly #variables: SlottedVariables<'firstMoment' | 'secondMoment', 'beta1Power' | 'beta2Power'>;
  readonly #betas: { readonly beta1: number; readonly beta2: number };

  /** @throws RangeError if a beta is not in [0, 1), epsilon is not positive or weightDecay is negative. */
  constructor(variables: NamedVariables, options: AdamOptions = {}) {
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = adamOptions(options, 'Adam');
    const attrs = { beta1, beta2, epsilon, weightDecay };
    this.config = { name: 'adam', ...attrs };
    this.#betas = { beta1, beta2 };
    this.#variables = new SlottedVariables(variables, {
      owner: 'Adam',
      slots: ['firstMoment', 'secondMoment'],
      kernel: 'GenlabAdam',
      attrs,
      composed(x) {
        const first = tf.add(tf.mul(x.firstMoment, beta1), tf.mul(x.gradient, 1 - beta1));
        const second = tf.add(tf.mul(x.secondMoment, beta2), tf.mul(tf.square(x.gradient), 1 - beta2));
        const unbiasedFirst = tf.div(first, tf.sub(1, x.beta1Power));
        const unbiasedSecond = tf.div(second, tf.sub(1, x.beta2Power));
        const direction = tf.div(unbiasedFirst, tf.add(tf.sqrt(unbiasedSecond), epsilon));
        const change = weightDecay === 0 ? direction : tf.add(direction, tf.mul(x.value, weightDecay));
        return [tf.sub(x.value, tf.mul(x.learningRate, change)), first, second];
      },
    });
    tf.tidy(() => {
      for (const name of ['beta1Power', 'beta2Power']) this.#variables.slots[name] = tf.variable(tf.scalar(1), false);
    });
  }

  /**
   * The optimiser's own variables: `<variable>/firstMoment`, `<variable>/secondMoment`, `beta1Power`, `beta2Power`. They stay its property.
   */
  get slots(): NamedVariables {
    return this.#variables.slots;
  }

  step(gradients: NamedTensors, learningRate: tf.Tensor): void {
    const advance = (name: 'beta1Power' | 'beta2Power', beta: number): tf.Variable => {
      const power = this.#variables.slots[name] as tf.Variable;
      power.assign(tf.mul(power, beta));
      return power;
    };
    const { beta1, beta2 } = this.#betas;
    this.#variables.step(gradients, learningRate, () => ({
      beta1Power: advance('beta1Power', beta1),
      beta2Power: advance('beta2Power', beta2),
    }));
  }

  dispose(): void {
    this.#variables.dispose();
  }
}
