import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLikeCpu, random } from '../../test/support/like-cpu.js';
import { useBackend } from '../index.js';

beforeAll(async () => {
  await useBackend();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const dtypes = ['float32', 'int32', 'bool'] as const;

describe('GatherV2', () => {
  test.each(dtypes)('of %s agrees with the CPU kernel along every axis', (dtype) => {
    const x = random([4, 5, 6], dtype);
    for (const axis of [0, 1, 2]) {
      expectLikeCpu(tf.GatherV2, { x, indices: tf.tensor2d([3, 0, 1, 1], [2, 2], 'int32') }, { axis, batchDims: 0 });
    }
  });

  test('takes long rows', () => {
    expectLikeCpu(tf.GatherV2, { x: random([10, 1500]), indices: tf.tensor1d([9, 9, 0], 'int32') }, { axis: 0, batchDims: 0 });
  });

  test('leaves batches to the CPU kernel', () => {
    expectLikeCpu(tf.GatherV2, { x: random([2, 3]), indices: tf.tensor2d([0, 2], [2, 1], 'int32') }, { axis: 1, batchDims: 1 });
  });

  test('refuses an index that is out of range', () => {
    expect(() => tf.gather(random([3, 2]), tf.tensor1d([0, -1], 'int32'))).toThrow('GatherV2: the index value -1 is not in [0, 2]');
  });
});

test('UnsortedSegmentSum agrees with the CPU kernel', () => {
  const segmentIds = tf.tensor1d([2, 0, 2, 1, -1, 2], 'int32');
  for (const shape of [[6], [6, 5], [6, 2, 8]])
    expectLikeCpu(tf.UnsortedSegmentSum, { x: random(shape), segmentIds }, { numSegments: 4 }, 1e-6);
});
