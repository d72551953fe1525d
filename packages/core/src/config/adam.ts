import type { AdamOptions } from '../optimizers/adam.js';
import { config, type Reader } from './config.js';

const { number, oneOf, optional, record } = config;

const options = record({
  name: optional(oneOf('adam')),
  beta1: optional(number),
  beta2: optional(number),
  epsilon: optional(number),
  weightDecay: optional(number),
});

/**
 * Reads the options of {@link Adam} from plain JSON: as a person writes them, or as its `config` has them.
 *
 * @throws TypeError that begins with the path.
 *
 * @example
 * ```ts
 * import { Adam, readAdam } from '@genlab/core';
 *
 * const adam = new Adam({}, readAdam({ beta1: 0.5 }, 'adam'));
 * console.log(readAdam(adam.config, 'adam')); // { beta1: 0.5, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 }
 * ```
 */
export const readAdam: Reader<AdamOptions> = (value, path) => {
  const { name: _, ...read } = options(value, path);
  return read;
};
