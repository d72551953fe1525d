import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onEachBackend } from '../../test/backends.js';
import { Rng } from '../rng/rng.js';
import { Adam } from './adam.js';
import { MovingAverage } from './moving-average.js';

const read = (x: tf.Tensor) => [...x.dataSync()];

onEachBackend('Adam', () => {
  it('moves by the learning rate on its first step, whatever the gradient’s size', () => {
    const w = tf.variable(tf.tensor1d([1, 1, 1]));
    const adam = new Adam({ w });
    adam.step({ w: tf.tensor1d([1e-3, -5, 100]) }, tf.scalar(0.1));
    const [a, b, c] = read(w) as [number, number, number];
    expect(a).toBeCloseTo(0.9, 4);
    expect(b).toBeCloseTo(1.1, 5);
    expect(c).toBeCloseTo(0.9, 5);
  });

  it('follows its formula in float64 to rounding over 20 steps', () => {
    const [beta1, beta2, epsilon, rate] = [0.5, 0.999, 1e-8, 0.01];
    const rng = new Rng(1);
    const w = tf.variable(rng.normal([5, 3]));
    const expected = read(w);
    const [m, v] = [new Float64Array(15), new Float64Array(15)];
    const adam = new Adam({ w }, { beta1, beta2, epsilon });
    for (let t = 1; t <= 20; t++) {
      const gradient = rng.normal([5, 3]);
      adam.step({ w: gradient }, tf.scalar(rate));
      read(gradient).forEach((g, i) => {
        m[i] = beta1 * (m[i] as number) + (1 - beta1) * g;
        v[i] = beta2 * (v[i] as number) + (1 - beta2) * g * g;
        const root = Math.sqrt((v[i] as number) / (1 - beta2 ** t)) + epsilon;
        expected[i] = (expected[i] as number) - (rate * ((m[i] as number) / (1 - beta1 ** t))) / root;
      });
    }
    read(w).forEach((value, i) => {
      expect(Math.abs(value - (expected[i] as number))).toBeLessThan(2e-5); // 1 - beta2^t loses digits in float32
    });
  });

  it('names its slots and frees them, and a step leaves nothing', () => {
    const variables = { 'a/kernel': tf.variable(tf.zeros([2])), 'a/bias': tf.variable(tf.zeros([1])) };
    const before = tf.memory().numTensors;
    const adam = new Adam(variables);
    expect(Object.keys(adam.slots)).toEqual([
      'a/kernel/firstMoment',
      'a/kernel/secondMoment',
      'a/bias/firstMoment',
      'a/bias/secondMoment',
      'beta1Power',
      'beta2Power',
    ]);
    const made = tf.memory().numTensors;
    tf.tidy(() => adam.step({ 'a/kernel': tf.ones([2]), 'a/bias': tf.ones([1]) }, tf.scalar(1)));
    expect(tf.memory().numTensors).toBe(made);
    adam.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says what it expected, and updates nothing then', () => {
    const w = tf.variable(tf.ones([2]));
    const b = tf.variable(tf.ones([1]));
    const adam = new Adam({ w, b });
    expect(() => new Adam({}, { beta1: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: Adam: expected beta1 in [0, 1), got 1.]`);
    expect(() => new Adam({}, { epsilon: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: Adam: expected epsilon > 0, got 0.]`);
    expect(() => adam.step({ w: tf.ones([2]) }, tf.scalar(1))).toThrowErrorMatchingInlineSnapshot(
      `[Error: Adam.step: expected a gradient of shape [1] for b, got none.]`,
    );
    expect(() => adam.step({ w: tf.ones([2]), b: tf.ones([3]) }, tf.scalar(1))).toThrowErrorMatchingInlineSnapshot(
      `[Error: Adam.step: expected a gradient of shape [1] for b, got [3].]`,
    );
    expect(read(w)).toEqual([1, 1]);
  });
});

onEachBackend('MovingAverage', () => {
  it('starts at the variables and follows them', () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const before = tf.memory().numTensors;
    const average = new MovingAverage({ w });
    expect(read(average.averages.w as tf.Tensor)).toEqual([1, 2]);
    w.assign(tf.tensor1d([3, 4]));
    tf.tidy(() => average.update(tf.scalar(0.75)));
    expect(read(average.averages.w as tf.Tensor)).toEqual([1.5, 2.5]);
    expect(read(w)).toEqual([3, 4]);
    average.dispose();
    expect(tf.memory().numTensors).toBe(before + 1); // the tensor assigned from
  });
});
