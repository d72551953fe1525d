import { config } from '../config/config.js';
import { described } from '../describe.js';
import type { Schedule } from './schedule.js';

const { number, optional, record, within } = config;

/** Options of {@link cyclical}. */
export interface CyclicalOptions {
  /** Length of a cycle in steps, more than 0. */
  readonly period: number;
  /** Value at the start of every cycle; 0. */
  readonly from?: number;
  /** Value on the level part of every cycle; 1. */
  readonly to?: number;
  /** Share of a cycle spent rising, in (0, 1]; 0.5. The rest is level. */
  readonly rise?: number;
  /** Number of cycles, more than 0, after which the value stays at `to`; without end. */
  readonly cycles?: number;
}

/** Reads the options of {@link cyclical}. */
export const cyclicalOptions = record<CyclicalOptions>({
  period: within({ above: 0 }),
  from: optional(number),
  to: optional(number),
  rise: optional(within({ above: 0, most: 1 })),
  cycles: optional(within({ above: 0, most: Number.POSITIVE_INFINITY })),
});

/**
 * Rises in a straight line and stays level, again and again: the annealing of beta against posterior collapse.
 * @throws RangeError if `period` or `cycles` is not positive, `rise` not in (0, 1], or an end not finite.
 *
 * @example
 * ```ts
 * import { cyclical } from '@genlab/core';
 *
 * const beta = cyclical({ period: 100 });
 * console.log([0, 25, 50, 99, 100].map(beta)); // [ 0, 0.5, 1, 1, 0 ]
 * ```
 * @see Fu et al., "Cyclical annealing schedule", 2019, equation 6.
 */
export function cyclical(options: CyclicalOptions): Schedule {
  const { period, from = 0, to = 1, rise = 0.5, cycles = Number.POSITIVE_INFINITY } = cyclicalOptions(options, 'cyclical');
  return described({ name: 'cyclical', period, from, to, rise, cycles }, (step: number) =>
    step >= period * cycles ? to : from + (to - from) * Math.min(1, (step % period) / period / rise),
  );
}
