import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLikeCpu, random, runKernel } from '../../test/support/like-cpu.js';
import { useBackend } from '../index.js';
import { axisGroups } from './reduction.js';

beforeAll(async () => {
  await useBackend();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const functions: [kernelName: string, axisName: string][] = [
  [tf.Max, 'reductionIndices'],
  [tf.Mean, 'axis'],
  [tf.Min, 'axis'],
  [tf.Prod, 'axis'],
  [tf.Sum, 'axis'],
];
const shapes = [[1], [5], [33], [128], [3, 4], [7, 1], [1, 7], [40, 3], [9, 16], [2, 3, 5], [17, 1, 6], [2, 3, 4, 5], [3, 1, 2, 1, 2]];

/** All subsets of the axes of a shape, but the empty one. */
function subsets(rank: number): number[][] {
  return Array.from({ length: 2 ** rank - 1 }, (_, bits) =>
    Array.from({ length: rank }, (_, axis) => axis).filter((axis) => ((bits + 1) >> axis) & 1),
  );
}

describe.each(functions)('%s', (kernelName, axisName) => {
  test('agrees with the CPU kernel over every set of axes', () => {
    for (const shape of shapes) {
      for (const axes of subsets(shape.length)) {
        for (const keepDims of [false, true]) expectLikeCpu(kernelName, { x: random(shape) }, { [axisName]: axes, keepDims }, 2e-6);
      }
    }
  });

  test('of a scalar is the scalar', () => {
    expect(runKernel(kernelName, { x: tf.scalar(3) }, { [axisName]: [], keepDims: false })[0]?.dataSync()[0]).toBe(3);
  });

  test('passes NaN and infinities on', () => {
    for (const value of [Number.NaN, Infinity, -Infinity]) {
      const x = tf.tensor2d([1, value, 3, 4, 5, 6, 7, 8, 9, 10], [2, 5]);
      for (const axes of [[0], [1], [0, 1]]) expectLikeCpu(kernelName, { x }, { [axisName]: axes, keepDims: false }, 1e-6);
    }
  });

  test('leaves integers to the CPU kernel', () => {
    expectLikeCpu(kernelName, { x: random([3, 4], 'int32') }, { [axisName]: [1], keepDims: false });
  });
});

test('any shape and axes agree with the CPU kernel', () => {
  const shape = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(shape, fc.nat(), (size, pick) => {
      const axes = subsets(size.length)[pick % (2 ** size.length - 1)] as number[];
      expectLikeCpu(tf.Sum, { x: random(size) }, { axis: axes, keepDims: false }, 2e-6);
      expectLikeCpu(tf.Max, { x: random(size) }, { reductionIndices: axes, keepDims: true });
    }),
    { numRuns: 200, seed: 1 },
  );
});

test('a sum of ten million is exact to single precision', () => {
  const count = 10_000_019;
  const x = tf.fill([count], 0.1);
  const exact = count * Math.fround(0.1);
  for (const shape of [[count], [count, 1]]) {
    expect(Math.abs((tf.sum(tf.reshape(x, shape), 0).dataSync()[0] ?? 0) - exact) / exact).toBeLessThan(6e-8);
  }
});

test('an empty axis sums to zero and has an infinite maximum', () => {
  expect(tf.sum(tf.zeros([0, 2]), 0).arraySync()).toEqual([0, 0]);
  expect(runKernel(tf.Max, { x: tf.zeros([2, 0]) }, { reductionIndices: [1], keepDims: false })[0]?.arraySync()).toEqual([
    -Infinity,
    -Infinity,
  ]);
});

test('the last columns do not touch what lies behind the result', () => {
  const behind: tf.Tensor[] = [];
  for (let i = 0; i < 20; i++) {
    tf.max(tf.ones([3, 5, 13]), 1);
    behind.push(tf.fill([16], i));
  }
  for (const [i, x] of behind.entries()) expect(x.arraySync()).toEqual(new Array(16).fill(i));
});

test('axisGroups merges neighbours and drops axes of size 1', () => {
  expect(axisGroups([2, 3, 1, 5], [0, 1])).toEqual([
    { size: 6, reduced: true },
    { size: 5, reduced: false },
  ]);
});
