import { sequence, warmUp } from '../schedules/composed.js';
import { constant } from '../schedules/constant.js';
import { cyclical, cyclicalOptions } from '../schedules/cyclical.js';
import { cosine, exponential, linear, rampOptions, sigmoid } from '../schedules/ramps.js';
import type { Rate } from '../schedules/schedule.js';
import { config, type Reader } from './config.js';

const { list, made, named, number, optional, record, within } = config;

const steps = within({ above: 0, most: Number.POSITIVE_INFINITY });

const schedules: Readonly<Record<string, Reader<Rate>>> = {
  constant: made(record({ value: number }), ({ value }) => constant(value)),
  linear: made(rampOptions.linear, linear),
  cosine: made(rampOptions.cosine, cosine),
  exponential: made(rampOptions.exponential, exponential),
  sigmoid: made(rampOptions.sigmoid, sigmoid),
  cyclical: made(cyclicalOptions, cyclical),
  warmUp: made(record({ rate: readRate, steps }), ({ rate, steps }) => warmUp(rate, { steps })),
  sequence: made(record({ stages: list(record({ rate: readRate, steps: optional(steps) })) }), ({ stages }) => sequence(stages)),
};

/**
 * Reads a rate: a number or a schedule as it is, or one of GenLab's schedules in JSON by its name, as {@link describe} writes it.
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
  return typeof value === 'object' && value !== null ? named(schedules)(value, path) : config.rate(value, path);
}
