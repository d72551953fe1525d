import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { describe } from '../describe.js';
import { globalNorm } from '../differentiation/gradients.js';
import type { NamedTensors, NamedVariables } from '../variables.js';
import type { Optimizer } from './optimizer.js';

const { optional, recipe, record, within } = config;

/** What {@link guarded} lets through. */
export interface GuardOptions {
  /** Gradients whose global norm is above this are scaled down to it, more than 0; never. */
  readonly clipNorm?: number;
  /** An update whose gradients have a global norm above this, or one that is not finite, is not made, more than 0; Infinity: only those. */
  readonly skipNorm?: number;
}

const norm = optional(within({ above: 0, most: Number.POSITIVE_INFINITY }));

/**
 * Reads the options of {@link guarded}, from JavaScript or from JSON.
 *
 * @throws TypeError or RangeError that begins with the path.
 *
 * @example
 * ```ts
 * import { readGuard } from '@genlab/core';
 *
 * console.log(readGuard(JSON.parse('{ "clipNorm": 1 }'), 'guard')); // { clipNorm: 1 }
 * ```
 */
export const readGuard = record<GuardOptions>({ clipNorm: norm, skipNorm: norm });

/**
 * An optimiser that is not thrown off by a wild gradient: it scales down those above `clipNorm`, and leaves variables and slots as they
 * are, to the bit, where the norm is above `skipNorm` or not finite.
 *
 * Formula: `g min(1, clipNorm / |g|)`, with |g| the Euclidean norm of all gradients taken as one vector. All is decided by tensors, so
 * nothing is read from the device and a captured step decides anew each time. The slot `skippedUpdates` counts what was not made.
 *
 * @param optimizer Becomes part of the result, which disposes of it.
 * @param variables Those of the optimiser.
 * @throws RangeError if a norm is not positive.
 *
 * @example
 * ```ts
 * import { Adam, guarded } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
 *
 * const variables = { w: tf.variable(tf.zeros([2])) };
 * const adam = guarded(new Adam(variables), variables, { clipNorm: 1, skipNorm: 100 });
 * adam.step({ w: tf.tensor1d([1e6, 0]) }, tf.scalar(0.1)); // not made: w stays [0, 0]
 * ```
 *
 * @see Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013, algorithm 1.
 */
export function guarded(optimizer: Optimizer, variables: NamedVariables, options: GuardOptions): Optimizer {
  const { clipNorm = Number.POSITIVE_INFINITY, skipNorm = Number.POSITIVE_INFINITY } = readGuard(options, 'guarded');
  recipe<Optimizer>(['step', 'dispose'], 'new Adam(variables)')(optimizer, 'guarded.optimizer');
  config.variables(variables, 'guarded.variables');
  const skippedUpdates = tf.tidy(() => tf.variable(tf.scalar(0), false));
  const largest = Math.min(skipNorm, LARGEST_FLOAT);
  return {
    config: { optimizer: describe(optimizer), guard: describe({ clipNorm, skipNorm }) },
    slots: { ...optimizer.slots, skippedUpdates },
    step(gradients: NamedTensors, learningRate: tf.Tensor) {
      tf.tidy(() => {
        const norm = globalNorm(gradients);
        const factor = tf.minimum(1, tf.div(clipNorm, norm));
        const clipped = Number.isFinite(clipNorm) ? scaled(gradients, factor) : gradients;
        const sound = tf.lessEqual(norm, largest); // false for NaN
        const changed = Object.values({ ...variables, ...optimizer.slots });
        const before = changed.map((variable) => tf.clone(variable));
        optimizer.step(clipped, learningRate);
        changed.forEach((variable, i) => {
          variable.assign(tf.where(sound, variable, before[i] as tf.Tensor));
        });
        skippedUpdates.assign(tf.add(skippedUpdates, tf.sub(1, tf.cast(sound, 'float32'))));
      });
    },
    dispose() {
      optimizer.dispose();
      skippedUpdates.dispose();
    },
  };
}

const LARGEST_FLOAT = 3.4028234663852886e38;

function scaled(gradients: NamedTensors, factor: tf.Tensor): NamedTensors {
  return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, factor)]));
}
