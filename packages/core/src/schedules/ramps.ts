import { config } from '../config/config.js';
import { described } from '../describe.js';
import type { Schedule } from './schedule.js';

const { number, optional, record, within } = config;

/** Where a ramp begins and ends, and how long it takes. */
export interface RampOptions {
  /** Value up to and including step 0. */
  readonly from: number;
  /** Value from step `steps` on. */
  readonly to: number;
  /** Length of the ramp in steps, more than 0. */
  readonly steps: number;
}

/** Options of {@link sigmoid}. */
export interface SigmoidOptions extends RampOptions {
  /** The slope of the logistic curve at its middle, before it is stretched, times four; more than 0; 10. */
  readonly steepness?: number;
}

const positive = within({ above: 0 });
const ramp = { from: number, to: number, steps: positive };

/** Readers of the options of ramps, each under the name of its function. */
export const rampOptions = {
  linear: record<RampOptions>(ramp),
  cosine: record<RampOptions>(ramp),
  exponential: record<RampOptions>({ from: positive, to: positive, steps: positive }),
  sigmoid: record<SigmoidOptions>({ ...ramp, steepness: optional(positive) }),
};

function scheduleOf(name: string, options: RampOptions, shape: (progress: number) => number): Schedule {
  const { from, to, steps } = options;
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
  return scheduleOf('linear', rampOptions.linear(options, 'linear'), (progress) => progress);
}

/**
 * Half a cosine wave from one value to another: slow, fast, slow; level afterwards.
 * Formula: `from + (to - from) (1 - cos(pi step / steps)) / 2`.
 * @throws RangeError if `steps` is not positive, or an end not finite.
 *
 * @example
 * ```ts
 * import { cosine } from '@genlab/core';
 *
 * const learningRate = cosine({ from: 1, to: 0, steps: 100 });
 * console.log([0, 50, 100, 200].map((step) => learningRate(step).toFixed(2))); // [ '1.00', '0.50', '0.00', '0.00' ]
 * ```
 *
 * @see Loshchilov and Hutter, "SGDR", 2017, equation 5, without restarts.
 */
export function cosine(options: RampOptions): Schedule {
  return scheduleOf('cosine', rampOptions.cosine(options, 'cosine'), (progress) => (1 - Math.cos(Math.PI * progress)) / 2);
}

/**
 * From one value to another by the same factor at every step, level afterwards: for temperatures.
 * Formula: `from (to / from)^(step / steps)`.
 * @throws RangeError if `steps`, `from` or `to` is not positive, or an end not finite.
 *
 * @example
 * ```ts
 * import { exponential } from '@genlab/core';
 *
 * const temperature = exponential({ from: 1, to: 0.01, steps: 100 });
 * console.log([0, 50, 100].map((step) => temperature(step).toFixed(2))); // [ '1.00', '0.10', '0.01' ]
 * ```
 */
export function exponential(options: RampOptions): Schedule {
  const checked = rampOptions.exponential(options, 'exponential');
  const { from, to } = checked;
  return scheduleOf('exponential', checked, (progress) => (from === to ? 0 : ((to / from) ** progress - 1) / (to / from - 1)));
}

/**
 * A logistic curve from one value to another, stretched to meet both ends exactly; level afterwards.
 * Formula: `from + (to - from) (l(step / steps) - l(0)) / (l(1) - l(0))` with `l(x) = 1 / (1 + exp(-steepness (x - 1/2)))`.
 * @throws RangeError if `steps` or `steepness` is not positive, or an end not finite.
 *
 * @example
 * ```ts
 * import { sigmoid } from '@genlab/core';
 *
 * const beta = sigmoid({ from: 0, to: 1, steps: 100 });
 * console.log([0, 25, 50, 100].map((step) => beta(step).toFixed(2))); // [ '0.00', '0.07', '0.50', '1.00' ]
 * ```
 *
 * @see Bowman et al., "Generating sentences from a continuous space", 2016, figure 2.
 */
export function sigmoid(options: SigmoidOptions): Schedule {
  const { steepness = 10, ...ends } = rampOptions.sigmoid(options, 'sigmoid');
  const logistic = (progress: number) => 1 / (1 + Math.exp(-steepness * (progress - 0.5)));
  const shape = (progress: number) => (logistic(progress) - logistic(0)) / (logistic(1) - logistic(0));
  return scheduleOf('sigmoid', { ...ends, steepness } as RampOptions, shape);
}
