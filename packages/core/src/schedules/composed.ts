import { described } from '../describe.js';
import { expected } from '../expected.js';
import { type Rate, rateAt, type Schedule } from './schedule.js';

/**
 * Raises a rate from 0 over its first steps, so that an optimiser's moments settle before they count.
 * Formula: `rate(step) min(1, (step + 1) / steps)`: the first step is not wasted on a rate of 0.
 * @throws RangeError if `steps` is not positive.
 */
export function warmUp(rate: Rate, { steps }: { readonly steps: number }): Schedule {
  if (!(steps > 0)) throw new RangeError(expected('warmUp', 'steps > 0', steps));
  return described({ name: 'warmUp', rate, steps }, (step: number) => rateAt(rate, step) * Math.min(1, (step + 1) / steps));
}

/** One part of a {@link sequence}. */
export interface Stage {
  /** The rate of this stage; a schedule counts from the start of its stage. */
  readonly rate: Rate;
  /** Length in steps; the last stage may do without and then never ends. */
  readonly steps?: number;
}

/**
 * One rate after another; after the last one has ended, its value at its end.
 * @throws RangeError if there is no stage, or one but the last has no positive length.
 */
export function sequence(stages: readonly Stage[]): Schedule {
  if (stages.length === 0) throw new RangeError(expected('sequence', 'at least one stage', '[]'));
  stages.forEach(({ steps }, i) => {
    const open = steps === undefined && i === stages.length - 1;
    if (!open && !((steps as number) > 0)) throw new RangeError(expected('sequence', `stages[${i}].steps > 0`, steps));
  });
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
