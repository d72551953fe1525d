import { Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onEachBackend } from '../../../core/test/backends.js';
import { linearGaussian } from '../../test/linear-gaussian.js';

const items = (n: number) => tf.tidy(() => new Rng(5).normal([n, 3], { stddev: 1.5 }).arraySync() as number[][]);

onEachBackend('a linear-Gaussian model with its exact posterior', () => {
  it.each([1, 2, 3])('of %i levels has a bound that is log p(x), whatever is drawn, and weights that are all the same', async (levels) => {
    const { vae, logDensity, topPosterior, dispose } = linearGaussian(levels, 10 + levels);
    const rows = items(6);
    const x = tf.tensor2d(rows);
    const exact = rows.map(logDensity);
    const mean = exact.reduce((sum, value) => sum + value / rows.length, 0);

    const { elbo, nll, kl, klPerDimension } = await vae.elbo(x, { draws: 400 });
    // The divergences are exact, the reconstruction has a draw's deviation of about 1 a level.
    expect(Math.abs(elbo - mean)).toBeLessThan(4 * Math.sqrt(levels / (6 * 400)));
    expect(-nll - kl.reduce((sum, value) => sum + value, 0)).toBeCloseTo(elbo, 6);
    expect(klPerDimension.map(([only]) => only)).toEqual(kl);
    const top = rows.map(topPosterior).map(({ mean: at, variance }) => (variance + at * at - Math.log(variance) - 1) / 2);
    expect(kl[0]).toBeCloseTo(
      top.reduce((sum, value) => sum + value / rows.length, 0),
      4,
    );

    const { data, shape } = await vae.logWeights(x, { k: 7 });
    expect(shape).toEqual([6, 7]);
    data.forEach((weight, i) => {
      expect(weight).toBeCloseTo(exact[Math.floor(i / 7)] as number, 4);
    });
    const { nll: bound, bounds, standardError } = await vae.iwae(x, { k: 50 });
    expect(-bound).toBeCloseTo(mean, 4);
    bounds.forEach((value, i) => {
      expect(value).toBeCloseTo(exact[i] as number, 4);
    });
    const variance = exact.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5;
    expect(standardError).toBeCloseTo(Math.sqrt(variance / 6), 4);
    x.dispose();
    dispose();
  });

  it.each([1, 2, 3])(
    'of %i levels loses KL(q || p(z | x)) of its bound for a wrong posterior, and wins it back with more draws',
    async (levels) => {
      const { vae, variables, logDensity, topPosterior, dispose } = linearGaussian(levels, 20 + levels);
      const [row] = items(1) as [number[]];
      const bias = variables['encoder/posterior0/mean/bias'] as tf.Variable;
      const { variance } = topPosterior(row);
      const shift = 0.8 * Math.sqrt(variance);
      tf.tidy(() => bias.assign(tf.add(bias, shift)));
      // Only the top level is off, by 0.8 standard deviations: 0.8^2 / 2 nats. The others are exact given what is above them.
      const x = tf.tidy(() => tf.tile(tf.tensor2d([row]), [4000, 1]));
      const { elbo } = await vae.elbo(x, { seed: 3 });
      expect(Math.abs(elbo - (logDensity(row) - 0.32))).toBeLessThan(4 * 0.8 * Math.sqrt(1 / 4000)); // log w varies by 0.8 z
      const one = tf.slice(x, [0, 0], [400, 3]);
      const few = await vae.iwae(one, { k: 2, seed: 1 });
      const many = await vae.iwae(one, { k: 64, seed: 2 });
      expect(-few.nll).toBeGreaterThan(elbo);
      expect(-many.nll).toBeGreaterThan(-few.nll);
      // exp of a normal with deviation 0.8: log of the mean of 64 of them is off by about (exp(0.64) - 1) / 128
      expect(Math.abs(-many.nll - logDensity(row) + (Math.exp(0.64) - 1) / 128)).toBeLessThan(0.03);
      tf.dispose([x, one]);
      dispose();
    },
  );

  it('leaks nothing', async () => {
    const before = tf.memory().numTensors;
    const { vae, dispose } = linearGaussian(2, 1);
    const x = tf.tensor2d(items(3));
    await vae.elbo(x, { draws: 2 });
    await vae.iwae(x, { k: 5000 });
    await vae.logWeights(x, { k: 3 });
    x.dispose();
    dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
