import { fanInUniform } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { useCpu } from '../../../core/test/backends.js';
import { denseBody } from '../networks/dense-body.js';
import { HierarchicalVAE } from './hierarchical-vae.js';
import type { HierarchicalVAEOptions } from './options.js';

beforeAll(useCpu);

const wrong: readonly (readonly [string, unknown])[] = [
  ['HierarchicalVAE: expected an object with options among dataShape, latentDims, ', undefined],
  ['HierarchicalVAE: expected options among dataShape, ', { latentDim: [2] }],
  ['got latentDim. Did you mean latentDims?', { latentDim: [2] }],
  ['HierarchicalVAE: expected dataShape and latentDims, got {}.', { dataShape: undefined, latentDims: undefined }],
  ['HierarchicalVAE.latentDims[1]: expected an integer >= 1, got 1.5.', { latentDims: [2, 1.5] }],
  ['HierarchicalVAE.encoder.inference: expected one of "topDown", "bottomUp", got "top".', { encoder: { inference: 'top' } }],
  ['HierarchicalVAE.encoder: expected an object with options among inference, ', { encoder: 'topDown' }],
  ['HierarchicalVAE.decoder.prior: expected one of "learned", "standard", got "flow".', { decoder: { prior: 'flow' } }],
  ['HierarchicalVAE.decoder.reads: expected one of "path", "lowest", got "all".', { decoder: { reads: 'all' } }],
  ['HierarchicalVAE.decoder: expected options among prior, ', { decoder: { widht: 9 } }],
  ['HierarchicalVAE.encoder.activation: expected one of "elu", "relu", ', { encoder: { activation: 'gelu' } }],
  ['HierarchicalVAE.encoder.dropout: expected a number in [0, 1), got 1.', { encoder: { dropout: 1 } }],
  [
    'HierarchicalVAE.encoder.body: expected something such as denseBody(), got "dense". It has no function encoder.',
    { encoder: { body: 'dense' } },
  ],
  ['HierarchicalVAE.decoder.initializer: expected something such as fanInUniform(), got "zeros".', { decoder: { initializer: 'zeros' } }],
  ['HierarchicalVAE.likelihood: expected something such as bernoulli(), got "bernoulli".', { likelihood: 'bernoulli' }],
  ['HierarchicalVAE.learningRate: expected a finite number >= 0 or a schedule, got NaN.', { learningRate: Number.NaN }],
  ['HierarchicalVAE.beta[1]: expected a finite number >= 0 or a schedule, got -1.', { beta: [1, -1] }],
  ['HierarchicalVAE.beta.speed: expected a number > 0, got 0.', { beta: { name: 'targetRate', nats: 1, speed: 0 } }],
  ['HierarchicalVAE.freeBits.per: expected one of "dimension", "level", got "unit".', { freeBits: { nats: 1, per: 'unit' } }],
  ['HierarchicalVAE.adam: expected options among beta1, ', { adam: { beta: 0.9 } }],
  ['HierarchicalVAE.seed: expected an integer >= 0, got 0.5.', { seed: 0.5 }],
];

it.each(wrong)('%s', (message, options) => {
  const before = tf.memory().numTensors;
  const given = options && { dataShape: [16, 9], latentDims: [2, 3], ...options };
  expect(() => new HierarchicalVAE(given as HierarchicalVAEOptions)).toThrow(message);
  expect(tf.memory().numTensors).toBe(before);
});

const failing = (): never => {
  throw new Error('of its own');
};

it.each<[string, HierarchicalVAEOptions]>([
  ['a schedule of beta', { beta: failing }],
  ['an initializer', { decoder: { initializer: { ...fanInUniform(), kernel: failing } } }],
  ['a body', { decoder: { body: { ...denseBody(), decoder: failing } } }],
])("leaves no tensor behind where code of a user's own throws: %s", (_, options) => {
  const before = tf.memory().numTensors;
  expect(() => new HierarchicalVAE({ dataShape: [16, 9], latentDims: [2, 3], ...options })).toThrow('of its own');
  expect(tf.memory().numTensors).toBe(before);
});

