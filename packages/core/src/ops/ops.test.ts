import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { onEachBackend } from '../../test/backends.js';
import { checkDerivatives } from '../../test/finite-differences.js';
import { installGradients } from '../differentiation/install-gradients.js';
import { Rng } from '../rng/rng.js';
import { sigmoidCrossEntropy, softmaxCrossEntropy } from './cross-entropy.js';
import { groupNorm, layerNorm } from './group-norm.js';
import { logSoftmax } from './log-softmax.js';

const read = (x: tf.Tensor) => [...x.dataSync()];
const rows = (x: tf.Tensor, columns: number) =>
  Array.from({ length: x.size / columns }, (_, row) => read(x).slice(row * columns, (row + 1) * columns));

/** Each number to a relative error of some roundings, and an absolute one below 1. */
function expectValues(got: tf.Tensor, wanted: readonly number[], tolerance = 2e-6): void {
  const values = read(got);
  expect(values.length).toBe(wanted.length);
  values.forEach((value, i) => {
    const exact = wanted[i] as number;
    expect(Math.abs(value - exact), `${i}: ${value} for ${exact}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(exact)));
  });
}

const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 });

const logSumExp = (x: readonly number[]) => {
  const largest = Math.max(...x);
  return largest + Math.log(x.reduce((sum, value) => sum + Math.exp(value - largest), 0));
};
const total = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0);

/** Numbers that are not random, so that a case can be repeated: normal ones, and a few that are huge. */
function logitsOf(shape: number[]): tf.Tensor {
  const x = new Rng(shape.length).normal(shape, { stddev: 3 });
  return tf.tidy(() => tf.where(tf.greater(x, 5), tf.mul(x, 100), x));
}

const labelsOf = (shape: number[]) => new Rng(7).uniform(shape);

onEachBackend('sigmoidCrossEntropy', () => {
  beforeAll(installGradients);

  it('follows its formula in float64', () => {
    fc.assert(
      fc.property(shapes, (shape) =>
        tf.tidy(() => {
          const [x, z] = [logitsOf(shape), labelsOf(shape)];
          const softplus = (at: number) => Math.max(at, 0) + Math.log1p(Math.exp(-Math.abs(at)));
          const labels = read(z);
          const wanted = read(x).map((at, i) => (labels[i] as number) * softplus(-at) + (1 - (labels[i] as number)) * softplus(at));
          expectValues(sigmoidCrossEntropy(x, z), wanted);
        }),
      ),
      { seed: 1, numRuns: 30 },
    );
  });

  it('at a logit of zero has the gradient 1/2 - z', () => {
    const gradient = tf.grad((x) => tf.sum(sigmoidCrossEntropy(x as tf.Tensor, tf.tensor1d([0, 1, 0.25]))))(tf.zeros([3]));
    expect(read(gradient)).toEqual([0.5, -0.5, 0.25]);
  });

  it('has right first and second derivatives', () => {
    const [z, weights] = [labelsOf([4, 3]), new Rng(9).normal([4, 3])];
    checkDerivatives((x) => tf.sum(tf.mul(weights, tf.square(sigmoidCrossEntropy(x as tf.Tensor, z)))), [new Rng(3).normal([4, 3])]);
    const x = new Rng(3).normal([4, 3]);
    const byLabels = tf.grad((labels) => tf.sum(tf.mul(weights, sigmoidCrossEntropy(x, labels as tf.Tensor))))(z);
    expectValues(byLabels, read(tf.neg(tf.mul(weights, x))));
  });
});

onEachBackend('softmaxCrossEntropy', () => {
  beforeAll(installGradients);

  it('follows its formula in float64', () => {
    fc.assert(
      fc.property(shapes, (shape) =>
        tf.tidy(() => {
          const [x, z, columns] = [logitsOf(shape), labelsOf(shape), shape.at(-1) as number];
          const labels = rows(z, columns);
          const wanted = rows(x, columns).map((row, i) => {
            const log = logSumExp(row);
            return total(row.map((at, c) => ((labels[i] as number[])[c] as number) * (log - at)));
          });
          const got = softmaxCrossEntropy(x, z);
          expect(got.shape).toEqual(shape.slice(0, -1));
          expectValues(got, wanted, 4e-6);
        }),
      ),
      { seed: 1, numRuns: 30 },
    );
  });

  it('has right first and second derivatives', () => {
    const [z, weights] = [labelsOf([4, 3]), new Rng(9).normal([4])];
    checkDerivatives((x) => tf.sum(tf.mul(weights, tf.square(softmaxCrossEntropy(x as tf.Tensor, z)))), [new Rng(3).normal([4, 3])]);
    const x = new Rng(3).normal([4, 3]);
    const byLabels = tf.grad((labels) => tf.sum(softmaxCrossEntropy(x, labels as tf.Tensor)))(z);
    expectValues(byLabels, read(tf.neg(logSoftmax(x))), 4e-6);
  });

  it('takes one-hot labels as tf.oneHot makes them', () => {
    expectValues(softmaxCrossEntropy(tf.zeros([2, 4]), tf.oneHot(tf.tensor1d([2, 0], 'int32'), 4)), [Math.log(4), Math.log(4)]);
  });
});

onEachBackend('logSoftmax', () => {
  beforeAll(installGradients);

  it('follows its formula in float64', () => {
    fc.assert(
      fc.property(shapes, (shape) =>
        tf.tidy(() => {
          const x = logitsOf(shape);
          const wanted = rows(x, shape.at(-1) as number).flatMap((row) => {
            const log = logSumExp(row);
            return row.map((at) => at - log);
          });
          expectValues(logSoftmax(x), wanted);
        }),
      ),
      { seed: 1, numRuns: 30 },
    );
  });

  it('has right first and second derivatives', () => {
    const weights = new Rng(9).normal([4, 3]);
    checkDerivatives((x) => tf.sum(tf.mul(weights, tf.square(logSoftmax(x as tf.Tensor)))), [new Rng(3).normal([4, 3])]);
  });
});

/** Mean 0 and variance 1 over the numbers at these places. */
function normalised(values: readonly number[], places: readonly number[], epsilon: number): Map<number, number> {
  const mean = total(places.map((place) => values[place] as number)) / places.length;
  const variance = total(places.map((place) => ((values[place] as number) - mean) ** 2)) / places.length;
  return new Map(places.map((place) => [place, ((values[place] as number) - mean) / Math.sqrt(variance + epsilon)]));
}

onEachBackend('groupNorm and layerNorm', () => {
  beforeAll(installGradients);

  const sizes = fc.record({
    batch: fc.integer({ min: 1, max: 3 }),
    positions: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
    groups: fc.integer({ min: 1, max: 5 }),
    width: fc.integer({ min: 1, max: 7 }),
  });

  it('follow their formula in float64', () => {
    fc.assert(
      fc.property(sizes, ({ batch, positions, groups, width }) =>
        tf.tidy(() => {
          const channels = groups * width;
          const shape = [batch, ...positions, channels];
          const [scale, offset] = [new Rng(2).normal([channels]), new Rng(3).normal([channels])];
          const x = tf.add(new Rng(1).normal(shape), 10);
          const values = read(x);
          const [factors, terms] = [read(scale), read(offset)];
          const finish = (z: number, i: number) => z * (factors[i % channels] as number) + (terms[i % channels] as number);
          const size = values.length / batch;
          const places = (sample: number, group: number) =>
            Array.from({ length: size }, (_, i) => i + sample * size).filter((i) => Math.floor((i % channels) / width) === group);
          const wanted = new Array<number>(values.length);
          for (let sample = 0; sample < batch; sample++) {
            for (let group = 0; group < groups; group++) {
              for (const [place, z] of normalised(values, places(sample, group), 0.01)) wanted[place] = finish(z, place);
            }
          }
          // Ten is subtracted from numbers near it: their roundings are ten times those of the result, and the deviation may be a tenth.
          expectValues(groupNorm(x, scale, offset, { groups, epsilon: 0.01 }), wanted, 4e-5);
          const rowsWanted = rows(x, channels).flatMap((row, r) => {
            const z = normalised(row, [...row.keys()], 0.01);
            return row.map((_, c) => finish(z.get(c) as number, r * channels + c));
          });
          expectValues(layerNorm(x, scale, offset, { epsilon: 0.01 }), rowsWanted, 4e-5);
        }),
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  it.each([1, 2, 6])('in %i groups have right first and second derivatives', (groups) => {
    const [scale, offset, weights] = [new Rng(2).normal([6]), new Rng(3).normal([6]), new Rng(4).normal([2, 2, 3, 6])];
    checkDerivatives(
      (x, s, b) => tf.sum(tf.mul(weights, tf.square(groupNorm(x as tf.Tensor, s as tf.Tensor, b as tf.Tensor, { groups, epsilon: 0.1 })))),
      [new Rng(1).normal([2, 2, 3, 6]), scale, offset],
    );
  });

  it('layer by layer have right first and second derivatives', () => {
    const [scale, offset, weights] = [new Rng(2).normal([5]), new Rng(3).normal([5]), new Rng(4).normal([4, 5])];
    checkDerivatives(
      (x, s, b) => tf.sum(tf.mul(weights, tf.square(layerNorm(x as tf.Tensor, s as tf.Tensor, b as tf.Tensor, { epsilon: 0.1 })))),
      [new Rng(1).normal([4, 5]), scale, offset],
    );
  });

  it('take an empty batch', () => {
    const [scale, offset] = [tf.ones([4]), tf.zeros([4])];
    expect(layerNorm(tf.zeros([0, 4]), scale, offset).shape).toEqual([0, 4]);
    expect(groupNorm(tf.zeros([0, 3, 4]), scale, offset, { groups: 2 }).shape).toEqual([0, 3, 4]);
  });
});

onEachBackend('core’s ops', () => {
  it('leave nothing but their result', () => {
    const [x, z, scale, offset] = [tf.ones([2, 4]), tf.ones([2, 4]), tf.ones([4]), tf.zeros([4])];
    const calls = [
      () => sigmoidCrossEntropy(x, z),
      () => softmaxCrossEntropy(x, z),
      () => logSoftmax(x),
      () => layerNorm(x, scale, offset),
      () => groupNorm(x, scale, offset, { groups: 2 }),
    ];
    for (const call of calls) {
      const before = tf.memory().numTensors;
      const y = call();
      expect(tf.memory().numTensors).toBe(before + 1);
      y.dispose();
    }
  });

  it('say what they expected', () => {
    const [x, scale] = [tf.ones([2, 4]), tf.ones([4])];
    expect(() => sigmoidCrossEntropy(x, scale)).toThrowErrorMatchingInlineSnapshot(
      `[Error: sigmoidCrossEntropy: expected logits and labels of one shape, got [2,4] and [4].]`,
    );
    expect(() => softmaxCrossEntropy(x, scale)).toThrowErrorMatchingInlineSnapshot(
      `[Error: softmaxCrossEntropy: expected logits and labels of one shape, got [2,4] and [4].]`,
    );
    expect(() => softmaxCrossEntropy(tf.scalar(1), tf.scalar(1))).toThrowErrorMatchingInlineSnapshot(
      `[Error: softmaxCrossEntropy: expected logits with an axis of classes, got a scalar.]`,
    );
    expect(() => layerNorm(x, tf.ones([3]), scale)).toThrowErrorMatchingInlineSnapshot(
      `[Error: layerNorm: expected scale of one number a channel of x, [2,4], got [3].]`,
    );
    expect(() => layerNorm(x, scale, scale, { epsilon: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: layerNorm.epsilon: expected a number > 0, got 0.]`,
    );
    expect(() => groupNorm(x, scale, scale, { groups: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: groupNorm: expected groups that divide 4 channels, got 3.]`,
    );
    expect(() => groupNorm(scale, scale, scale, { groups: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[Error: groupNorm: expected x of shape [batch, ..., channels], got [4].]`,
    );
  });
});

