import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu, useGenlab } from '../../test/backends.js';
import { cosineAndSine, logOfFraction } from './elementary.js';
import { Rng } from './rng.js';

beforeAll(useCpu);

const values = (tensor: tf.Tensor) => tf.tidy(() => tensor.dataSync() as Float32Array);

describe('Rng', () => {
  it('draws uniform values in [0, 1) and standard normal ones', () => {
    const rng = new Rng(1);
    const uniform = values(rng.uniform([20_000]));
    const normal = values(rng.normal([20_000]));
    const mean = (x: Float32Array) => x.reduce((sum, value) => sum + value, 0) / x.length;
    const variance = (x: Float32Array, center: number) => x.reduce((sum, value) => sum + (value - center) ** 2, 0) / x.length;
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    // Tolerances: four standard errors at n = 20,000.
    expect(Math.abs(mean(uniform) - 0.5)).toBeLessThan(4 / Math.sqrt(12 * 20_000));
    expect(Math.abs(mean(normal))).toBeLessThan(4 / Math.sqrt(20_000));
    expect(Math.abs(variance(normal, 0) - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
  });

  it('takes seed 0 for a seed', () => {
    expect(new Rng(0).number()).toBe(new Rng(0).number());
    expect(new Rng(0).number()).not.toBe(new Rng(1).number());
    expect(new Rng(2 ** 40).number()).not.toBe(new Rng(0).number());
  });

  it('keeps its bits from release to release', () => {
    expect([...values(new Rng(0).normal([4]))]).toMatchInlineSnapshot(`
      [
        0.991137683391571,
        -0.9246625900268555,
        -0.6176089644432068,
        -0.48206859827041626,
      ]
    `);
    expect(new Rng(7).fork('shuffle').permutation(6)).toMatchInlineSnapshot(`
      Int32Array [
        5,
        0,
        2,
        4,
        1,
        3,
      ]
    `);
  });

  it('forks by label: one label is one stream, two labels are two, whatever was drawn between', () => {
    const rng = new Rng(3);
    const first = rng.fork('noise').number();
    rng.uniform([100]).dispose();
    expect(rng.fork('noise').number()).toBe(first);
    const streams = ['', 'a', 'b', 'ab', 'ba', 'a\0', 'noise 1', 'noise 11'].map((label) => rng.fork(label).number());
    expect(new Set([...streams, rng.fork('a').fork('b').number(), rng.number()]).size).toBe(streams.length + 2);
  });

  it('goes on from its state, through JSON', () => {
    const rng = new Rng(2 ** 53 - 1).fork('x');
    rng.normal([7]).dispose();
    const copy = Rng.from(JSON.parse(JSON.stringify(rng.state())));
    expect(copy.permutation(20)).toEqual(rng.permutation(20));
    expect(copy.state()).toEqual(rng.state());
  });

  it('permutes evenly', () => {
    const rng = new Rng(5);
    const counts = new Map<string, number>();
    for (let trial = 0; trial < 4_000; trial++) {
      rng.permutation(4).forEach((value, place) => {
        counts.set(`${place} ${value}`, (counts.get(`${place} ${value}`) ?? 0) + 1);
      });
    }
    expect(counts.size).toBe(16);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(4 * Math.sqrt(4_000 * 0.25 * 0.75));
  });

  it('draws integers below n', () => {
    const rng = new Rng(6);
    const drawn = new Set(Array.from({ length: 200 }, () => rng.integer(5)));
    expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('scales: mean and stddev, low and high', () => {
    const mean = values(tf.mean(new Rng(1).normal([10_000], { mean: 5, stddev: 0.1 })))[0] as number;
    expect(Math.abs(mean - 5)).toBeLessThan(0.004);
    const u = values(new Rng(1).uniform([1_000], { low: -3, high: -2 }));
    expect(Math.min(...u)).toBeGreaterThanOrEqual(-3);
    expect(Math.max(...u)).toBeLessThan(-2);
  });

  it('gives the same bits from the kernels of genlab, and stands where it would', async () => {
    const draw = () => {
      const rng = Rng.from({ ...new Rng(2 ** 40 + 5).fork('x').state(), position: 2 ** 32 - 3 });
      const drawn = [[1], [2, 3], [0], [4001], []].flatMap((shape) => [
        rng.normal(shape),
        rng.normal(shape, { mean: -3, stddev: 0.3 }),
        rng.uniform(shape),
        rng.uniform(shape, { low: -1, high: 1 }),
      ]);
      const bits = drawn.map((tensor) => [...new Int32Array(tensor.dataSync().buffer)]);
      tf.dispose(drawn);
      return { bits, state: rng.state() };
    };
    const expected = draw();
    await useGenlab();
    try {
      expect(draw()).toEqual(expected);
    } finally {
      await useCpu();
    }
  });

  it('says what it expected', () => {
    const message = (act: () => unknown) => {
      try {
        act();
      } catch (error) {
        return (error as Error).message;
      }
      return 'no error';
    };
    expect([
      message(() => new Rng(-1)),
      message(() => new Rng(Number.NaN)),
      message(() => new Rng(1).integer(0)),
      message(() => new Rng(1).permutation(-1)),
      message(() => new Rng(1).uniform([2], { low: 1 })),
      message(() => new Rng(1).normal([2.5])),
      message(() => new Rng(1).normal([2], { stddev: -1 })),
      message(() => Rng.from({ algorithm: 'mt19937' } as never)),
    ]).toMatchInlineSnapshot(`
      [
        "Rng: expected a seed that is an integer in [0, 2^53), got -1.",
        "Rng: expected a seed that is an integer in [0, 2^53), got NaN.",
        "Rng.integer: expected n to be an integer in [1, 2^32], got 0.",
        "Rng.permutation: expected n to be an integer in [0, 2^31), got -1.",
        "Rng.uniform: expected low < high, got {"low":1,"high":1}.",
        "Rng.normal: expected a shape of integers >= 0, got [2.5].",
        "Rng.normal.stddev: expected a number >= 0, got -1.",
        "Rng.from: expected a state of a philox4x32-10 generator, got {"algorithm":"mt19937"}. Pass what rng.state() returned.",
      ]
    `);
  });
});

describe('the elementary functions', () => {
  it('agree with Math to the last bits', () => {
    const out = new Float64Array(2);
    for (const k of [1, 2, 3, 1000, 2 ** 31, 3_000_000_000, 2 ** 32 - 1]) {
      const exact = Math.log(k / 2 ** 32);
      expect(Math.abs(logOfFraction(k) - exact)).toBeLessThanOrEqual(2e-15 * Math.abs(exact));
    }
    expect(logOfFraction(2 ** 32)).toBe(0);
    for (let i = 0; i < 1_000; i++) {
      cosineAndSine(i / 1_000, out);
      expect(Math.abs((out[0] as number) - Math.cos((2 * Math.PI * i) / 1_000))).toBeLessThan(1e-14);
      expect(Math.abs((out[1] as number) - Math.sin((2 * Math.PI * i) / 1_000))).toBeLessThan(1e-14);
    }
  });
});
