import { expect, it, describe as suite } from 'vitest';
import { describe } from './describe.js';
import { sequence, warmUp } from './schedules/composed.js';
import { constant } from './schedules/constant.js';
import { cyclical } from './schedules/cyclical.js';
import { cosine, linear, sigmoid } from './schedules/ramps.js';

suite('describe', () => {
  it('says plain values as they are, without members that are undefined', () => {
    const plain = { a: 1, b: [true, null, 'c'], d: { e: -0.5 } };
    expect(describe({ ...plain, f: undefined })).toEqual(plain);
    expect(describe([Number.POSITIVE_INFINITY, Number.NaN])).toEqual(['Infinity', 'NaN']);
  });

  it('lets GenLab’s schedules say what they are, nested ones too', () => {
    const ramp = { from: 1, to: 0, steps: 10 };
    const schedules = [
      constant(2),
      linear(ramp),
      cosine(ramp),
      sigmoid(ramp),
      cyclical({ period: 5 }),
      warmUp(linear(ramp), { steps: 3 }),
      sequence([{ rate: 1, steps: 2 }, { rate: constant(3) }]),
    ];
    expect(describe(schedules)).toEqual([
      { name: 'constant', value: 2 },
      { name: 'linear', ...ramp },
      { name: 'cosine', ...ramp },
      { name: 'sigmoid', ...ramp, steepness: 10 },
      { name: 'cyclical', period: 5, from: 0, to: 1, rise: 0.5, cycles: 'Infinity' },
      { name: 'warmUp', rate: { name: 'linear', ...ramp }, steps: 3 },
      { name: 'sequence', stages: [{ rate: 1, steps: 2 }, { rate: { name: 'constant', value: 3 } }] },
    ]);
  });

  it('says of a user’s own code that it is opaque', () => {
    const halfThenFull = (step: number) => (step < 500 ? 0.5 : 1);
    class Recipe {}
    expect(
      describe({
        rate: halfThenFull,
        loss: { name: 'mine', of: () => 1 },
        recipe: new Recipe(),
        other: (
          () => () =>
            1
        )(),
      }),
    ).toEqual({
      rate: { opaque: 'halfThenFull' },
      loss: { opaque: 'mine' },
      recipe: { opaque: 'object' },
      other: { opaque: 'function' },
    });
  });

  it('takes one object twice, but none that holds itself, and writes null for what is missing in a list', () => {
    const twice = { a: 1 };
    expect(describe({ one: twice, other: [twice, undefined] })).toEqual({ one: { a: 1 }, other: [{ a: 1 }, null] });
    const self: { of?: object } = {};
    self.of = [self];
    expect(() => describe(self)).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: describe: expected options that do not hold themselves, got an object that holds itself.]`,
    );
  });
});
