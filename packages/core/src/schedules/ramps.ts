import { described } from '../describe.js';
import { expected } from '../expected.js';
import type { Schedule } from './schedule.js';

/** Where a ramp begins and ends, and how long it takes. */
export interface RampOptions {
  /** Value up to and including step 0. */
  readonly from: number;
  /** Value from step `steps` on. */
  readonly to: number;
  /** Length of the ramp in steps, more than 0. */
  readonly steps: number;
}

function ramp<Options extends RampOptions>(name: string, options: Options, shape: (progress: number) => number): Schedule {
  const { from, to, steps } = options;
  if (!(steps > 0)) throw new RangeError(expected(name, 'steps > 0', steps));
  if (!Number.isFinite(from) || !Number.isFinite(to)) throw new RangeError(expected(name, 'finite from and to', `${from} and ${to}`));
  return described({ name, ...options }, (step: number) => from + (to - from) * shape(Math.min(1, Math.max(0, step / steps))));
}

/**
 * A straight line from one value to another, level afterwards.
 * @throws RangeError if `steps` is not positive, or an end not finite.
 *
 * @example
 * ```ts
 * import { linear } from '@genlab/core';
 *
 * const beta = linear({ from: 0, to: 1, steps: 500 });
 * console.log([0, 250, 500, 900].map(beta)); // [ 0, 0.5, 1, 1 ]
 * ```
 */
export function linear(options: RampOptions): Schedule {
  return ramp('linear', options, (progress) => progress);
}

/**
 * Half a cosine wave from one value to another: slow, fast, slow; level afterwards.
 * Formula: `from + (to - from) (1 - cos(pi step / steps)) / 2`.
 * @throws RangeError if `steps` is not positive, or an end not finite.
 * @see Loshchilov and Hutter, "SGDR", 2017, equation 5, without restarts.
 */
export function cosine(options: RampOptions): Schedule {
  return ramp('cosine', options, (progress) => (1 - Math.cos(Math.PI * progress)) / 2);
}

/**
 * From one value to another by the same factor at every step, level afterwards: for temperatures.
 * Formula: `from (to / from)^(step / steps)`.
 * @throws RangeError if `steps`, `from` or `to` is not positive, or an end not finite.
 */
export function exponential(options: RampOptions): Schedule {
  const { from, to } = options;
  if (!(from > 0 && to > 0)) throw new RangeError(expected('exponential', 'from > 0 and to > 0', { from, to }));
  return ramp('exponential', options, (progress) => (from === to ? 0 : ((to / from) ** progress - 1) / (to / from - 1)));
}

/**
 * A logistic curve from one value to another, stretched to meet both ends exactly; level afterwards.
 * Option `steepness` (10): the slope of the curve at its middle, times four.
 * @throws RangeError if `steps` or `steepness` is not positive, or an end not finite.
 * @see Bowman et al., "Generating sentences from a continuous space", 2016, figure 2.
 */
export function sigmoid({ steepness = 10, ...options }: RampOptions & { readonly steepness?: number }): Schedule {
  if (!(steepness > 0)) throw new RangeError(expected('sigmoid', 'steepness > 0', steepness));
  const logistic = (progress: number) => 1 / (1 + Math.exp(-steepness * (progress - 0.5)));
  return ramp('sigmoid', { ...options, steepness }, (progress) => (logistic(progress) - logistic(0)) / (logistic(1) - logistic(0)));
}
