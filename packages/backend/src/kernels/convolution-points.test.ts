import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { builds, expectClose, random, useBuild } from '../../test/oracle.js';
import type { GenlabBackend } from '../genlab-backend.js';
import type { PlannedConvolution } from './convolution-maps.js';
import { choosePlan, planPoints } from './convolution-plan.js';
import { convolveByPoints, filterGradientByPoints, inputGradientByPoints } from './convolution-points.js';
import { runOnCpu } from './cpu-fallback.js';

type Four = [number, number, number, number];

function geometry(shape: number[], filter: number[], strides: readonly number[], pad: number | string) {
  return tf.backend_util.computeConv2DInfo(shape as Four, filter as Four, strides as [number, number], 1, pad as 'same');
}

describe.each(builds)('%s build', (build) => {
  beforeAll(() => useBuild(build));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  // Every size of tile, alone and beside others; 2 and 3 taps; unequal axes; padding; a border that no patch reaches.
  test.each([
    ...[1, 2, 3, 4, 5, 7, 9].map((size) => ({ taps: [2, 2], strides: [1, 1], size: [size + 1, 4], pad: 'valid' })),
    ...[1, 2, 3, 4, 5, 7].map((size) => ({ taps: [3, 3], strides: [1, 1], size: [5, size + 2], pad: 'valid' })),
    { taps: [2, 3], strides: [1, 1], size: [9, 11], pad: 'same' },
    { taps: [2, 2], strides: [2, 2], size: [14, 14], pad: 1 },
    { taps: [2, 2], strides: [2, 2], size: [7, 7], pad: 1 },
    { taps: [3, 2], strides: [2, 3], size: [13, 16], pad: 'same' },
    { taps: [2, 2], strides: [3, 2], size: [17, 11], pad: 'valid' },
  ] as const)(
    'taps $taps, strides $strides, images of $size, padding $pad: the CPU backend’s forward and gradients',
    ({ taps, strides, size, pad }) => {
      const backend = tf.backend() as GenlabBackend;
      const [channels, outputs] = [8, 12];
      const shape = [3, ...size, channels];
      const filterShape = [taps[0] * strides[0], taps[1] * strides[1], channels, outputs];
      const info = geometry(shape, filterShape, strides, pad);
      const plan = planPoints(info);
      if (!plan) throw new Error('expected a plan');
      const x = random(shape, 1);
      const filter = random(filterShape, 2);
      const dy = random(info.outShape, 3);
      const attrs = { strides: [...strides], pad, dataFormat: 'NHWC', dilations: [1, 1], inputShape: shape, filterShape };
      const expectSame = (kernelName: string, inputs: tf.NamedTensorMap, outShape: number[], terms: number, run: (out: number) => void) => {
        const out = backend.output(outShape, 'float32');
        backend.run(() => run(out.pointer));
        const expected = runOnCpu(kernelName, { inputs, attrs, backend });
        const tolerance = 32 * terms * 2 ** -24; // measured: 15 roundings
        expectClose(backend.readSync(out.info.dataId) as Float32Array, backend.readSync(expected.dataId) as Float32Array, tolerance);
        backend.disposeData(out.info.dataId);
        backend.disposeData(expected.dataId);
      };
      const pointers = { x: backend.pointer(x), filter: backend.pointer(filter), y: backend.pointer(dy) };
      const convolution: PlannedConvolution = { info, plan };
      const kernelSize = (filterShape[0] as number) * (filterShape[1] as number);
      expectSame(tf.Conv2D, { x, filter }, info.outShape, kernelSize * channels, (y) =>
        convolveByPoints(backend, convolution, { ...pointers, y }),
      );
      expectSame(tf.Conv2DBackpropInput, { dy, filter }, shape, kernelSize * outputs, (dx) =>
        inputGradientByPoints(backend, convolution, { ...pointers, x: dx }),
      );
      expectSame(tf.Conv2DBackpropFilter, { x, dy }, filterShape, 3 * info.outHeight * info.outWidth, (dw) =>
        filterGradientByPoints(backend, convolution, { ...pointers, filter: dw }),
      );
    },
  );

  test('a batch larger than a group gives what its images give alone', () => {
    const x = random([40, 14, 14, 64], 1) as tf.Tensor4D;
    const filter = random([4, 4, 64, 64], 2) as tf.Tensor4D;
    expect(choosePlan(geometry(x.shape, filter.shape, [2, 2], 1))).toBeDefined();
    const all = tf.conv2d(x, filter, 2, 1);
    const last = tf.conv2d(tf.slice(x, [20]), filter, 2, 1);
    expect([...tf.slice(all, [20]).dataSync()]).toEqual([...last.dataSync()]);
  });

  test('the error of a convolution through points is a few times that of a direct sum', () => {
    const x = random([32, 14, 14, 64], 1) as tf.Tensor4D;
    const filter = random([4, 4, 64, 32], 2) as tf.Tensor4D;
    expect(choosePlan(geometry(x.shape, filter.shape, [2, 2], 1))).toBeDefined();
    const y = tf.conv2d(x, filter, 2, 1);
    // The pixels whose patches lie inside of the first image, in doubles.
    const [xs, fs, ys] = [x.dataSync(), filter.dataSync(), y.dataSync()];
    let squares = 0;
    let errors = 0;
    for (let pixel = 0; pixel < 25; pixel++) {
      const [row, column] = [1 + Math.floor(pixel / 5), 1 + (pixel % 5)];
      for (let output = 0; output < 32; output++) {
        let sum = 0;
        for (let tap = 0; tap < 16; tap++) {
          const at = ((row * 2 - 1 + (tap >> 2)) * 14 + column * 2 - 1 + (tap & 3)) * 64;
          for (let channel = 0; channel < 64; channel++) {
            sum += (xs[at + channel] as number) * (fs[(tap * 64 + channel) * 32 + output] as number);
          }
        }
        squares += sum ** 2;
        errors += (sum - (ys[(row * 7 + column) * 32 + output] as number)) ** 2;
      }
    }
    // Relative to the root mean square of the outputs: measured 1.4e-6, and 3.3e-7 for a direct sum of floats.
    expect(Math.sqrt(errors / squares)).toBeLessThan(3e-6);
  });
});
