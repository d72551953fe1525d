import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { builds, expectAsOnCpu, random, useBuild } from '../../test/oracle.js';

type Pad = 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;

interface Case {
  x: [batch: number, height: number, width: number, channels: number];
  filter: [height: number, width: number];
  outputs: number;
  strides?: [number, number];
  pad?: Pad;
  dilations?: [number, number];
}

/** Runs the three kernels of a convolution, ours and the CPU's. The gradients know no dilation. */
function expectAllAsOnCpu({ x: shape, filter: [kh, kw], outputs, strides = [1, 1], pad = 'valid', dilations = [1, 1] }: Case): void {
  const filterShape: [number, number, number, number] = [kh, kw, shape[3], outputs];
  const x = random(shape, 1);
  const filter = random(filterShape, 2);
  const info = tf.backend_util.computeConv2DInfo(shape, filterShape, strides, dilations, pad);
  const attrs = { strides, pad, dataFormat: 'NHWC', dilations, dimRoundingMode: undefined };
  expectAsOnCpu(tf.Conv2D, { x, filter }, attrs, kh * kw * shape[3]);
  if (dilations[0] * dilations[1] > 1) return;
  const dy = random(info.outShape, 3);
  expectAsOnCpu(tf.Conv2DBackpropInput, { dy, filter }, { ...attrs, inputShape: shape }, kh * kw * outputs);
  expectAsOnCpu(tf.Conv2DBackpropFilter, { x, dy }, { ...attrs, filterShape }, shape[0] * info.outHeight * info.outWidth);
}

