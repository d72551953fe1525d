import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { onEachBackend } from '../../test/backends.js';
import { checkDerivatives } from '../../test/finite-differences.js';
import { installGradients } from '../differentiation/install-gradients.js';
import { Rng } from '../rng/rng.js';
import { conv1d, conv1dTranspose } from './convolution-1d.js';

/** Every sum of the two formulas, term by term, in float64: y starts as zeros of the given length. */
function byFormula(
  x: tf.Tensor,
  kernel: tf.Tensor,
  { stride, padding, length, transposed }: { stride: number; padding: number; length: number; transposed: boolean },
): number[] {
  const [batch, places, inputs] = x.shape as [number, number, number];
  const [taps, second, third] = kernel.shape as [number, number, number];
  const outputs = transposed ? second : third;
  const [from, weights] = [x.dataSync(), kernel.dataSync()];
  const y = new Array<number>(batch * length * outputs).fill(0);
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < (transposed ? places : length); i++) {
      for (let t = 0; t < taps; t++) {
        const moved = i * stride + t - padding;
        const [source, target] = transposed ? [i, moved] : [moved, i];
        if (source < 0 || source >= places || target < 0 || target >= length) continue;
        for (let c = 0; c < inputs; c++) {
          for (let o = 0; o < outputs; o++) {
            const weight = weights[transposed ? (t * outputs + o) * inputs + c : (t * inputs + c) * outputs + o] as number;
            const at = (b * length + target) * outputs + o;
            y[at] = (y[at] as number) + (from[(b * places + source) * inputs + c] as number) * weight;
          }
        }
      }
    }
  }
  return y;
}

function expectValues(got: tf.Tensor, wanted: number[]): void {
  const values = got.dataSync();
  expect(values.length).toBe(wanted.length);
  values.forEach((value, i) => {
    expect(Math.abs(value - (wanted[i] as number))).toBeLessThan(1e-4);
  });
}

const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  length: fc.integer({ min: 1, max: 9 }),
  inputs: fc.integer({ min: 1, max: 5 }),
  outputs: fc.integer({ min: 1, max: 5 }),
  taps: fc.integer({ min: 1, max: 5 }),
  stride: fc.integer({ min: 1, max: 3 }),
  padding: fc.integer({ min: 0, max: 3 }),
  outputPadding: fc.integer({ min: 0, max: 2 }),
});

onEachBackend('conv1d', () => {
  beforeAll(installGradients);

  it('follows its formula over random sizes', () => {
    fc.assert(
      fc.property(sizes, ({ batch, length, inputs, outputs, taps, stride, padding }) => {
        fc.pre(length + 2 * padding >= taps);
        tf.tidy(() => {
          const [x, kernel] = [new Rng(1).normal([batch, length, inputs]), new Rng(2).normal([taps, inputs, outputs])];
          const y = conv1d(x, kernel, { stride, padding });
          const longer = Math.floor((length + 2 * padding - taps) / stride) + 1;
          expect(y.shape).toEqual([batch, longer, outputs]);
          expectValues(y, byFormula(x, kernel, { stride, padding, length: longer, transposed: false }));
        });
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('has right first and second derivatives', () => {
    const [x, kernel] = [new Rng(3).normal([2, 7, 2]), new Rng(4).normal([3, 2, 3])];
    checkDerivatives((...at) => tf.sum(tf.square(conv1d(at[0] as tf.Tensor, at[1] as tf.Tensor, { stride: 2, padding: 1 }))), [x, kernel]);
  });
});

onEachBackend('conv1dTranspose', () => {
  beforeAll(installGradients);

  it('of one tap in three spreads its input by hand-worked numbers', () => {
    const y = conv1dTranspose(tf.tensor3d([1, 10], [1, 2, 1]), tf.tensor3d([1, 2, 3], [3, 1, 1]), {
      stride: 2,
      padding: 1,
      outputPadding: 1,
    });
    // 1 gives 1 2 3 0 0 0 and 10 gives 0 0 10 20 30 0; the first place is cut, and of the last the padding and the output padding even out.
    expect([...y.dataSync()]).toEqual([2, 13, 20, 30]);
  });

  it('follows its formula over random sizes', () => {
    fc.assert(
      fc.property(sizes, ({ batch, length, inputs, outputs, taps, stride, padding, outputPadding }) => {
        const longer = (length - 1) * stride - 2 * padding + taps + outputPadding;
        fc.pre(longer > 0 && outputPadding < stride);
        tf.tidy(() => {
          const [x, kernel] = [new Rng(1).normal([batch, length, inputs]), new Rng(2).normal([taps, outputs, inputs])];
          const y = conv1dTranspose(x, kernel, { stride, padding, outputPadding });
          expect(y.shape).toEqual([batch, longer, outputs]);
          expectValues(y, byFormula(x, kernel, { stride, padding, length: longer, transposed: true }));
        });
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('has right first and second derivatives', () => {
    const options = { stride: 2, padding: 1, outputPadding: 1 };
    const [x, kernel] = [new Rng(3).normal([2, 4, 2]), new Rng(4).normal([3, 3, 2])];
    checkDerivatives((...at) => tf.sum(tf.square(conv1dTranspose(at[0] as tf.Tensor, at[1] as tf.Tensor, options))), [x, kernel]);
  });

  it('leaves nothing but its result', () => {
    const [x, kernel] = [tf.ones([1, 4, 2]), tf.ones([3, 3, 2])];
    const before = tf.memory().numTensors;
    const y = conv1dTranspose(x, kernel, { stride: 2 });
    expect(tf.memory().numTensors).toBe(before + 1);
    y.dispose();
  });

  it('says what it expected', () => {
    const x = tf.ones([1, 4, 2]);
    const before = tf.memory().numTensors;
    const kernel = tf.ones([3, 3, 2]);
    expect(() => conv1dTranspose(x, tf.ones([3, 2, 3]))).toThrowErrorMatchingInlineSnapshot(
      `[Error: conv1dTranspose: expected x of shape [batch, length, in] and a kernel of [taps, out, in], got [1,4,2] and [3,2,3].]`,
    );
    expect(() => conv1d(x, kernel)).toThrowErrorMatchingInlineSnapshot(
      `[Error: conv1d: expected x of shape [batch, length, in] and a kernel of [taps, in, out], got [1,4,2] and [3,3,2].]`,
    );
    expect(() => conv1d(tf.ones([1, 2, 3]), kernel, { stride: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: conv1d.stride: expected an integer >= 1, got 0.]`,
    );
    expect(() => conv1d(tf.ones([1, 2, 3]), kernel)).toThrowErrorMatchingInlineSnapshot(
      `[Error: conv1d: expected at least 3 places for a kernel of 3 taps, got 2.]`,
    );
    expect(() => conv1dTranspose(x, kernel, { padding: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: conv1dTranspose.padding: expected an integer >= 0, got -1.]`,
    );
    expect(() => conv1dTranspose(x, kernel, { stride: 2, outputPadding: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: conv1dTranspose: expected outputPadding from 0 to less than the stride 2, got 2.]`,
    );
    expect(() => conv1dTranspose(x, kernel, { padding: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[Error: conv1dTranspose: expected a padding that leaves some of 6 places, got 3.]`,
    );
    expect(tf.memory().numTensors).toBe(before + 4); // the tensors made here
  });
});
