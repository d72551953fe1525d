import { describe, expect, expectTypeOf, it } from 'vitest';
import { describe as describeOptions } from '../describe.js';
import { sequence, warmUp } from '../schedules/composed.js';
import { constant } from '../schedules/constant.js';
import { cyclical } from '../schedules/cyclical.js';
import { cosine, exponential, linear, sigmoid } from '../schedules/ramps.js';
import { type Rate, rateAt } from '../schedules/schedule.js';
import { config } from './config.js';
import { readRate } from './rate.js';

const { boolean, integer, list, made, named, number, oneOf, optional, record } = config;

const network = record({
  filters: list(integer({ least: 1 })),
  shape: optional(list(number, { length: 2 })),
  normalization: optional(oneOf('batch', 'none')),
  bias: optional(boolean),
  loss: optional(named({ hinge: made(record({ margin: optional(number) }), ({ margin = 1 }) => checkMargin(margin)), plain: record({}) })),
});

function checkMargin(margin: number): object {
  if (margin <= 0) throw new RangeError('hinge: expected margin > 0, got 0.');
  return { margin };
}

describe('config', () => {
  it('gives out what came in, as a copy, and leaves out what was not said', () => {
    const value = { filters: [64, 32], normalization: 'batch', bias: false };
    const read = network(value, '');
    expectTypeOf(read.filters).toEqualTypeOf<number[]>();
    expectTypeOf(read.normalization).toEqualTypeOf<'batch' | 'none' | undefined>();
    expect(read).toEqual(value);
    expect(Object.keys(read)).toEqual(Object.keys(value));
    expect(read.filters).not.toBe(value.filters);
    expect(network({ filters: [], loss: { name: 'hinge', margin: 2 } }, '').loss).toEqual({ margin: 2 });
  });

  it.each([
    [{ filters: [64, -3] }, 'generator.filters[1]: expected an integer >= 1, got -3.'],
    [{ filters: [64, 1.5] }, 'generator.filters[1]: expected an integer >= 1, got 1.5.'],
    [{ filters: '64' }, 'generator.filters: expected a list, got "64".'],
    [{}, 'generator.filters: expected a list, got undefined.'],
    [[64], 'generator: expected an object, got [64].'],
    [null, 'generator: expected an object, got null.'],
    [new Date(0), 'generator: expected an object, got "1970-01-01T00:00:00.000Z".'],
    [{ filters: [], filtres: [] }, 'generator: expected no members but filters, shape, normalization, bias, loss, got "filtres".'],
    [{ filters: [], shape: [28] }, 'generator.shape: expected a list of 2, got [28].'],
    [{ filters: [], shape: [28, Number.NaN] }, 'generator.shape[1]: expected a number, got NaN.'],
    [{ filters: [], normalization: 'layer' }, 'generator.normalization: expected one of "batch", "none", got "layer".'],
    [{ filters: [], bias: 0 }, 'generator.bias: expected true or false, got 0.'],
    [{ filters: [], loss: 'hinge' }, 'generator.loss: expected an object with a name, got "hinge".'],
    [{ filters: [], loss: { name: 'hinges' } }, 'generator.loss.name: expected one of "hinge", "plain", got "hinges".'],
    [{ filters: [], loss: { name: 'hinge', margin: '1' } }, 'generator.loss.margin: expected a number, got "1".'],
    [{ filters: [], loss: { name: 'hinge', margin: 0 } }, 'generator.loss: hinge: expected margin > 0, got 0.'],
  ])('says where %j is wrong', (value, message) => {
    expect(() => network(value, 'generator')).toThrow(message);
  });

  it.each(['__proto__', 'constructor', 'toString', 'prototype'])('falls for no trick with %s', (name) => {
    const text = `{ "filters": [64], "${name}": { "bias": true } }`;
    expect(() => network(JSON.parse(text), 'generator')).toThrow(`got "${name}".`);
    expect(() => named({ plain: record({}) })(JSON.parse(`{ "name": "${name}" }`), 'loss')).toThrow(`got "${name}".`);
    const inherited = Object.create({ filters: [64] });
    expect(() => network(inherited, 'generator')).toThrow('generator: expected an object');
    expect(({} as { bias?: boolean }).bias).toBeUndefined();
  });
});

describe('readRate', () => {
  const rates: Rate[] = [
    2e-4,
    constant(0.5),
    linear({ from: 1, to: 0, steps: 10 }),
    cosine({ from: 1, to: 0, steps: 10 }),
    exponential({ from: 1, to: 0.01, steps: 10 }),
    sigmoid({ from: 0, to: 1, steps: 10, steepness: 4 }),
    cyclical({ period: 4 }),
    cyclical({ period: 4, from: 0.1, to: 0.9, rise: 0.25, cycles: 2 }),
    warmUp(linear({ from: 1, to: 0, steps: 10 }), { steps: 3 }),
    sequence([{ rate: 0.1, steps: 2 }, { rate: warmUp(0.5, { steps: 4 }) }]),
  ];

  it.each(rates.map((rate) => [describeOptions(rate), rate] as const))('reads %j as it was written', (written, rate) => {
    const read = readRate(JSON.parse(JSON.stringify(written)), 'learningRate');
    for (let step = 0; step < 20; step++) expect(rateAt(read, step)).toBe(rateAt(rate, step));
    expect(describeOptions(read)).toEqual(written);
  });

  it.each([
    ['fast', 'learningRate: expected a number, got "fast".'],
    [{ opaque: 'falling' }, 'learningRate.name: expected one of "constant", "linear", '],
    [{ name: 'linear', from: 1, to: 0 }, 'learningRate.steps: expected a number, got undefined.'],
    [{ name: 'linear', from: 1, to: 0, steps: 0 }, 'learningRate: linear: expected steps > 0, got 0.'],
    [{ name: 'warmUp', rate: { name: 'constant' }, steps: 3 }, 'learningRate.rate.value: expected a number, got undefined.'],
    [{ name: 'sequence', stages: [{ rate: 1, steps: 2 }, { rate: null }] }, 'learningRate.stages[1].rate: expected a number, got null.'],
  ])('says where %j is wrong', (value, message) => {
    expect(() => readRate(value, 'learningRate')).toThrow(message);
  });
});
