import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { builds, random, useBuild } from '../../test/oracle.js';
import type { GenlabBackend } from '../genlab-backend.js';
import { useBackend } from '../use-backend.js';
import type { WasmBuild } from '../wasm/load.js';

const backend = () => tf.backend() as GenlabBackend;

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

const bitsOf = (tensor: tf.Tensor) => Buffer.from((tensor.dataSync() as Float32Array).buffer);

/** How many parts the workers do in the course of some work. */
function partsOfWorkers(work: () => void): number {
  const { calls } = backend();
  const before = calls.partsDone;
  work();
  return calls.partsDone.reduce((sum, parts, thread) => (thread === 0 ? 0 : sum + parts - (before[thread] ?? 0)), 0);
}

describe.each(builds)('threads, build %s', (name) => {
  beforeAll(() => useBuild(name));

  test.each(works)('any number of them gives the same bits: %s', (_label, work) => {
    tf.tidy(() => {
      const run = work();
      const bits = () => {
        const outputs = run();
        const all = outputs.map(bitsOf); // not returned from a tidy, which would look for tensors in every byte
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

describe('threads', () => {
  beforeAll(() => useBuild(builds[0] as WasmBuild));

  test('their number is that of the processors, or what useBackend is told', async () => {
    expect(await useBackend('genlab', { threads: 3 })).toMatchObject({ threads: 3 });
    expect(await useBackend('genlab')).toMatchObject({ threads: 3 });
    await expect(useBackend('genlab', { threads: 9 })).rejects.toThrowErrorMatchingInlineSnapshot(
      '[RangeError: useBackend: expected threads to be an integer from 1 to 8, got 9.]',
    );
  });

  test('workers do parts of a replayed step, and none where one thread is asked for', () => {
    const [x, weights] = [random([300, 300], 1), random([300, 300], 2)] as [tf.Tensor2D, tf.Tensor2D];
    backend().threads = 3;
    const captured = backend().capture<{ x: tf.Tensor2D }, object, { y: tf.Tensor2D }>((batch) => ({ y: tf.matMul(batch.x, weights) }));
    const results = new Set<string>();
    const step = () => tf.tidy(() => void results.add(bitsOf(captured.step({ x }, {}).y).toString('base64')));
    for (let i = 0; i < 3; i++) step();
    const replays = (count: number) => {
      const before = captured.replays;
      const parts = partsOfWorkers(() => {
        for (let i = 0; i < count; i++) step();
      });
      expect(captured.replays - before).toBe(count);
      return parts;
    };
    while (replays(20) === 0);
    backend().threads = 1;
    expect(replays(100)).toBe(0);
    backend().threads = 3;
    while (replays(20) === 0);
    expect(results.size).toBe(1);
    captured.dispose();
    tf.dispose([x, weights]);
  });

  test('an array that was read is a copy in memory of its own, which every web API takes', () => {
    const tensor = random([100, 100], 1);
    const values = tensor.dataSync();
    expect(values.buffer).toBeInstanceOf(ArrayBuffer);
    expect(new TextDecoder().decode(tf.tensor1d([65, 66], 'int32').dataSync())).toContain('A');
    expect(crypto.getRandomValues(new Uint8Array(values.buffer as ArrayBuffer)).byteLength).toBe(values.length * 4);
    tensor.dispose();
  });

  test('a user’s own worker runs beside them', async () => {
    const worker = new Worker('require("node:worker_threads").parentPort.once("message", (m) => { throw m; })', { eval: true });
    const ended = new Promise((resolve) => worker.on('error', resolve));
    worker.postMessage('done');
    tf.dispose(tf.matMul(random([300, 300], 1), random([300, 300], 2)));
    expect(await ended).toBe('done');
  });

  test('they let the process end', async () => {
    const outfile = fileURLToPath(new URL(`../../build/threads-${process.pid}.mjs`, import.meta.url));
    const contents = `
      import * as tf from '@tensorflow/tfjs-core';
      import { useBackend } from './use-backend.js';
      await useBackend('genlab', { threads: 4 });
      for (let i = 0; i < 20; i++) tf.matMul(tf.ones([300, 300]), tf.ones([300, 300]));
      console.log(tf.matMul(tf.ones([300, 300]), tf.ones([300, 300])).dataSync()[0]);
    `;
    const resolveDir = fileURLToPath(new URL('..', import.meta.url));
    await build({
      stdin: { contents, resolveDir },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'error',
      external: ['@tensorflow/tfjs-backend-web*', '@tensorflow/tfjs-node*'],
    });
    const { stdout, status, signal } = spawnSync(process.execPath, [outfile], { encoding: 'utf8', timeout: 30_000 });
    rmSync(outfile);
    expect({ stdout, status, signal }).toEqual({ stdout: '300\n', status: 0, signal: null });
  });
});
