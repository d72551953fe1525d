import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectClose, expectLikeCpu, random, runKernel } from '../../test/support/like-cpu.js';
import { useBackend } from '../index.js';

beforeAll(async () => {
  await useBackend();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

type Shape = [batch: number, height: number, width: number, channels: number];
interface Case {
  x: Shape;
  filterSize: [number, number];
  strides: [number, number];
  pad: 'same' | 'valid' | number;
}

const outShape = ({ x, filterSize, strides, pad }: Case) => tf.backend_util.computePool2DInfo(x, filterSize, strides, 1, pad).outShape;

/** dx by adding dy back over the windows that the forward kernel averages: `tf.grads` of the same mean, composed of slices. */
function averageGradient(dy: tf.Tensor, { x: shape, filterSize, strides, pad }: Case): tf.Tensor {
  const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad);
  const [values, dx] = [dy.dataSync(), new Float64Array(tf.util.sizeFromShape(shape))];
  const [batch, height, width, channels] = shape;
  for (let at = 0; at < values.length; at++) {
    const c = at % channels;
    const j = Math.floor(at / channels) % info.outWidth;
    const i = Math.floor(at / channels / info.outWidth) % info.outHeight;
    const b = Math.floor(at / channels / info.outWidth / info.outHeight) % batch;
    const inside: number[] = [];
    for (let y = 0; y < filterSize[0]; y++) {
      for (let x = 0; x < filterSize[1]; x++) {
        const row = i * strides[0] - info.padInfo.top + y;
        const column = j * strides[1] - info.padInfo.left + x;
        if (row >= 0 && row < height && column >= 0 && column < width) inside.push(((b * height + row) * width + column) * channels + c);
      }
    }
    for (const place of inside) dx[place] = (dx[place] as number) + (values[at] as number) / inside.length;
  }
  return tf.tensor(Float32Array.from(dx), shape);
}

function check(shape: Case): void {
  const { x: size, ...attrs } = shape;
  const x = random(size);
  expectLikeCpu(tf.MaxPool, { x }, attrs);
  expectLikeCpu(tf.AvgPool, { x }, attrs, 1e-6);
  const dy = random(outShape(shape), 'float32', 2);
  const output = runKernel(tf.MaxPool, { x }, attrs)[0] as tf.Tensor;
  expectLikeCpu(tf.MaxPoolGrad, { dy, input: x, output }, attrs, 1e-6);
  expectClose(runKernel(tf.AvgPoolGrad, { dy, input: x }, attrs)[0] as tf.Tensor, averageGradient(dy, shape), 1e-6);
}

const cases: Record<string, Case> = {
  'one pixel': { x: [1, 1, 1, 1], filterSize: [1, 1], strides: [1, 1], pad: 'valid' },
  'halves of an image': { x: [2, 8, 6, 5], filterSize: [2, 2], strides: [2, 2], pad: 'valid' },
  'overlapping windows': { x: [2, 7, 9, 16], filterSize: [3, 3], strides: [2, 2], pad: 'valid' },
  'padded windows': { x: [2, 7, 9, 4], filterSize: [3, 3], strides: [2, 2], pad: 'same' },
  'windows padded by a number': { x: [1, 5, 4, 3], filterSize: [3, 2], strides: [1, 2], pad: 1 },
  'a window that is the image': { x: [3, 7, 7, 33], filterSize: [7, 7], strides: [7, 7], pad: 'valid' },
  'a filter of one that leaves pixels out': { x: [1, 5, 5, 2], filterSize: [1, 1], strides: [2, 2], pad: 'valid' },
  'an empty batch': { x: [0, 4, 4, 2], filterSize: [2, 2], strides: [2, 2], pad: 'valid' },
};

describe('pooling and its gradients', () => {
  test.each(Object.entries(cases))('agree with the CPU kernels on %s', (_, shape) => check(shape));

  test('agree with the CPU kernels on random sizes', () => {
    const small = (max: number) => fc.integer({ min: 1, max });
    const pair = (max: number) => fc.tuple(small(max), small(max));
    const anyCase = fc.record({
      x: fc.tuple(small(2), small(8), small(8), small(9)),
      filterSize: pair(4),
      strides: pair(3),
      pad: fc.constantFrom<('same' | 'valid')[]>('same', 'valid'),
    });
    fc.assert(
      fc.property(anyCase, (shape) => {
        fc.pre(shape.pad === 'same' || (shape.filterSize[0] <= shape.x[1] && shape.filterSize[1] <= shape.x[2]));
        tf.tidy(() => check(shape));
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  test('of equal pixels send the gradient to the first', () => {
    const [input, one] = [tf.ones([1, 2, 2, 1]), tf.ones([1, 1, 1, 1])];
    const [dx] = runKernel(tf.MaxPoolGrad, { dy: one, input, output: one }, { filterSize: 2, strides: 2, pad: 'valid' });
    expect([...(dx as tf.Tensor).dataSync()]).toEqual([1, 0, 0, 0]);
  });

  test('of NaN see the other pixels', () => {
    expectLikeCpu(
      tf.MaxPool,
      { x: tf.tensor4d([Number.NaN, 3, 2, Number.NaN], [1, 2, 2, 1]) },
      { filterSize: 2, strides: 2, pad: 'valid' },
    );
  });

  test('leave integers to the CPU kernel', () => {
    expectLikeCpu(tf.MaxPool, { x: random([1, 4, 4, 2], 'int32') }, { filterSize: 2, strides: 2, pad: 'valid' });
  });
});
