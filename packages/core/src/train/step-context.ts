import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import type { Noise, Rng } from '../rng/rng.js';
import { type Rate, rateAt } from '../schedules/schedule.js';

/**
 * What a training step is handed beside its batch: everything that differs from one step to the next, as tensors.
 *
 * A model asks for it in an order that does not depend on the step, and bakes no such number into its graph; so a step can later be
 * captured once and replayed with other tensors. What it gets is freed with the step's other intermediate tensors: the model neither frees
 * nor keeps it.
 */
export interface StepContext extends Noise {
  /** The value of a rate, a weight or a decay at this step. */
  rate(rate: Rate): tf.Scalar;
  /** The value of a learning rate at this step: the same, lowered where `train` has rolled back with lower rates. */
  learningRate(rate: Rate): tf.Scalar;
}

const { integer, number, optional, recipe, record, within } = config;
const contextOptions = record<{ readonly learningRateFactor?: number }>({ learningRateFactor: optional(within({ least: 0 })) });

/**
 * A context that makes its tensors on the spot.
 * @param rng Source of its noise; give each step a fork of its own.
 * @param step Index of the step, from 0: what schedules are asked with.
 * @param options Option `learningRateFactor`: what learning rates are multiplied by; 1.
 *
 * @example
 * ```ts
 * import { Rng, stepContext } from '@genlab/core';
 *
 * const context = stepContext(new Rng(7), 0);
 * context.normal([64, 100]); // the latents of the first step
 * context.learningRate((step) => 1e-3 / (1 + step)); // a scalar, 0.001
 * ```
 */
export function stepContext(rng: Rng, step: number, options: { readonly learningRateFactor?: number } = {}): StepContext {
  const { learningRateFactor = 1 } = contextOptions(options, 'stepContext');
  recipe<Noise>(['normal', 'uniform'], 'new Rng(7)')(rng, 'stepContext.rng');
  integer({ least: 0 })(step, 'stepContext.step');
  const valueAt = (rate: Rate) => number(rateAt(rate, step), `a rate at step ${step}`);
  return {
    normal: (shape) => rng.normal(shape),
    uniform: (shape) => rng.uniform(shape),
    rate: (rate) => tf.scalar(valueAt(rate)),
    learningRate: (rate) => tf.scalar(valueAt(rate) * learningRateFactor),
  };
}
