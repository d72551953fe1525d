import { gradients, installGradients, Rng, stepContext } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { onEachBackend } from '../../../core/test/backends.js';
import { bernoulli } from '../likelihoods/bernoulli.js';
import { categorical } from '../likelihoods/categorical.js';
import { gaussian } from '../likelihoods/gaussian.js';
import type { Likelihood } from '../likelihoods/likelihood.js';
import { HierarchicalDecoder, type HierarchicalDecoderOptions } from '../networks/decoder.js';
import { denseBody } from '../networks/dense-body.js';
import { HierarchicalEncoder, type HierarchicalEncoderOptions } from '../networks/encoder.js';
import { variablesOfAll } from '../networks/run.js';
import { lossOf } from './loss.js';
import { Objective } from './objective.js';

const likelihoods: Record<string, Likelihood> = {
  bernoulli: bernoulli(),
  'gaussian, fixed': gaussian({ variance: 0.7 }),
  'gaussian, learned': gaussian(),
  categorical: categorical(),
};
const wirings: Record<
  string,
  { encoder?: Partial<HierarchicalEncoderOptions>; decoder?: Partial<HierarchicalDecoderOptions>; labels?: number[] }
> = {
  'top down': {},
  'with classes, labelled': { decoder: { classes: 3 }, labels: [0, 2, 2, 1] },
  'with classes, unlabelled': { decoder: { classes: 3 } },
  'bottom up': { encoder: { inference: 'bottomUp' }, decoder: { prior: 'learned', reads: 'lowest' } },
};
const cases = Object.keys(wirings).flatMap((wiring) =>
  [1, 2, 3].flatMap((levels) => Object.keys(likelihoods).map((likelihood) => [wiring, levels, likelihood] as const)),
);

onEachBackend('the loss', () => {
  beforeAll(installGradients);

  it.each(cases)('%s, %i levels, %s: has the slope that finite differences find', (wiring, levels, name) => {
    const likelihood = likelihoods[name] as Likelihood;
    const { encoder: asked, decoder: drawn, labels } = wirings[wiring] as (typeof wirings)[string];
    const shared = {
      dataShape: [2, 3],
      latentDims: [2, 3, 2].slice(3 - levels),
      body: denseBody({ units: [4], activation: 'tanh' }),
      hidden: [3],
    };
    const encoder = new HierarchicalEncoder({ ...shared, ...asked, activation: 'tanh', rng: new Rng(1) });
    const decoder = new HierarchicalDecoder({ ...shared, ...drawn, activation: 'tanh', width: 4, rng: new Rng(2) });
    const learnt = Object.fromEntries(Object.keys(likelihood.variables ?? {}).map((variable) => [variable, tf.variable(tf.scalar(0.3))]));
    const variables = { ...variablesOfAll({ ...encoder.networks, ...decoder.networks }).trainable, ...learnt };
    const rng = new Rng(3);
    tf.tidy(() => {
      // Learned priors start at zero, where half of their gradients vanish.
      for (const variable of Object.values(variables)) variable.assign(tf.add(variable, rng.normal(variable.shape, { stddev: 0.3 })));
      const objective = new Objective({ beta: Array.from({ length: levels }, (_, level) => 0.5 + level) }, shared.latentDims);
      const given = {
        x: tf.oneHot(tf.tensor2d([0, 1, 2, 0, 1, 1, 0, 2], [4, 2], 'int32'), 3),
        noise: shared.latentDims.map((dims) => rng.normal([4, dims])),
        rates: objective.rates(stepContext(rng, 0)),
        mode: { training: true, labels: labels && tf.tensor1d(labels, 'int32') },
      };
      const x = tf.cast(given.x, 'float32');
      const loss = () => lossOf({ encoder, decoder, likelihood, learnt, objective }, { ...given, x });
      const { gradients: slopes } = gradients(loss, variables);
      for (const names of [Object.keys(variables).filter((n) => n.startsWith('encoder')), Object.keys(variables)]) {
        const directions = names.map((n) => rng.normal((variables[n] as tf.Variable).shape));
        const move = (by: number) =>
          names.forEach((n, i) => {
            const variable = variables[n] as tf.Variable;
            tf.tidy(() => variable.assign(tf.add(variable, tf.mul(directions[i] as tf.Tensor, by))));
          });
        const at = () => (loss().loss as tf.Scalar).dataSync()[0] as number;
        const step = 2e-3;
        move(step);
        const above = at();
        move(-2 * step);
        const below = at();
        move(step);
        const got = names.reduce(
          (sum, n, i) => sum + (tf.sum(tf.mul(slopes[n] as tf.Tensor, directions[i] as tf.Tensor)).dataSync()[0] as number),
          0,
        );
        const numeric = (above - below) / (2 * step);
        expect(Math.abs(got - numeric), `got ${got}, by finite differences ${numeric}`).toBeLessThan(0.01 * Math.abs(numeric) + 0.02);
      }
    });
    encoder.dispose();
    decoder.dispose();
    tf.dispose(learnt);
  });
});
