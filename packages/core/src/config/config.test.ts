import { describe, expect, expectTypeOf, it } from 'vitest';
import { describe as describeOptions } from '../describe.js';
import { sequence, warmUp } from '../schedules/composed.js';
import { constant } from '../schedules/constant.js';
import { cyclical } from '../schedules/cyclical.js';
import { cosine, exponential, linear, sigmoid } from '../schedules/ramps.js';
import { type Rate, rateAt } from '../schedules/schedule.js';
import { config, type NumberRange } from './config.js';
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
    [[64], 'generator: expected an object with options among filters, shape, normalization, bias, loss, got [64].'],
    [null, 'generator: expected an object with options among filters, shape, normalization, bias, loss, got null.'],
    [new Date(0), 'bias, loss, got "1970-01-01T00:00:00.000Z".'],
    [
      { filters: [], filtres: [] },
      'generator: expected options among filters, shape, normalization, bias, loss, got filtres. Did you mean filters?',
    ],
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
    expect(() => network(JSON.parse(text), 'generator')).toThrow(`, got ${name}.`);
    expect(() => named({ plain: record({}) })(JSON.parse(`{ "name": "${name}" }`), 'loss')).toThrow(`got "${name}".`);
    const inherited = Object.create({ filters: [64] });
    expect(() => network(inherited, 'generator')).toThrow('generator: expected an object');
    expect(({} as { bias?: boolean }).bias).toBeUndefined();
  });
});

describe('options from JavaScript', () => {
  interface Options {
    readonly latentDim?: number;
    readonly beta1?: number;
    readonly learningRate?: Rate;
    readonly penalties?: readonly { of(): number }[];
  }
  const read = config.record<Options>({
    latentDim: optional(integer({ least: 1 })),
    beta1: optional(config.within({ least: 0, below: 1 })),
    learningRate: optional(config.rate),
    penalties: optional(list(config.recipe(['of'], 'r1()'), { least: 1 })),
  });

  it('come through as they are, code by identity', () => {
    const [learningRate, penalty] = [
      (step: number) => 1 / step,
      new (class Penalty {
        of = () => 0;
      })(),
    ];
    expect(read({ latentDim: 64, learningRate, penalties: [penalty] }, 'GAN')).toEqual({
      latentDim: 64,
      learningRate,
      penalties: [penalty],
    });
    expect(read({ latentDim: undefined }, 'GAN')).toEqual({});
    expect(read(structuredClone({ beta1: 0 }), 'GAN')).toEqual({ beta1: 0 });
    expectTypeOf(read).returns.toEqualTypeOf<Options>();
  });

  it.each([
    [{ latentDims: 64 }, 'GAN: expected options among latentDim, beta1, learningRate, penalties, got latentDims. Did you mean latentDim?'],
    [
      { learning_rate: 1 },
      'GAN: expected options among latentDim, beta1, learningRate, penalties, got learning_rate. Did you mean learningRate?',
    ],
    [{ beta: 1 }, 'GAN: expected options among latentDim, beta1, learningRate, penalties, got beta. Did you mean beta1?'],
    [{ noise: 64 }, 'GAN: expected options among latentDim, beta1, learningRate, penalties, got noise.'],
    [5, 'GAN: expected an object with options among latentDim, beta1, learningRate, penalties, got 5.'],
    [{ beta1: 1 }, 'GAN.beta1: expected a number in [0, 1), got 1.'],
    [{ beta1: Number.NaN }, 'GAN.beta1: expected a number in [0, 1), got NaN.'],
    [{ beta1: '0.5' }, 'GAN.beta1: expected a number in [0, 1), got "0.5".'],
    [{ beta1: null }, 'GAN.beta1: expected a number in [0, 1), got null.'],
    [{ learningRate: -1 }, 'GAN.learningRate: expected a finite number >= 0 or a schedule, got -1.'],
    [{ penalties: [] }, 'GAN.penalties: expected a list of at least 1, got [].'],
    [{ penalties: [{}] }, 'GAN.penalties[0]: expected something such as r1(), got {}. It has no function of.'],
  ])('%j are refused in one sentence', (value, message) => {
    expect(() => read(value, 'GAN')).toThrow(expect.objectContaining({ message }));
  });

  it('take numbers in an array of any kind, and no text', () => {
    for (const numbers of [[1, 2], Int32Array.of(3), { length: 0 }]) expect(config.numbers(numbers, 'weights')).toBe(numbers);
    for (const [value, got] of [
      ['12', '12'],
      [5, '5'],
      [{}, '{}'],
      [null, 'null'],
    ]) {
      expect(() => config.numbers(value, 'weights')).toThrow(`weights: expected a list of numbers, got ${got}.`);
    }
  });

  it('say which numbers are in a range, and throw a RangeError for one that is not', () => {
    const message = (range: NumberRange, value: unknown) => {
      try {
        return config.within(range)(value, 'x');
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`;
      }
    };
    const most = Number.POSITIVE_INFINITY;
    expect(message({ above: 0 }, 0)).toBe('RangeError: x: expected a number > 0, got 0.');
    expect(message({ above: 0 }, most)).toBe('RangeError: x: expected a number > 0, got Infinity.');
    expect(message({ above: 0, most }, most)).toBe(most);
    expect(message({ above: 0, most }, 'Infinity')).toBe(most); // as JSON has to write it
    expect(message({ least: 0 }, 0)).toBe(0);
    expect(message({ least: 0 }, '0')).toBe('TypeError: x: expected a number >= 0, got "0".');
    expect(message({ above: 0, most: 1 }, 1)).toBe(1);
    expect(message({ above: 0, most: 1 }, 1.01)).toBe('RangeError: x: expected a number in (0, 1], got 1.01.');
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
    ['fast', 'learningRate: expected a finite number >= 0 or a schedule, got "fast".'],
    [{ opaque: 'falling' }, 'learningRate.name: expected one of "constant", "linear", '],
    [{ name: 'linear', from: 1, to: 0 }, 'learningRate.steps: expected a number > 0, got undefined.'],
    [{ name: 'linear', from: 1, to: 0, steps: 0 }, 'learningRate.steps: expected a number > 0, got 0.'],
    [{ name: 'warmUp', rate: { name: 'constant' }, steps: 3 }, 'learningRate.rate.value: expected a number, got undefined.'],
    [
      { name: 'sequence', stages: [{ rate: 1, steps: 2 }, { rate: null }] },
      'learningRate.stages[1].rate: expected a finite number >= 0 or a schedule, got null.',
    ],
  ])('says where %j is wrong', (value, message) => {
    expect(() => readRate(value, 'learningRate')).toThrow(message);
  });
});