onEachBackend('ops of whole numbers', () => {
  it('take int32 and bool for the numbers they are', () => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const [whole, float] = [
        tf.tensor2d(
          [
            [1, 3],
            [0, 2],
          ],
          [2, 2],
          'int32',
        ),
        tf.tensor2d([
          [1, 3],
          [0, 2],
        ]),
      ];
      const [yes, one] = [
        tf.tensor2d(
          [
            [1, 0],
            [1, 1],
          ],
          [2, 2],
          'bool',
        ),
        tf.tensor2d([
          [1, 0],
          [1, 1],
        ]),
      ];
      const [scale, offset] = [tf.tensor1d([2, 3], 'int32'), tf.zeros([2])];
      const pairs: readonly (readonly [tf.Tensor, tf.Tensor])[] = [
        [sigmoidCrossEntropy(float, yes), sigmoidCrossEntropy(float, one)],
        [sigmoidCrossEntropy(whole, one), sigmoidCrossEntropy(float, one)],
        [softmaxCrossEntropy(whole, yes), softmaxCrossEntropy(float, one)],
        [logSoftmax(whole), logSoftmax(float)],
        [layerNorm(whole, scale, offset), layerNorm(float, tf.tensor1d([2, 3]), offset)],
      ];
      for (const [got, wanted] of pairs) {
        expect(got.dtype).toBe('float32');
        expectValues(got, read(wanted));
      }
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