type Ask = (vae: HierarchicalVAE, x: tf.Tensor, wrong: never) => unknown;
const asked: readonly (readonly [string, Ask, unknown])[] = [
  ['HierarchicalVAE.elbo.draws: expected an integer >= 1, got 0.', (vae, x, o) => vae.elbo(x, o), { draws: 0 }],
  ['HierarchicalVAE.elbo: expected options among labels, draws, seed, got draw.', (vae, x, o) => vae.elbo(x, o), { draw: 2 }],
  ['HierarchicalVAE.elbo.labels: expected numbers of classes, got rock.', (vae, x, o) => vae.elbo(x, o), { labels: 'rock' }],
  ['HierarchicalVAE.elbo: expected data of shape [batch, 16, 9], got undefined.', (vae) => vae.elbo(undefined as never), {}],
  ['HierarchicalVAE.elbo: expected data of shape [batch, 16, 9], got [2,3].', (vae) => vae.elbo([2, 3] as never), {}],
  ['HierarchicalVAE.iwae.k: expected an integer >= 1, got 1.5.', (vae, x, o) => vae.iwae(x, o), { k: 1.5 }],
  ['HierarchicalVAE.logWeights.k: expected an integer >= 1, got -1.', (vae, x, o) => vae.logWeights(x, o), { k: -1 }],
  ['HierarchicalVAE.encode.seed: expected an integer >= 0, got "1".', (vae, x, o) => vae.encode(x, o), { seed: '1' }],
  ['HierarchicalVAE.decode: expected an object with options among z, offsets, got undefined.', (vae, _, o) => vae.decode(o), undefined],
  ['HierarchicalVAE.decode: expected latents of [n, 2] and [n, 3], got none.', (vae, _, o) => vae.decode(o), { z: [] }],
  ['HierarchicalVAE.decode.z[0]: expected a tensor, got [1,2].', (vae, _, o) => vae.decode(o), { z: [[1, 2]] }],
  ['HierarchicalVAE.sample.n: expected an integer >= 1, got undefined.', (vae, _, o) => vae.sample(o), {}],
  ['HierarchicalVAE.sample.label: expected an integer >= 0, got 0.5.', (vae, _, o) => vae.sample(o), { n: 1, label: 0.5 }],
  [
    'HierarchicalVAE.sample.output: expected one of "mean", "draw", got "sample".',
    (vae, _, o) => vae.sample(o),
    { n: 1, output: 'sample' },
  ],
  ['HierarchicalVAE.vary.temperature[1]: expected a number >= 0, got -1.', (vae, x, o) => vae.vary(x, o), { temperature: [1, -1] }],
  [
    'HierarchicalVAE.interpolate.path: expected one of "linear", "spherical", got "arc".',
    (vae, x) => vae.interpolate({ from: x, to: x, path: 'arc' as never }),
    {},
  ],
  ['HierarchicalVAE.levels: expected options among seed, got sed. Did you mean seed?', (vae, x, o) => vae.levels(x, o), { sed: 1 }],
  ['HierarchicalVAE.diagnose: expected 2 or more items, got 1.', (vae) => vae.diagnose(tf.zeros([1, 16, 9])), {}],
];

it.each(asked)('%s', async (message, ask, options) => {
  const body = denseBody({ units: [4] });
  const vae = new HierarchicalVAE({ dataShape: [16, 9], latentDims: [2, 3], classes: 2, encoder: { body }, decoder: { body } });
  const x = tf.zeros([2, 16, 9]);
  const before = tf.memory().numTensors;
  await expect((async () => ask(vae, x, options as never))()).rejects.toThrow(message);
  expect(tf.memory().numTensors - before).toBe(message.includes('2 or more items') ? 1 : 0); // what the test made itself
  x.dispose();
  vae.dispose();
});
