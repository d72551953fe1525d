import { type AdamOptions, adamOptions } from '../optimizers/adam.js';
import { config, type Reader } from './config.js';

const fromConfig = config.named({ adam: adamOptions });

/**
 * Reads the options of {@link Adam}: as a person writes them, in JavaScript or in JSON, or as its `config` has them.
 *
 * @throws TypeError or RangeError that begins with the path.
 *
 * @example
 * ```ts
 * import { Adam, readAdam } from '@genlab/core';
 *
 * const adam = new Adam({}, readAdam({ beta1: 0.5 }, 'adam'));
 * console.log(readAdam(adam.config, 'adam')); // { beta1: 0.5, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 }
 * ```
 */
export const readAdam: Reader<AdamOptions> = (value, path) =>
  Object.hasOwn(Object(value), 'name') ? fromConfig(value, path) : adamOptions(value, path);
