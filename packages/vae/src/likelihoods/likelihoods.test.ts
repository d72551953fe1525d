import { describe as describeRecipe, installGradients, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from '../../../core/test/backends.js';
import { checkDerivatives } from '../../../core/test/finite-differences.js';
import { bernoulli } from './bernoulli.js';
import { categorical } from './categorical.js';
import { gaussian } from './gaussian.js';
import type { Likelihood } from './likelihood.js';

beforeAll(useCpu);
beforeAll(installGradients);

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const normal = (x: number, mean: number, variance: number) => -0.5 * (Math.log(2 * Math.PI * variance) + (x - mean) ** 2 / variance);
const parameters = () => tf.tensor3d([0.5, -1, 2, 0, 3, -2], [2, 1, 3]);
const softmax = (logits: number[], i: number) => Math.exp(logits[i] as number) / logits.reduce((sum, logit) => sum + Math.exp(logit), 0);

interface Case {
  readonly recipe: Likelihood;
  readonly x: number[];
  /** Sums over an item, worked out by hand. */
  readonly logDensity: [number, number];
  readonly mean: number[];
}
const family: Record<string, Case> = {
  bernoulli: {
    recipe: bernoulli(),
    x: [1, 0, 1, 0, 0, 1],
    logDensity: [Math.log(sigmoid(0.5) * sigmoid(1) * sigmoid(2)), Math.log(0.5 * sigmoid(-3) * sigmoid(-2))],
    mean: [0.5, -1, 2, 0, 3, -2].map(sigmoid),
  },
  'gaussian, fixed': {
    recipe: gaussian({ variance: 0.5 }),
    x: [1, 0, 2, 0, 2, -2.5],
    logDensity: [
      normal(1, 0.5, 0.5) + normal(0, -1, 0.5) + normal(2, 2, 0.5),
      normal(0, 0, 0.5) + normal(2, 3, 0.5) + normal(-2.5, -2, 0.5),
    ],
    mean: [0.5, -1, 2, 0, 3, -2],
  },
  'gaussian, learned': {
    recipe: gaussian(),
    x: [1, 0, 2, 0, 2, -2.5],
    logDensity: [normal(1, 0.5, 2) + normal(0, -1, 2) + normal(2, 2, 2), normal(0, 0, 2) + normal(2, 3, 2) + normal(-2.5, -2, 2)],
    mean: [0.5, -1, 2, 0, 3, -2],
  },
  categorical: {
    recipe: categorical(),
    x: [0, 0, 1, 1, 0, 0],
    logDensity: [Math.log(softmax([0.5, -1, 2], 2)), Math.log(softmax([0, 3, -2], 0))],
    mean: [0, 1, 2].map((i) => softmax([0.5, -1, 2], i)).concat([0, 1, 2].map((i) => softmax([0, 3, -2], i))),
  },
};
const variablesOf = (recipe: Likelihood) =>
  Object.fromEntries(Object.keys(recipe.variables ?? {}).map((name) => [name, tf.scalar(Math.log(2))]));

describe.each(Object.keys(family))('the likelihood %s', (name) => {
  const { recipe, x, logDensity, mean } = family[name] as Case;
  const data = () => tf.tensor3d(x, [2, 1, 3]);
  const near = (got: tf.Tensor, wanted: readonly number[]) =>
    got.dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i] as number, 5);
    });

  it('sums log p(x | z) over an item, as worked out by hand', () => {
    const got = recipe.logDensity(data(), parameters(), variablesOf(recipe));
    expect(got.shape).toEqual([2]);
    near(got, logDensity);
  });

  it('expects what it says', () => {
    near(recipe.mean(parameters()), mean);
  });

  it('has right derivatives by the decoder’s output and by what it learns', () => {
    const learnt = variablesOf(recipe);
    checkDerivatives(
      (at, ...others) => {
        const variables = Object.fromEntries(Object.keys(learnt).map((variable, i) => [variable, others[i] as tf.Tensor]));
        return tf.sum(recipe.logDensity(data(), tf.mul(at as tf.Tensor, tf.tanh(at as tf.Tensor)), variables));
      },
      [new Rng(4).normal([2, 1, 3]), ...Object.values(learnt)],
    );
  });

  it('draws around its expectation, to 4 standard errors of 4,000 draws', () => {
    const drawn = tf.tidy(() => {
      const many = tf.tile(tf.slice(parameters(), [0, 0, 0], [1, 1, 3]), [4000, 1, 1]);
      return tf.mean(recipe.sample(many, new Rng(8), variablesOf(recipe)), 0).dataSync();
    });
    drawn.forEach((value, i) => {
      expect(Math.abs(value - (mean[i] as number))).toBeLessThan(4 * Math.sqrt(2 / 4000)); // no variance above 2
    });
  });

  it('stays finite far out, leaves only what it returns, and says what it is', () => {
    const [far, variables, at] = [tf.fill([2, 1, 3], 80), variablesOf(recipe), data()];
    const before = tf.memory().numTensors;
    const made = [recipe.logDensity(at, far, variables), recipe.mean(far), recipe.sample(far, new Rng(1), variables)];
    expect(tf.memory().numTensors).toBe(before + 3);
    for (const tensor of made) expect([...tensor.dataSync()].every(Number.isFinite)).toBe(true);
    expect(describeRecipe(recipe)).toHaveProperty('name');
  });
});

describe('the likelihoods', () => {
  it('say what they expected', () => {
    expect(() => gaussian({ variance: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: gaussian.variance: expected a number > 0, got 0.]`,
    );
  });
});
