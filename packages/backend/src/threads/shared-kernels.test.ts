import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { builds, random, useBuild } from '../../test/oracle.js';
import { backend, bitsOf, partsOfWorkers } from '../../test/support/on-threads.js';

/** Makes random tensors of these shapes; then runs a kernel on them, as often as wanted. */
const kernelOf =
  (name: string, shapes: Record<string, number[]>, attrs: object = {}) =>
  (): (() => tf.Tensor[]) => {
    const inputs = Object.fromEntries(Object.entries(shapes).map(([key, shape], i) => [key, random(shape, i)]));
    return () => [tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap) as unknown as tf.Tensor | tf.Tensor[]].flat();
  };

function convolution(inShape: number[], filter: number[], strides: number, pad: number) {
  const border = [
    [0, 0],
    [pad, pad],
    [pad, pad],
    [0, 0],
  ];
  const info = tf.backend_util.computeConv2DInfo(inShape as never, filter as never, strides, 1, pad, 'floor');
  const attrs = { strides: [strides, strides], pad: border, dataFormat: 'NHWC', dimRoundingMode: 'floor', dilations: [1, 1] };
  const label = `${inShape} with ${filter}, stride ${strides}`;
  return [
    [`convolution of ${label}`, kernelOf('Conv2D', { x: inShape, filter }, attrs)],
    [`input gradient of ${label}`, kernelOf('Conv2DBackpropInput', { dy: info.outShape, filter }, { ...attrs, inputShape: inShape })],
    [`filter gradient of ${label}`, kernelOf('Conv2DBackpropFilter', { x: inShape, dy: info.outShape }, { ...attrs, filterShape: filter })],
  ] as const;
}

const seed = { key0: 1, key1: 2, position: 3, stream0: 4, stream1: 5 };
const large = [40, 40, 200];
const works: readonly (readonly [string, ReturnType<typeof kernelOf>])[] = [
  ['product of many rows', kernelOf('BatchMatMul', { a: [401, 300], b: [300, 203] }, { transposeA: false, transposeB: false })],
  ['product of many columns', kernelOf('BatchMatMul', { a: [17, 300], b: [2003, 300] }, { transposeA: false, transposeB: true })],
  ['product in slices', kernelOf('BatchMatMul', { a: [1200, 130], b: [1200, 70] }, { transposeA: true, transposeB: false })],
  ...convolution([32, 28, 28, 1], [4, 4, 1, 64], 2, 1), // direct, with patches added
  ...convolution([8, 14, 14, 64], [4, 4, 64, 96], 2, 1), // through points
  ...convolution([9, 15, 15, 31], [3, 3, 31, 40], 2, 1), // direct, by phases
  ['batch norm', kernelOf('GenlabBatchNorm', { x: [2000, 131], scale: [131], offset: [131] }, { epsilon: 1e-5 })],
  [
    'gradient of batch norm',
    kernelOf('GenlabBatchNormGrad', { dy: [2000, 131], x: [2000, 131], mean: [131], variance: [131], scale: [131] }, { epsilon: 1e-5 }),
  ],
  ['tanh', kernelOf('Tanh', { x: large })],
  ['leaky ReLU’s gradient', kernelOf('GenlabLeakyReluGrad', { dy: large, x: large }, { alpha: 0.2 })],
  ['sum of two', kernelOf('Add', { a: large, b: large })],
  ['sum with a row', kernelOf('Add', { a: large, b: [200] })],
  ['sum with a column', kernelOf('Add', { a: large, b: [40, 40, 1] })],
  ['product with a factor for each sample and channel', kernelOf('Multiply', { a: [40, 10, 20, 64], b: [40, 1, 1, 64] })],
  ['softmax', kernelOf('Softmax', { logits: [2000, 41] }, { dim: -1 })],
  ['largest of windows', kernelOf('MaxPool', { x: [12, 31, 29, 30] }, { filterSize: 3, strides: 2, pad: 'same' })],
  [
    'resized images',
    kernelOf('ResizeBilinear', { images: [9, 20, 21, 30] }, { size: [43, 40], alignCorners: false, halfPixelCenters: true }),
  ],
  ['transposed images', kernelOf('Transpose', { x: [9, 41, 40, 30] }, { perm: [0, 3, 1, 2] })],
  ['transposed matrix', kernelOf('Transpose', { x: [701, 403] }, { perm: [1, 0] })],
  [
    'images with a border',
    kernelOf(
      'PadV2',
      { x: [9, 41, 40, 30] },
      {
        paddings: [
          [0, 0],
          [1, 2],
          [2, 1],
          [0, 0],
        ],
        constantValue: 3,
      },
    ),
  ],
  ['comparison', kernelOf('Greater', { a: large, b: large })],
  ['sums of rows', kernelOf('Sum', { x: [1000, 301] }, { axis: 1, keepDims: false })],
  ['sums of columns', kernelOf('Sum', { x: [1000, 301] }, { axis: 0, keepDims: false })],
  ['normal numbers', kernelOf('GenlabRandomNormal', {}, { ...seed, shape: [50_001], mean: 0, stddev: 1 })],
  ['uniform numbers', kernelOf('GenlabRandomUniform', {}, { ...seed, shape: [50_001], low: -1, high: 1 })],
];

describe.each(builds)('threads share kernels, build %s', (name) => {
  beforeAll(() => useBuild(name));

  test.each(works)('any number of them gives the same bits: %s', (_label, work) => {
    tf.tidy(() => {
      const run = work();
      const bits = () => {
        const outputs = run();
        const all = outputs.map(bitsOf);
        tf.dispose(outputs);
        return all;
      };
      backend().threads = 1;
      const expected = bits();
      for (const threads of [2, 3]) {
        backend().threads = threads;
        const expectSame = () => expect(bits().map((own, i) => own.equals(expected[i] as Buffer))).toEqual(expected.map(() => true));
        // Where the processors are busy, this thread may be done before another has begun.
        while (partsOfWorkers(expectSame) === 0);
      }
    });
  });
});
