import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import type { JsonObject } from '../json.js';
import type { NamedTensors, NamedVariables } from '../variables.js';
import type { Optimizer } from './optimizer.js';
import { SlottedVariables } from './slotted-variables.js';

const { boolean, optional, record, within } = config;

/** Options of {@link SGD}. */
export interface SGDOptions {
  /** Share of its velocity that a variable keeps, in [0, 1); 0. */
  readonly momentum?: number;
  /** Take the velocity of the next step already in this one; false. Needs momentum. */
  readonly nesterov?: boolean;
}

const sgdOptions = record<SGDOptions>({ momentum: optional(within({ least: 0, below: 1 })), nesterov: optional(boolean) });

/**
 * Stochastic gradient descent over an explicit list of named variables, with momentum or without.
 *
 * Formula: `u = momentum u + g`, `x = x - rate u`; with `nesterov`, `x = x - rate (g + momentum u)`. One pass a variable on a backend with
 * the kernel `GenlabSgd`. Without momentum there are no slots.
 *
 * @example
 * ```ts
 * import { SGD } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const variables = { w: tf.variable(tf.tensor1d([1, 2])) };
 * const sgd = new SGD(variables, { momentum: 0.9 });
 * sgd.step({ w: tf.tensor1d([1, -1]) }, tf.scalar(0.5));
 * variables.w.print(); // [0.5, 2.5]
 * ```
 *
 * @see Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum in deep learning", 2013, section 2.
 */
export class SGD implements Optimizer {
  /** What it is, in plain JSON. */
  readonly config: JsonObject;
  readonly #variables: SlottedVariables<'velocity', never>;

  /** @throws RangeError if momentum is not in [0, 1), or nesterov is set without it. */
  constructor(variables: NamedVariables, options: SGDOptions = {}) {
    const { momentum = 0, nesterov = false } = sgdOptions(options, 'SGD');
    if (nesterov && momentum === 0) throw new RangeError(expected('SGD', 'momentum for nesterov', momentum, 'Usual is 0.9.'));
    this.config = { name: 'sgd', momentum, nesterov };
    this.#variables = new SlottedVariables(variables, {
      owner: 'SGD',
      slots: momentum > 0 ? ['velocity'] : [],
      kernel: 'GenlabSgd',
      attrs: { momentum, nesterov: nesterov ? 1 : 0 },
      composed(x) {
        if (momentum === 0) return [tf.sub(x.value, tf.mul(x.learningRate, x.gradient))];
        const velocity = tf.add(tf.mul(x.velocity, momentum), x.gradient);
        const change = nesterov ? tf.add(x.gradient, tf.mul(velocity, momentum)) : velocity;
        return [tf.sub(x.value, tf.mul(x.learningRate, change)), velocity];
      },
    });
  }

  /** The optimiser's own variables: `<variable>/velocity`, or none without momentum. They stay its property. */
  get slots(): NamedVariables {
    return this.#variables.slots;
  }

  step(gradients: NamedTensors, learningRate: tf.Tensor): void {
    this.#variables.step(gradients, learningRate, () => ({}));
  }

  dispose(): void {
    this.#variables.dispose();
  }
}
