import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { runGenlabKernel } from '../kernels.js';
import type { NamedVariables } from '../variables.js';

/**
 * Exponential moving averages of named variables: often better to sample from than the variables themselves.
 *
 * Formula: `average = decay average + (1 - decay) value`. An average starts at the value of its variable.
 *
 * @example
 * ```ts
 * import { MovingAverage } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const w = tf.variable(tf.tensor1d([0]));
 * const average = new MovingAverage({ w });
 * w.assign(tf.tensor1d([1]));
 * average.update(tf.scalar(0.75));
 * average.averages.w?.print(); // [0.25]
 * ```
 *
 * @see Yazıcı et al., "The unusual effectiveness of averaging in GAN training", 2019.
 */
export class MovingAverage {
  readonly #variables: NamedVariables;
  readonly #averages: Record<string, tf.Variable> = {};

  /** Averages start as copies of the variables. */
  constructor(variables: NamedVariables) {
    this.#variables = config.variables(variables, 'MovingAverage');
    for (const [name, variable] of Object.entries(variables)) this.#averages[name] = tf.tidy(() => tf.variable(tf.clone(variable), false));
  }

  /** The averages under the names of the variables; they stay property of this object. */
  get averages(): NamedVariables {
    return this.#averages;
  }

  /**
   * Moves every average towards the present value of its variable.
   * @param decay Scalar in [0, 1]; borrowed.
   */
  update(decay: tf.Tensor): void {
    config.tensor(decay, 'MovingAverage.update.decay');
    for (const [name, value] of Object.entries(this.#variables)) {
      const average = this.#averages[name] as tf.Variable;
      tf.tidy(() => {
        const fused = runGenlabKernel('GenlabEma', 'firstOrder', { average, value, decay });
        average.assign(fused?.[0] ?? tf.add(value, tf.mul(decay, tf.sub(average, value))));
      });
    }
  }

  /** Frees the averages; the variables stay. */
  dispose(): void {
    for (const average of Object.values(this.#averages)) average.dispose();
  }
}
