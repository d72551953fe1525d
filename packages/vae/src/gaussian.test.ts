import { installGradients, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from '../../core/test/backends.js';
import { checkDerivatives } from '../../core/test/finite-differences.js';
import { gaussianKl, gaussianLogDensity, gaussianSample, mixtureLogDensity, mixtureMoments } from './gaussian.js';

beforeAll(useCpu);
beforeAll(installGradients);

const row = (...values: number[]) => tf.tensor2d([values]);
const read = (x: tf.Tensor) => [...x.dataSync()];
const close = (got: tf.Tensor, wanted: readonly number[], digits = 5) => {
  const values = read(got);
  expect(values).toHaveLength(wanted.length);
  wanted.forEach((value, i) => {
    expect(values[i]).toBeCloseTo(value, digits);
  });
};
const logSqrt2Pi = Math.log(Math.sqrt(2 * Math.PI));

describe('the Gaussian of a level', () => {
  it('has the density worked out by hand, one value a dimension', () => {
    // N(1, 4) at 3: -log 2 - log sqrt(2 pi) - (2 / 2)^2 / 2
    close(gaussianLogDensity({ mean: row(1, 0), logVar: row(Math.log(4), 0) }, row(3, 0)), [-Math.log(2) - logSqrt2Pi - 0.5, -logSqrt2Pi]);
  });

  it('diverges from another as worked out by hand, and not from itself', () => {
    const posterior = { mean: row(1, 2), logVar: row(0, Math.log(0.25)) };
    const prior = { mean: row(0, 1), logVar: row(0, Math.log(4)) };
    // (0 + (1 + 1) / 1 - 1) / 2, and (log 16 + (0.25 + 1) / 4 - 1) / 2
    close(gaussianKl({ posterior, prior }), [0.5, (Math.log(16) + 1.25 / 4 - 1) / 2]);
    close(gaussianKl({ posterior, prior: posterior }), [0, 0]);
  });

  it('draws mean + standard deviation x noise', () => {
    close(gaussianSample({ mean: row(1, 2), logVar: row(Math.log(4), 0) }, row(3, -1)), [7, 1]);
  });

  it('has the moments and the density of a mixture of equal parts', () => {
    const components = { mean: tf.tensor2d([[-2], [2]]), logVar: tf.tensor2d([[0], [Math.log(3)]]) };
    const { mean, logVar } = mixtureMoments(components);
    close(mean, [0]);
    close(logVar, [Math.log((1 + 3) / 2 + 4)]);
    const density = (x: number) =>
      (Math.exp(-((x + 2) ** 2) / 2) + Math.exp(-((x - 2) ** 2) / 6) / Math.sqrt(3)) / 2 / Math.sqrt(2 * Math.PI);
    const { whole, marginals } = mixtureLogDensity(components, tf.tensor2d([[0], [1.5]]));
    close(whole, [Math.log(density(0)), Math.log(density(1.5))]);
    close(marginals, [Math.log(density(0)), Math.log(density(1.5))]);
  });

  it('tells the mixture of vectors from the mixtures of their dimensions', () => {
    const components = {
      mean: tf.tensor2d([
        [-9, -9],
        [9, 9],
      ]),
      logVar: tf.zeros([2, 2]),
    };
    const { whole, marginals } = mixtureLogDensity(components, row(9, 9));
    close(whole, [-Math.log(2) - 2 * logSqrt2Pi]);
    close(marginals, [-Math.log(2) - logSqrt2Pi, -Math.log(2) - logSqrt2Pi]);
  });

  it('has right derivatives everywhere', () => {
    const rng = new Rng(3);
    const [a, b, c, d, z] = Array.from({ length: 5 }, () => rng.normal([3, 2])) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    type At = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    checkDerivatives(
      (...at) => {
        const [mean, logVar, priorMean, priorLogVar] = at as At;
        return tf.sum(gaussianKl({ posterior: { mean, logVar }, prior: { mean: priorMean, logVar: priorLogVar } }));
      },
      [a, b, c, d],
    );
    checkDerivatives(
      (mean, logVar, x) => tf.sum(gaussianLogDensity({ mean: mean as tf.Tensor, logVar: logVar as tf.Tensor }, x as tf.Tensor)),
      [a, b, z],
    );
  });

  it('leaves only what it returns', () => {
    const [p, q, z] = [{ mean: row(1), logVar: row(0) }, { mean: row(0), logVar: row(1) }, row(2)];
    const before = tf.memory().numTensors;
    const made = [gaussianKl({ posterior: q, prior: p }), gaussianLogDensity(p, z), gaussianSample(p, z)];
    expect(tf.memory().numTensors).toBe(before + made.length);
    const [mixture, moments] = [mixtureLogDensity(p, z), mixtureMoments(p)];
    expect(tf.memory().numTensors).toBe(before + made.length + 4);
    tf.dispose([made, mixture, moments] as never);
  });
});
