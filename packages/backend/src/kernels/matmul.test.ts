import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { builds, expectAsOnCpu, expectClose, random, useBuild } from '../../test/oracle.js';
import type { GenlabBackend } from '../genlab-backend.js';

const flags = [false, true];

/** a and b for a product of [rows, depth] and [depth, columns], stored transposed where asked for. */
function operands(rows: number, depth: number, columns: number, transposeA: boolean, transposeB: boolean, batch: number[] = []) {
  return {
    a: random([...batch, ...(transposeA ? [depth, rows] : [rows, depth])], 1),
    b: random([...batch, ...(transposeB ? [columns, depth] : [depth, columns])], 2),
  };
}

describe.each(builds)('%s build', (build) => {
  beforeAll(() => useBuild(build));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  test('lanes of a table past the last of a call are not followed', () => {
    const backend = tf.backend() as GenlabBackend;
    const values = tf.tensor1d([5, 6, 7]);
    backend.run(() => {
      const outside = new Array<number>(8).fill(2 ** 31 - 64); // where there is no memory
      const lanes = backend.scratchIntegers([0, 4, 8, ...outside]);
      const depths = backend.scratchIntegers([0, 0, 0, 0]);
      const packed = backend.output([8], 'float32');
      backend.exports.packColumns(packed.pointer, backend.pointer(values), lanes, 3, depths, 1, 0, 3);
      expect([...(backend.readSync(packed.info.dataId) as Float32Array)].slice(0, 3)).toEqual([5, 6, 7]);
      backend.disposeData(packed.info.dataId);
    });
  });

  const sizes: [rows: number, depth: number, columns: number][] = [
    [1, 1, 1],
    [2, 3, 4],
    [6, 8, 8],
    [7, 9, 17],
    [12, 16, 24],
    [13, 5, 3],
    ...[4, 8, 9, 10, 11, 32].map((rows) => [rows, 20, 17] as [number, number, number]), // what is left over, in short tiles
    [1, 100, 37],
    [37, 100, 1],
    [64, 1, 70],
    [64, 100, 129],
    [5, 385, 9], // just more than one block of depth
    [193, 20, 10], // just more than one block of rows
    [200, 800, 33],
    [0, 3, 4],
    [3, 4, 0],
    [3, 0, 4],
  ];
  describe.each(sizes)('a product of %i x %i x %i', (rows, depth, columns) => {
    test.each(flags.flatMap((a) => flags.map((b) => [a, b] as const)))(
      'is the CPU backend’s, transposed: %s, %s',
      (transposeA, transposeB) => {
        const inputs = operands(rows, depth, columns, transposeA, transposeB);
        expectAsOnCpu(tf.BatchMatMul, inputs, { transposeA, transposeB }, depth);
      },
    );
  });

  test('any product is the CPU backend’s', () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        size,
        size,
        size,
        fc.boolean(),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
        (m, k, n, ta, tb, batch) => {
          tf.tidy(() => expectAsOnCpu(tf.BatchMatMul, operands(m, k, n, ta, tb, batch), { transposeA: ta, transposeB: tb }, k));
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  test.each([
    [
      [2, 1],
      [1, 3],
    ],
    [[1], [4]],
    [[], [2, 2]],
    [[3, 2], [2]],
    [
      [2, 1, 2],
      [3, 1],
    ],
  ])('batch dimensions %j and %j broadcast', (aBatch, bBatch) => {
    // Not against the CPU kernel, which repeats the matrices of an operand in order and is wrong for [2, 1] and [1, 3].
    const a = random([...aBatch, 3, 5], 1);
    const b = random([...bBatch, 5, 4], 2);
    const batch = tf.backend_util.assertAndGetBroadcastShape(aBatch, bBatch);
    const product = tf.matMul(a, b);
    const expected = tf.matMul(tf.broadcastTo(a, [...batch, 3, 5]), tf.broadcastTo(b, [...batch, 5, 4]));
    expect(product.shape).toEqual([...batch, 3, 4]);
    expect([...product.dataSync()]).toEqual([...expected.dataSync()]);
  });

  test('B is packed in slices where it is large', () => {
    const a = random([3, 520], 1);
    const few = random([520, 165], 2);
    const product = tf.matMul(a, tf.tile(few, [1, 100])); // slices of 256 rows
    expectClose(product.dataSync(), tf.tile(tf.matMul(a, few), [1, 100]).dataSync(), 8 * 520 * 2 ** -24);
  });

  test('integers are multiplied as integers', () => {
    const a = tf.tensor2d(
      [
        [1, 2],
        [3, 2 ** 30],
      ],
      [2, 2],
      'int32',
    );
    expectAsOnCpu(tf.BatchMatMul, { a, b: a }, { transposeA: false, transposeB: false }, 2);
  });

  test.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const)('a bias and %s are applied', (activation) => {
    const inputs = { ...operands(7, 10, 9, false, true), bias: random([9], 3), preluActivationWeights: random([9], 4) };
    const attrs = { transposeA: false, transposeB: true, activation, leakyreluAlpha: 0.3 };
    expectAsOnCpu(tf._FusedMatMul, inputs, attrs, 11);
  });

  test('inner dimensions that differ are named', () => {
    const inputs = { a: random([2, 3], 1), b: random([4, 5], 2) };
    expect(() => tf.engine().runKernel(tf.BatchMatMul, inputs, { transposeA: true, transposeB: false })).toThrowErrorMatchingInlineSnapshot(
      `[Error: matMul: expected matrices whose inner dimensions agree, got [2,3] transposed and [4,5].]`,
    );
  });

  test('a product does not depend on what was in the memory before', () => {
    const { a, b } = operands(50, 70, 30, false, false);
    const before = tf.matMul(a, b).dataSync();
    tf.tidy(() => tf.fill([1_000_000], Number.NaN));
    const filler = tf.fill([17], 1); // moves the operands that follow
    const again = tf.matMul(tf.clone(a), tf.add(b, 0)).dataSync();
    filler.dispose();
    expect([...again]).toEqual([...before]);
  });

  test.each(flags.flatMap((a) => flags.map((b) => [a, b] as const)))(
    'the gradient, transposed: %s, %s, is that of finite differences',
    (transposeA, transposeB) => {
      const { a, b } = operands(3, 4, 5, transposeA, transposeB);
      const direction = random(a.shape, 5);
      const loss = (x: tf.Tensor) => tf.sum(tf.square(tf.matMul(x, b, transposeA, transposeB))) as tf.Scalar;
      const slope = tf.sum(tf.mul(tf.grad(loss)(a), direction)).dataSync()[0] as number;
      // The loss is quadratic, so that a central difference is exact but for rounding: 1e-7 of a loss of about 20, over 2 steps of 0.5.
      const difference = tf.sub(loss(tf.add(a, tf.mul(direction, 0.5))), loss(tf.sub(a, tf.mul(direction, 0.5))));
      expect(Math.abs(slope - (difference.dataSync()[0] as number))).toBeLessThan(1e-4);
    },
  );
});
