import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectClose, expectLikeCpu, random, runKernel } from '../../test/support/like-cpu.js';
import { useBackend } from '../index.js';
import { contiguousStrides } from './strided-copy.js';

beforeAll(async () => {
  await useBackend();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const dtypes = ['float32', 'int32', 'bool'] as const;

/** All orders of the numbers below n. */
function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) => Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]));
}

describe('Transpose', () => {
  const shapes = [[1], [6], [3, 4], [16, 16], [17, 33], [1, 5], [2, 3, 5], [4, 20, 19], [2, 3, 4, 5], [3, 1, 18, 7]];

  test.each(dtypes)('of %s agrees with the CPU kernel in every order of the axes', (dtype) => {
    for (const shape of shapes) {
      for (const perm of permutations(shape.length)) expectLikeCpu(tf.Transpose, { x: random(shape, dtype) }, { perm });
    }
  });

  test('that moves only axes of size 1 copies nothing', () => {
    const x = random([4, 1, 3]);
    const y = tf.transpose(x, [1, 0, 2]);
    expect(y.dataId).toBe(x.dataId);
    expect(y.shape).toEqual([1, 4, 3]);
  });
});

test.each(dtypes)('Slice of %s agrees with the CPU kernel', (dtype) => {
  const range = fc.record({ size: fc.integer({ min: 1, max: 6 }), begin: fc.nat(5), length: fc.nat(6) });
  fc.assert(
    fc.property(fc.array(range, { minLength: 1, maxLength: 4 }), (ranges) => {
      const shape = ranges.map(({ size }) => size);
      const begin = ranges.map(({ size, begin }) => Math.min(begin, size - 1));
      const size = ranges.map((range, i) => Math.min(range.length, range.size - (begin[i] ?? 0)));
      expectLikeCpu(tf.Slice, { x: random(shape, dtype) }, { begin, size });
    }),
    { numRuns: 100, seed: 1 },
  );
});

test.each(dtypes)('PadV2 of %s agrees with the CPU kernel', (dtype) => {
  const border = fc.record({ size: fc.integer({ min: 1, max: 5 }), before: fc.nat(3), after: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(border, { minLength: 1, maxLength: 4 }), (borders) => {
      const paddings = borders.map(({ before, after }) => [before, after]);
      const x = random(
        borders.map(({ size }) => size),
        dtype,
      );
      expectLikeCpu(tf.PadV2, { x }, { paddings, constantValue: dtype === 'float32' ? -1.5 : 1 });
    }),
    { numRuns: 100, seed: 1 },
  );
});

test('padding by nothing copies nothing', () => {
  const x = random([2, 3]);
  expect(
    tf.pad(x, [
      [0, 0],
      [0, 0],
    ]).dataId,
  ).toBe(x.dataId);
});

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

test.each(dtypes)('Tile of %s agrees with the CPU kernel', (dtype) => {
  for (const [shape, reps] of [
    [[3], [4]],
    [
      [2, 3],
      [1, 2],
    ],
    [
      [2, 3],
      [3, 1],
    ],
    [
      [2, 3, 4],
      [2, 3, 2],
    ],
    [
      [1, 8],
      [50, 1],
    ],
    [
      [2, 2],
      [0, 3],
    ],
  ] as const) {
    expectLikeCpu(tf.Tile, { x: random([...shape], dtype) }, { reps });
  }
});

test.each(dtypes)('Reverse of %s agrees with the CPU kernel', (dtype) => {
  for (const dims of [[], [0], [2], [0, 2], [0, 1, 2, 3]]) expectLikeCpu(tf.Reverse, { x: random([2, 3, 4, 5], dtype) }, { dims });
});

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

test('contiguousStrides has a stride for every axis', () => {
  expect(contiguousStrides([2, 3, 4])).toEqual([12, 4, 1]);
  expect(contiguousStrides([])).toEqual([]);
});
