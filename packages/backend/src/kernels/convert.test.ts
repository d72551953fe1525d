import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectClose, expectLikeCpu, random, runKernel } from '../../test/support/like-cpu.js';
import { useBackend } from '../index.js';

beforeAll(async () => {
  await useBackend();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const dtypes = ['float32', 'int32', 'bool'] as const;

describe('Cast', () => {
  test('agrees with the CPU kernel between all dtypes', () => {
    for (const from of dtypes) {
      for (const to of dtypes) {
        for (const length of [0, 1, 5, 16, 67])
          expectLikeCpu(tf.Cast, { x: tf.mul(random([length], from), from === 'float32' ? 3 : 1) }, { dtype: to });
      }
    }
  });

  test('to complex and back is left to the CPU kernel', () => {
    const [z] = runKernel(tf.Cast, { x: tf.tensor1d([1, 2]) }, { dtype: 'complex64' });
    expect([...(z as tf.Tensor).dataSync()]).toEqual([1, 0, 2, 0]);
    expect(tf.cast(z as tf.Tensor, 'float32').arraySync()).toEqual([1, 2]);
  });
});

test('constants have the dtype asked for', () => {
  expect(tf.fill([2, 2], 3, 'int32').arraySync()).toEqual([
    [3, 3],
    [3, 3],
  ]);
  expect([...tf.fill([3], 1, 'bool').dataSync()]).toEqual([1, 1, 1]);
  expect(tf.fill([2], 'a', 'string').arraySync()).toEqual(['a', 'a']);
  expect(tf.fill([2], 0.1).arraySync()).toEqual([Math.fround(0.1), Math.fround(0.1)]);
  for (const dtype of dtypes) {
    const x = random([5], dtype);
    expectClose(tf.onesLike(x), tf.tensor1d([1, 1, 1, 1, 1], dtype), 0);
    expectClose(tf.zerosLike(x), tf.tensor1d([0, 0, 0, 0, 0], dtype), 0);
  }
});

test('Select agrees with the CPU kernel', () => {
  for (const dtype of ['float32', 'int32'] as const) {
    for (const shape of [[], [5], [3, 7]]) {
      expectLikeCpu(tf.Select, { condition: random(shape, 'bool', 3), t: random(shape, dtype), e: random(shape, dtype, 2) });
    }
  }
  expectLikeCpu(tf.Select, { condition: random([3], 'bool'), t: random([3, 4]), e: random([3, 4], 'float32', 2) });
});

test('LogicalNot agrees with the CPU kernel', () => {
  for (const length of [1, 16, 33]) expectLikeCpu(tf.LogicalNot, { x: random([length], 'bool') });
});
