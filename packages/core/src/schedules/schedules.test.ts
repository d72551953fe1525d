import { describe, expect, expectTypeOf, it } from 'vitest';
import { sequence, warmUp } from './composed.js';
import { constant } from './constant.js';
import { cyclical } from './cyclical.js';
import { cosine, exponential, linear, sigmoid } from './ramps.js';
import { type Rate, rateAt, type Schedule } from './schedule.js';

describe('schedules', () => {
  const ramp = { from: 1, to: 3, steps: 100 };
  it.each<[string, Schedule, Record<number, number>]>([
    ['constant', constant(0.5), { 0: 0.5, 1000: 0.5 }],
    ['linear', linear(ramp), { [-5]: 1, 0: 1, 25: 1.5, 100: 3, 1000: 3 }],
    ['cosine', cosine(ramp), { 0: 1, 25: 2 - Math.SQRT1_2, 50: 2, 100: 3, 1000: 3 }],
    ['exponential', exponential({ from: 4, to: 1, steps: 100 }), { [-5]: 4, 0: 4, 25: 2 * Math.SQRT2, 50: 2, 100: 1, 1000: 1 }],
    ['sigmoid', sigmoid(ramp), { 0: 1, 50: 2, 100: 3, 1000: 3 }],
    ['cyclical', cyclical({ period: 100 }), { 0: 0, 25: 0.5, 50: 1, 99: 1, 100: 0, 125: 0.5 }],
    ['cyclical, once', cyclical({ period: 10, rise: 1, to: 2, cycles: 1 }), { 0: 0, 5: 1, 10: 2, 15: 2 }],
    ['warmUp', warmUp(0.1, { steps: 4 }), { 0: 0.025, 3: 0.1, 10: 0.1 }],
    [
      'sequence',
      sequence([
        { rate: 1, steps: 10 },
        { rate: linear({ from: 1, to: 0, steps: 10 }), steps: 10 },
      ]),
      { 9: 1, 10: 1, 15: 0.5, 20: 0, 99: 0 },
    ],
    ['open sequence', sequence([{ rate: 1, steps: 10 }, { rate: (step) => step }]), { 0: 1, 12: 2 }],
  ])('%s passes through its points', (_, schedule, points) => {
    for (const [step, value] of Object.entries(points)) expect(schedule(Number(step))).toBeCloseTo(value, 12);
  });

  it('takes a plain number or a function of one’s own for a rate', () => {
    expect(rateAt(0.1, 7)).toBe(0.1);
    expect(rateAt((step) => step * 2, 7)).toBe(14);
    expectTypeOf<Rate>().toEqualTypeOf<number | ((step: number) => number)>();
  });

  it('says what it expected', () => {
    expect(() => linear({ from: 0, to: 1, steps: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: linear.steps: expected a number > 0, got 0.]`,
    );
    expect(() => exponential({ from: 1, to: 0, steps: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: exponential.to: expected a number > 0, got 0.]`,
    );
    expect(() => sigmoid({ from: 0, to: 1, steps: 1, steepness: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: sigmoid.steepness: expected a number > 0, got 0.]`,
    );
    expect(() => cyclical({ period: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: cyclical.period: expected a number > 0, got -1.]`,
    );
    expect(() => cyclical({ period: 1, to: Number.NaN })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: cyclical.to: expected a number, got NaN.]`,
    );
    expect(() => cyclical({ period: 1, rise: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: cyclical.rise: expected a number in (0, 1], got 0.]`,
    );
    for (const ramp of [linear, cosine, sigmoid])
      expect(() => ramp({ from: 0, to: Number.NaN, steps: 5 })).toThrow(`${ramp.name}.to: expected a number, got NaN.`);
    expect(() => constant(Number.NaN)).toThrowErrorMatchingInlineSnapshot(`[RangeError: constant.value: expected a number, got NaN.]`);
    expect(() => warmUp(1, { steps: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: warmUp.steps: expected a number > 0, got 0.]`);
    expect(() => sequence([])).toThrowErrorMatchingInlineSnapshot(`[TypeError: sequence.stages: expected a list of at least 1, got [].]`);
    expect(() => sequence([{ rate: 1 }, { rate: 2 }])).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: sequence.stages[0].steps: expected a number > 0, got undefined.]`,
    );
  });
});
