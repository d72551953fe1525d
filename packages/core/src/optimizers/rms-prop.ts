import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import type { JsonObject } from '../json.js';
import type { NamedTensors, NamedVariables } from '../variables.js';
import type { Optimizer } from './optimizer.js';
import { SlottedVariables } from './slotted-variables.js';

const { optional, record, within } = config;

/** Options of {@link RMSProp}. */
export interface RMSPropOptions {
  /** Decay of the mean of the squared gradients, in [0, 1); 0.9. */
  readonly decay?: number;
  /** Share of its velocity that a variable keeps, in [0, 1); 0. */
  readonly momentum?: number;
  /** Added to the root of the mean square, more than 0; 1e-8. */
  readonly epsilon?: number;
}

const share = optional(within({ least: 0, below: 1 }));
const rmsPropOptions = record<RMSPropOptions>({ decay: share, momentum: share, epsilon: optional(within({ above: 0 })) });

/**
 * RMSProp over an explicit list of named variables, with momentum or without. WGANs that clip their weights are trained with it.
 *
 * Formula: `v = decay v + (1 - decay) g^2`, `d = g / (sqrt(v) + epsilon)`, `x = x - rate d`; with momentum, `u = momentum u + d` and
 * `x = x - rate u`. One pass a variable on a backend with the kernel `GenlabRmsProp`.
 * Differs from `tf.train.rmsprop`: epsilon is outside the root, and the rate does not enter the velocity.
 *
 * @example
 * ```ts
 * import { RMSProp } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const variables = { w: tf.variable(tf.tensor1d([1, 2])) };
 * const rmsProp = new RMSProp(variables, { decay: 0.75 });
 * rmsProp.step({ w: tf.tensor1d([3, -5]) }, tf.scalar(0.25));
 * variables.w.print(); // [0.5, 2.5]: a first step is of rate / sqrt(1 - decay)
 * ```
 *
 * @see Tieleman and Hinton, "Lecture 6.5 - RMSProp", Coursera: Neural networks for machine learning, 2012.
 */
export class RMSProp implements Optimizer {
  /** What it is, in plain JSON. */
  readonly config: JsonObject;
  readonly #variables: SlottedVariables<'secondMoment' | 'velocity', never>;

  /** @throws RangeError if decay or momentum is not in [0, 1), or epsilon is not positive. */
  constructor(variables: NamedVariables, options: RMSPropOptions = {}) {
    const { decay = 0.9, momentum = 0, epsilon = 1e-8 } = rmsPropOptions(options, 'RMSProp');
    const attrs = { decay, momentum, epsilon };
    this.config = { name: 'rmsProp', ...attrs };
    this.#variables = new SlottedVariables(variables, {
      owner: 'RMSProp',
      slots: momentum > 0 ? ['secondMoment', 'velocity'] : ['secondMoment'],
      kernel: 'GenlabRmsProp',
      attrs,
      composed(x) {
        const second = tf.add(tf.mul(x.secondMoment, decay), tf.mul(tf.square(x.gradient), 1 - decay));
        const direction = tf.div(x.gradient, tf.add(tf.sqrt(second), epsilon));
        if (momentum === 0) return [tf.sub(x.value, tf.mul(x.learningRate, direction)), second];
        const velocity = tf.add(tf.mul(x.velocity, momentum), direction);
        return [tf.sub(x.value, tf.mul(x.learningRate, velocity)), second, velocity];
      },
    });
  }

  /** The optimiser's own variables: `<variable>/secondMoment` and, with momentum, `<variable>/velocity`. They stay its property. */
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
