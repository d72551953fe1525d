import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLikeCpu, random } from '../../test/support/like-cpu.js';
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

test('contiguousStrides has a stride for every axis', () => {
  expect(contiguousStrides([2, 3, 4])).toEqual([12, 4, 1]);
  expect(contiguousStrides([])).toEqual([]);
});
