import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectLikeCpu, random } from '../../test/support/like-cpu.js';
import { useBackend } from '../index.js';

beforeAll(async () => {
  await useBackend();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const dtypes = ['float32', 'int32', 'bool'] as const;

test.each(dtypes)('Concat of %s agrees with the CPU kernel along every axis', (dtype) => {
  for (const axis of [0, 1, 2, -1]) {
    const parts = [1, 4, 0, 3].map((size, seed) => {
      const shape = [2, 3, 5];
      shape[(axis + 3) % 3] = size;
      return random(shape, dtype, seed + 1);
    });
    expectLikeCpu(tf.Concat, parts, { axis });
  }
  expectLikeCpu(tf.Concat, [random([700, 3], dtype), random([700, 1100], dtype, 2)], { axis: 1 });
});

test('Concat of shapes that do not fit is an error', () => {
  expect(() => tf.concat([tf.ones([2, 3]), tf.ones([3, 3])], 1)).toThrow('Shape of tensors[1]');
});

test.each(dtypes)('Pack and Unpack of %s agree with the CPU kernels along every axis', (dtype) => {
  for (const axis of [0, 1, 2]) {
    expectLikeCpu(tf.Pack, [random([3, 4], dtype), random([3, 4], dtype, 2), random([3, 4], dtype, 3)], { axis });
    expectLikeCpu(tf.Unpack, { value: random([3, 4, 5], dtype) }, { axis });
  }
  expectLikeCpu(tf.Pack, [random([], dtype), random([], dtype, 2)], { axis: 0 });
  expectLikeCpu(tf.Unpack, { value: random([3, 4, 5], dtype) }, { axis: -1 });
});

test('Pack of shapes that differ is an error', () => {
  expect(() => tf.stack([tf.ones([2]), tf.ones([3])])).toThrow(
    'stack: expected tensors of one shape, got [2] and [3]. Use concat for different lengths.',
  );
});

test.each(dtypes)('SplitV of %s agrees with the CPU kernel along every axis', (dtype) => {
  const x = random([4, 6, 8], dtype);
  for (const axis of [0, 1, 2, -1]) expectLikeCpu(tf.SplitV, { x }, { numOrSizeSplits: 2, axis });
  expectLikeCpu(tf.SplitV, { x }, { numOrSizeSplits: [1, 0, -1], axis: 1 });
});

test('empty tensors are joined and cut too', () => {
  expect(tf.stack([tf.zeros([0, 2]), tf.zeros([0, 2])], 1).shape).toEqual([0, 2, 2]);
  expect(tf.unstack(tf.zeros([2, 0])).map(({ shape }) => shape)).toEqual([[0], [0]]);
  expect(tf.concat([tf.zeros([0, 2]), tf.ones([1, 2])]).arraySync()).toEqual([[1, 1]]);
});
