import { config } from '../config/config.js';
import { described } from '../describe.js';
import { type Rate, rateAt, type Schedule } from './schedule.js';

const { list, optional, rate, record, within } = config;

/** Options of {@link warmUp}. */
export interface WarmUpOptions {
  /** How many steps it takes, more than 0. */
  readonly steps: number;
}

const warmUpOptions = record<WarmUpOptions>({ steps: within({ above: 0 }) });

/**
 * Raises a rate from 0 over its first steps, so that an optimiser's moments settle before they count.
 * Formula: `rate(step) min(1, (step + 1) / steps)`: the first step is not wasted on a rate of 0.
 * @param full The rate that is reached; a schedule counts from step 0, warm or not.
 * @throws RangeError if `steps` is not positive, or the rate is negative or not finite.
 *
 * @example
 * ```ts
 * import { warmUp } from '@genlab/core';
 *
 * const learningRate = warmUp(0.5, { steps: 4 });
 * console.log([0, 1, 2, 3, 4].map(learningRate)); // [ 0.125, 0.25, 0.375, 0.5, 0.5 ]
 * ```
 */
export function warmUp(full: Rate, options: WarmUpOptions): Schedule {
  rate(full, 'warmUp.rate');
  const { steps } = warmUpOptions(options, 'warmUp');
  return described({ name: 'warmUp', rate: full, steps }, (step: number) => rateAt(full, step) * Math.min(1, (step + 1) / steps));
}

/** One part of a {@link sequence}. */
export interface Stage {
  /** The rate of this stage; a schedule counts from the start of its stage. */
  readonly rate: Rate;
  /** Length in steps; the last stage may do without and then never ends. */
  readonly steps?: number;
}

const length = within({ above: 0, most: Number.POSITIVE_INFINITY });
const stage = record<Stage>({ rate, steps: optional(length) });

/**
 * One rate after another; after the last one has ended, its value at its end.
 * @throws TypeError if there is no stage, or one but the last has no length; RangeError if a length is not positive.
 *
 * @example
 * ```ts
 * import { linear, sequence } from '@genlab/core';
 *
 * const rate = sequence([{ rate: 1, steps: 2 }, { rate: linear({ from: 1, to: 0, steps: 2 }) }]);
 * console.log([0, 1, 2, 3, 4].map(rate)); // [ 1, 1, 1, 0.5, 0 ]
 * ```
 */
export function sequence(stages: readonly Stage[]): Schedule {
  list(stage, { least: 1 })(stages, 'sequence.stages');
  stages.slice(0, -1).forEach(({ steps }, i) => void length(steps, `sequence.stages[${i}].steps`));
  return described({ name: 'sequence', stages }, (step: number) => {
    let start = 0;
    for (const [i, { rate, steps = Number.POSITIVE_INFINITY }] of stages.entries()) {
      if (step < start + steps) return rateAt(rate, step - start);
      if (i === stages.length - 1) return rateAt(rate, steps);
      start += steps;
    }
    throw new Error('unreachable');
  });
}
