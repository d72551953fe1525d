import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLikeCpu, random, runKernel, specialValues } from '../../test/support/like-cpu.js';
import { useBackend } from '../index.js';

beforeAll(async () => {
  await useBackend();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const functions: [kernelName: string, attrs?: object][] = [
  [tf.Abs],
  [tf.Ceil],
  [tf.ClipByValue, { clipValueMin: -0.5, clipValueMax: 0.7 }],
  [tf.Elu],
  [tf.Exp],
  [tf.Expm1],
  [tf.Floor],
  [tf.LeakyRelu, { alpha: 0.2 }],
  [tf.Log],
  [tf.Log1p],
  [tf.Neg],
  [tf.Reciprocal],
  [tf.Relu],
  [tf.Relu6],
  [tf.Round],
  [tf.Rsqrt],
  [tf.Sigmoid],
  [tf.Sign],
  [tf.Softplus],
  [tf.Sqrt],
  [tf.Square],
  [tf.Step, { alpha: 0.25 }],
  [tf.Tanh],
];

describe.each(functions)('%s', (kernelName, attrs = {}) => {
  test('agrees with the CPU kernel for every length', () => {
    for (const length of [0, 1, 2, 3, 4, 5, 7, 15, 16, 17, 63, 64, 65, 1001]) {
      expectLikeCpu(kernelName, { x: random([length], 'float32', length + 1) }, attrs, 3e-7);
    }
  });

  test('agrees with the CPU kernel on special values', () => {
    expectLikeCpu(kernelName, { x: tf.tensor1d(specialValues) }, attrs, 3e-7);
  });

  test('leaves other dtypes to the CPU kernel', () => {
    if (kernelName === tf.Elu) return; // float32 only there too
    expectLikeCpu(kernelName, { x: random([2, 3], 'int32') }, attrs);
  });
});

/** Units in the last place, on a grid of 200,000 numbers. */
const accuracies: [kernelName: string, exact: (x: number) => number, low: number, high: number, bound: number][] = [
  [tf.Exp, Math.exp, -87, 88, 1],
  [tf.Expm1, Math.expm1, -20, 88, 1.7],
  [tf.Log, Math.log, 1e-30, 100, 0.8],
  [tf.Log1p, Math.log1p, -0.999, 100, 1.5],
  [tf.Rsqrt, (x) => 1 / Math.sqrt(x), 1e-6, 100, 1.5],
  [tf.Sigmoid, (x) => 1 / (1 + Math.exp(-x)), -80, 80, 2.1],
  [tf.Softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), -80, 80, 1.8],
  [tf.Tanh, Math.tanh, -10, 10, 1.4],
];

test.each(accuracies)('%s stays within its bound of the exact value', (kernelName, exact, low, high, bound) => {
  expect(worstError(kernelName, exact, low, high)).toBeLessThanOrEqual(bound);
});

/** The largest error over a grid of numbers between low and high, and over as many near zero. */
function worstError(kernelName: string, exact: (x: number) => number, low: number, high: number): number {
  const count = 100_000;
  const grid = Float32Array.from({ length: 2 * count }, (_, i) => {
    if (i < count) return low + ((high - low) * i) / count;
    const magnitude = 10 ** (-8 + (8 * (i - count)) / count);
    return low < 0 && i % 2 === 1 ? -magnitude * Math.min(1, -low) : magnitude;
  });
  const y = (runKernel(kernelName, { x: tf.tensor1d(grid) })[0] as tf.Tensor).dataSync();
  let worst = 0;
  for (const [i, x] of grid.entries()) {
    const expected = exact(x);
    const unit = 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(expected)))) - 23);
    worst = Math.max(worst, Math.abs((y[i] ?? Number.NaN) - expected) / unit || 0);
  }
  return worst;
}
