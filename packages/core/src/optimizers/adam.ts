import * as tf from '@tensorflow/tfjs-core';
import { expected } from '../expected.js';
import { runGenlabKernel } from '../kernels.js';
import type { NamedTensors, NamedVariables } from '../variables.js';

/** Options of {@link Adam}. */
export interface AdamOptions {
  /** Decay of the mean of the gradients, in [0, 1); 0.9. Adversarial training usually wants 0 or 0.5. */
  readonly beta1?: number;
  /** Decay of the mean of their squares, in [0, 1); 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment, more than 0; 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adam over an explicit list of named variables.
 *
 * Formula: `m = b1 m + (1 - b1) g`, `v = b2 v + (1 - b2) g^2`, `x = x - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)`.
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
 */
export class Adam {
  readonly #variables: NamedVariables;
  readonly #slots: Record<string, tf.Variable> = {};
  readonly #attrs: { readonly beta1: number; readonly beta2: number; readonly epsilon: number };

  /** @throws RangeError if a beta is not in [0, 1) or epsilon is not positive. */
  constructor(variables: NamedVariables, { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions = {}) {
    for (const [name, beta] of Object.entries({ beta1, beta2 })) {
      if (!(beta >= 0 && beta < 1)) throw new RangeError(expected('Adam', `${name} in [0, 1)`, beta));
    }
    if (!(epsilon > 0)) throw new RangeError(expected('Adam', 'epsilon > 0', epsilon));
    this.#variables = variables;
    this.#attrs = { beta1, beta2, epsilon };
    tf.tidy(() => {
      for (const [name, variable] of Object.entries(variables)) {
        this.#slots[`${name}/firstMoment`] = tf.variable(tf.zerosLike(variable), false);
        this.#slots[`${name}/secondMoment`] = tf.variable(tf.zerosLike(variable), false);
      }
      this.#slots.beta1Power = tf.variable(tf.scalar(1), false);
      this.#slots.beta2Power = tf.variable(tf.scalar(1), false);
    });
  }

  /** The optimiser's own variables: `<variable>/firstMoment`, `<variable>/secondMoment`, `beta1Power`, `beta2Power`. They stay its property. */
  get slots(): NamedVariables {
    return this.#slots;
  }

  /**
   * Updates every variable by its gradient.
   * @param gradients One for each variable, of its shape; borrowed.
   * @param learningRate Scalar; borrowed.
   * @throws Error if a gradient is missing or of another shape; nothing is updated then.
   */
  step(gradients: NamedTensors, learningRate: tf.Tensor): void {
    for (const [name, variable] of Object.entries(this.#variables)) {
      const got = gradients[name]?.shape;
      if (got === undefined || !tf.util.arraysEqual(got, variable.shape)) {
        throw new Error(
          expected('Adam.step', `a gradient of shape [${variable.shape}] for ${name}`, got === undefined ? 'none' : `[${got}]`),
        );
      }
    }
    tf.tidy(() => {
      const beta1Power = this.#advance('beta1Power', this.#attrs.beta1);
      const beta2Power = this.#advance('beta2Power', this.#attrs.beta2);
      for (const [name, value] of Object.entries(this.#variables)) {
        tf.tidy(() => {
          const firstMoment = this.#slots[`${name}/firstMoment`] as tf.Variable;
          const secondMoment = this.#slots[`${name}/secondMoment`] as tf.Variable;
          const inputs = { value, gradient: gradients[name] as tf.Tensor, firstMoment, secondMoment, learningRate, beta1Power, beta2Power };
          const next = runGenlabKernel('GenlabAdam', 'firstOrder', inputs, this.#attrs) ?? composed(inputs, this.#attrs);
          value.assign(next[0] as tf.Tensor);
          firstMoment.assign(next[1] as tf.Tensor);
          secondMoment.assign(next[2] as tf.Tensor);
        });
      }
    });
  }

  /** Frees the slots; the variables stay. */
  dispose(): void {
    for (const slot of Object.values(this.#slots)) slot.dispose();
  }

  #advance(name: 'beta1Power' | 'beta2Power', beta: number): tf.Variable {
    const power = this.#slots[name] as tf.Variable;
    power.assign(tf.mul(power, beta));
    return power;
  }
}

interface AdamInputs {
  readonly [name: string]: tf.Tensor;
  readonly value: tf.Tensor;
  readonly gradient: tf.Tensor;
  readonly firstMoment: tf.Tensor;
  readonly secondMoment: tf.Tensor;
  readonly learningRate: tf.Tensor;
  readonly beta1Power: tf.Tensor;
  readonly beta2Power: tf.Tensor;
}

function composed(x: AdamInputs, { beta1, beta2, epsilon }: Required<AdamOptions>): tf.Tensor[] {
  const first = tf.add(tf.mul(x.firstMoment, beta1), tf.mul(x.gradient, 1 - beta1));
  const second = tf.add(tf.mul(x.secondMoment, beta2), tf.mul(tf.square(x.gradient), 1 - beta2));
  const unbiasedFirst = tf.div(first, tf.sub(1, x.beta1Power));
  const unbiasedSecond = tf.div(second, tf.sub(1, x.beta2Power));
  const change = tf.mul(x.learningRate, tf.div(unbiasedFirst, tf.add(tf.sqrt(unbiasedSecond), epsilon)));
  return [tf.sub(x.value, change), first, second];
}