describe.each(builds)('%s build', (build) => {
  beforeAll(() => useBuild(build));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  const cases: Record<string, Case> = {
    'one pixel': { x: [1, 1, 1, 1], filter: [1, 1], outputs: 1 },
    '1 x 1': { x: [2, 5, 5, 9], filter: [1, 1], outputs: 7 },
    '1 x 1, stride 2': { x: [2, 5, 6, 9], filter: [1, 1], outputs: 7, strides: [2, 2] },
    '3 x 3, same': { x: [3, 8, 7, 8], filter: [3, 3], outputs: 16, pad: 'same' },
    '3 x 3, valid': { x: [3, 8, 7, 5], filter: [3, 3], outputs: 6 },
    '5 x 3, unequal strides': { x: [2, 11, 9, 8], filter: [5, 3], outputs: 12, strides: [3, 2], pad: 'same' },
    '2 x 2, stride 3: taps that no pixel meets': { x: [2, 9, 10, 8], filter: [2, 2], outputs: 3, strides: [3, 3] },
    'a stride larger than the image': { x: [2, 2, 3, 8], filter: [1, 1], outputs: 8, strides: [5, 5] },
    'explicit padding': {
      x: [2, 6, 6, 9],
      filter: [3, 3],
      outputs: 8,
      strides: [2, 2],
      pad: [
        [0, 0],
        [0, 2],
        [1, 0],
        [0, 0],
      ],
    },
    'padding wider than the filter': { x: [1, 3, 3, 8], filter: [2, 2], outputs: 4, pad: 3 },
    'rows that no patch reaches': {
      x: [2, 8, 8, 8],
      filter: [2, 2],
      outputs: 4,
      strides: [4, 4],
      pad: [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    },
    dilated: { x: [2, 9, 10, 4], filter: [3, 2], outputs: 5, dilations: [2, 3], pad: 'same' },
    'one channel': { x: [3, 9, 9, 1], filter: [4, 4], outputs: 10, strides: [2, 2], pad: 1 },
    'one output': { x: [3, 9, 9, 10], filter: [3, 3], outputs: 1, pad: 'same' },
    'three channels': { x: [2, 8, 8, 3], filter: [5, 5], outputs: 9, strides: [2, 2], pad: 'same' },
    'a filter larger than the image': { x: [2, 3, 3, 8], filter: [7, 7], outputs: 4, pad: 'same' },
    '1-D': { x: [4, 1, 30, 6], filter: [1, 5], outputs: 9, strides: [1, 2], pad: 'same' },
    'an empty batch': { x: [0, 4, 4, 2], filter: [3, 3], outputs: 2 },
    'no output channels': { x: [1, 4, 4, 9], filter: [3, 3], outputs: 0 },
    'seed, first': { x: [5, 28, 28, 1], filter: [4, 4], outputs: 64, strides: [2, 2], pad: 1 },
    'seed, second': { x: [2, 14, 14, 64], filter: [4, 4], outputs: 40, strides: [2, 2], pad: 1 },
    'seed, third': { x: [33, 7, 7, 32], filter: [4, 4], outputs: 24, strides: [2, 2], pad: 1 },
  };
  test.each(Object.entries(cases))('%s: forward and both gradients are the CPU backend’s', (_, shapes) => expectAllAsOnCpu(shapes));

  test('any convolution is the CPU backend’s', () => {
    const side = fc.integer({ min: 1, max: 9 });
    const few = fc.integer({ min: 1, max: 4 });
    const channels = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(
        fc.record({
          x: fc.tuple(few, side, side, channels),
          filter: fc.tuple(few, few),
          outputs: channels,
          strides: fc.tuple(few, few),
          dilations: fc.oneof({ weight: 3, arbitrary: fc.constant<[number, number]>([1, 1]) }, fc.tuple(few, few)),
          pad: fc.oneof(fc.constantFrom<Pad[]>('same', 'valid'), fc.integer({ min: 0, max: 3 })),
        }),
        (shapes) => {
          const { x, filter, outputs, strides, dilations, pad } = shapes;
          const info = tf.backend_util.computeConv2DInfo(x, [...filter, x[3], outputs], strides, dilations, pad);
          fc.pre(info.outHeight > 0 && info.outWidth > 0);
          tf.tidy(() => expectAllAsOnCpu(shapes));
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  test('NCHW and integers are left to the CPU kernels', () => {
    const attrs = { strides: [1, 1], pad: 'valid', dataFormat: 'NCHW', dilations: [1, 1] };
    expectAsOnCpu(tf.Conv2D, { x: random([2, 3, 5, 5], 1), filter: random([2, 2, 3, 4], 2) }, attrs, 12);
    const integers = { x: tf.ones([1, 4, 4, 2], 'int32'), filter: tf.ones([2, 2, 2, 3], 'int32') };
    expectAsOnCpu(tf.Conv2D, integers, { ...attrs, dataFormat: 'NHWC' }, 8);
  });

  test.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const)('a bias and %s are applied', (activation) => {
    const inputs = {
      x: random([2, 5, 5, 3], 1),
      filter: random([2, 2, 3, 4], 2),
      bias: random([4], 3),
      preluActivationWeights: random([4], 4),
    };
    const attrs = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1], activation, leakyreluAlpha: 0.3 };
    expectAsOnCpu(tf.FusedConv2D, inputs, attrs, 13);
  });

  const ops: Record<string, { shapes: [number[], number[]]; op: (x: tf.Tensor, w: tf.Tensor) => tf.Tensor }> = {
    conv2d: {
      shapes: [
        [2, 5, 6, 3],
        [3, 2, 3, 4],
      ],
      op: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, [2, 1], 'same'),
    },
    conv2dTranspose: {
      shapes: [
        [2, 3, 4, 3],
        [4, 4, 9, 3],
      ],
      op: (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [2, 6, 8, 9], 2, 'same'),
    },
    'conv2dTranspose to one channel': {
      shapes: [
        [2, 3, 4, 8],
        [4, 4, 1, 8],
      ],
      op: (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [2, 6, 8, 1], 2, 'same'),
    },
    conv1d: {
      shapes: [
        [2, 9, 3],
        [3, 3, 4],
      ],
      op: (x, w) => tf.conv1d(x as tf.Tensor3D, w as tf.Tensor3D, 2, 'same'),
    },
  };
  test.each(Object.entries(ops).flatMap(([name, op]) => ['x', 'w'].map((input) => ({ name, input, ...op }))))(
    'the gradient of $name by $input is that of finite differences',
    ({ input, shapes, op }) => {
      const x = random(shapes[0], 1);
      const w = random(shapes[1], 2);
      const [at, loss] =
        input === 'x'
          ? [x, (value: tf.Tensor) => tf.mean(tf.square(op(value, w))) as tf.Scalar]
          : [w, (value: tf.Tensor) => tf.mean(tf.square(op(x, value))) as tf.Scalar];
      const direction = random(at.shape, 3);
      const slope = tf.sum(tf.mul(tf.grad(loss)(at), direction)).dataSync()[0] as number;
      // The loss is quadratic, so that a central difference is exact but for rounding.
      const difference = tf.sub(loss(tf.add(at, tf.mul(direction, 0.5))), loss(tf.sub(at, tf.mul(direction, 0.5)))).dataSync()[0] as number;
      expect(Math.abs(slope - difference)).toBeLessThan(1e-5 * Math.max(1, Math.abs(difference)));
    },
  );

  test('the last group of images gives what it gives alone', () => {
    const x = random([35, 7, 7, 8], 1) as tf.Tensor4D;
    const filter = random([4, 4, 8, 8], 2) as tf.Tensor4D;
    const all = tf.conv2d(x, filter, 2, 1);
    const last = tf.conv2d(tf.slice(x, [34]), filter, 2, 1);
    expect([...tf.slice(all, [34]).dataSync()]).toEqual([...last.dataSync()]);
  });
});
