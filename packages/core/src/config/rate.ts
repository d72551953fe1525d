import { sequence, warmUp } from '../schedules/composed.js';
import { constant } from '../schedules/constant.js';
import { cyclical } from '../schedules/cyclical.js';
import { cosine, exponential, linear, sigmoid } from '../schedules/ramps.js';
import type { Rate } from '../schedules/schedule.js';
import { config, type Reader } from './config.js';

const { list, made, named, number, optional, record } = config;

const ramp = { from: number, to: number, steps: number };

/** A number, or infinity, which JSON can only write as text. */
const count: Reader<number> = (value, path) => (value === 'Infinity' ? Number.POSITIVE_INFINITY : number(value, path));

const schedules: Readonly<Record<string, Reader<Rate>>> = {
  constant: made(record({ value: number }), ({ value }) => constant(value)),
  linear: made(record(ramp), linear),
  cosine: made(record(ramp), cosine),
  exponential: made(record(ramp), exponential),
  sigmoid: made(record({ ...ramp, steepness: optional(number) }), sigmoid),
  cyclical: made(
    record({ period: number, from: optional(number), to: optional(number), rise: optional(number), cycles: optional(count) }),
    cyclical,
  ),
  warmUp: made(record({ rate: readRate, steps: number }), ({ rate, steps }) => warmUp(rate, { steps })),
  sequence: made(record({ stages: list(record({ rate: readRate, steps: optional(count) })) }), ({ stages }) => sequence(stages)),
};

/**
 * Reads a rate from plain JSON: a number, or one of GenLab's schedules by its name, as {@link describe} writes it.
 *
 * @throws TypeError or RangeError that begins with the path.
 *
 * @example
 * ```ts
 * import { rateAt, readRate } from '@genlab/core';
 *
 * const rate = readRate({ name: 'linear', from: 2e-3, to: 0, steps: 1_000 }, 'learningRate');
 * console.log(rateAt(rate, 500)); // 0.001
 * ```
 */
export function readRate(value: unknown, path: string): Rate {
  return typeof value === 'object' && value !== null ? named(schedules)(value, path) : number(value, path);
}
