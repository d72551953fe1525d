import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLikeCpu, random, specialValues } from '../../test/support/like-cpu.js';
import { useBackend } from '../index.js';
import { broadcastAxes } from './broadcast.js';

beforeAll(async () => {
  await useBackend();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

type Numeric = 'float32' | 'int32' | 'bool';
const arithmetic: Numeric[] = ['float32', 'int32'];
const functions: [kernelName: string, dtypes: Numeric[]][] = [
  [tf.Add, arithmetic],
  [tf.Equal, [...arithmetic, 'bool']],
  [tf.Greater, arithmetic],
  [tf.GreaterEqual, arithmetic],
  [tf.Less, arithmetic],
  [tf.LessEqual, arithmetic],
  [tf.LogicalAnd, ['bool']],
  [tf.LogicalOr, ['bool']],
  [tf.Maximum, arithmetic],
  [tf.Minimum, arithmetic],
  [tf.Multiply, arithmetic],
  [tf.NotEqual, [...arithmetic, 'bool']],
  [tf.Pow, ['float32']],
  [tf.RealDiv, ['float32']],
  [tf.SquaredDifference, arithmetic],
  [tf.Sub, arithmetic],
];

const shapes: [a: number[], b: number[]][] = [
  [[], []],
  [[1], []],
  [[0], [0]],
  [[0, 3], [3]],
  [[5], [5]],
  [[17], []],
  [[], [17]],
  [[4, 7], [7]],
  [[7], [4, 7]],
  [
    [4, 7],
    [4, 1],
  ],
  [
    [4, 1],
    [4, 7],
  ],
  [
    [4, 1],
    [1, 7],
  ],
  [
    [2, 3, 5, 6],
    [3, 1, 6],
  ],
  [
    [2, 3, 5, 6],
    [2, 1, 5, 1],
  ],
  [
    [2, 1, 5, 1],
    [1, 3, 1, 6],
  ],
  [
    [3, 1, 1, 16],
    [1, 1, 16],
  ],
  [[100, 3], [3]],
  [[64, 5], [5]],
  [[5], [79, 5]],
  [[3], [131, 3]],
  [
    [70, 2],
    [1, 2],
  ],
];

describe.each(functions)('%s', (kernelName, dtypes) => {
  test.each(dtypes)('of %s agrees with the CPU kernel for every kind of broadcasting', (dtype) => {
    for (const [a, b] of shapes) expectLikeCpu(kernelName, { a: random(a, dtype, 1), b: random(b, dtype, 2) }, {}, 3e-7);
  });

  test('agrees with the CPU kernel on special values', () => {
    if (dtypes[0] !== 'float32') return;
    const x = tf.tensor1d(specialValues);
    expectLikeCpu(kernelName, { a: tf.expandDims(x, 1), b: tf.expandDims(x, 0) }, {}, 1e-7);
  });
});

test('Prelu agrees with the CPU kernel', () => {
  expectLikeCpu(tf.Prelu, { x: random([4, 5]), alpha: random([5]) }, {}, 1e-7);
});

test('operands of any two broadcastable shapes agree with the CPU kernel', () => {
  const axis = fc.record({ size: fc.integer({ min: 1, max: 6 }), a: fc.boolean(), b: fc.boolean() });
  const rank = fc.record({ axes: fc.array(axis, { maxLength: 5 }), dropA: fc.nat(5), dropB: fc.nat(5) });
  fc.assert(
    fc.property(rank, ({ axes, dropA, dropB }) => {
      const a = axes.map(({ size, a }) => (a ? 1 : size)).slice(dropA);
      const b = axes.map(({ size, b }) => (b ? 1 : size)).slice(dropB);
      expectLikeCpu(tf.Sub, { a: random(a, 'float32', 1), b: random(b, 'float32', 2) });
      expectLikeCpu(tf.Less, { a: random(a, 'int32', 1), b: random(b, 'int32', 2) });
    }),
    { numRuns: 200, seed: 1 },
  );
});

test('shapes that do not broadcast are an error', () => {
  expect(() => tf.add(tf.ones([2]), tf.ones([3]))).toThrow('Operands could not be broadcast together');
});

describe('broadcastAxes', () => {
  test('same shapes are one axis, whatever their rank', () => {
    expect(broadcastAxes([2, 3, 4], [2, 3, 4], [2, 3, 4])).toEqual([{ size: 24, a: 1, b: 1 }]);
  });

  test('a bias makes two axes, innermost first', () => {
    expect(broadcastAxes([8, 5, 5, 3], [3], [8, 5, 5, 3])).toEqual([
      { size: 3, a: 1, b: 1 },
      { size: 200, a: 3, b: 0 },
    ]);
  });

  test('axes of size 1 vanish', () => {
    expect(broadcastAxes([1, 4, 1], [1, 1, 1], [1, 4, 1])).toEqual([{ size: 4, a: 1, b: 0 }]);
  });
});
