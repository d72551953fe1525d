import { cosine, exponential, linear } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from '../../../core/test/backends.js';
import { categorical } from '../likelihoods/categorical.js';
import { gaussian } from '../likelihoods/gaussian.js';
import { conv1dBody, conv2dBody } from '../networks/convolution-body.js';
import { denseBody } from '../networks/dense-body.js';
import { targetRate } from '../objective/target-rate.js';
import { HierarchicalVAE } from './hierarchical-vae.js';
import type { HierarchicalVAEOptions } from './options.js';
import { hierarchicalVAEOptions } from './read-options.js';

const dense = denseBody({ units: [4], activation: 'tanh', dropout: 0.1 });
const convolutions = conv1dBody({ filters: [3], strides: [2], kernelSize: 3 });

const kinds: Record<string, HierarchicalVAEOptions> = {
  'the defaults': {},
  'with everything said': {
    classes: 3,
    encoder: { body: dense, hidden: [], inference: 'topDown', dropout: 0.2 },
    decoder: { body: dense, hidden: [4, 4], width: 5, activation: 'elu' },
    likelihood: gaussian({ variance: 0.5 }),
    beta: [2, linear({ from: 0, to: 1, steps: 10 })],
    freeBits: { nats: [0.1, 0.2], per: 'level' },
    capacity: cosine({ from: 0, to: 2, steps: 10 }),
    balancing: true,
    learningRate: exponential({ from: 1e-2, to: 1e-4, steps: 10 }),
    adam: { weightDecay: 0.1, beta1: 0.8 },
    averaging: 0,
    seed: 9,
  },
  'bottom up, with a target rate': {
    encoder: { body: convolutions, inference: 'bottomUp' },
    decoder: { body: convolutions, prior: 'standard', reads: 'lowest' },
    likelihood: categorical(),
    beta: targetRate({ nats: [1, 0.5], speed: 0.1 }),
    freeBits: 0.1,
    capacity: [1, 2],
  },
  'of images, with one level': {
    dataShape: [4, 4, 1],
    latentDims: [3],
    encoder: { body: conv2dBody({ filters: [2] }) },
    likelihood: gaussian(),
  },
};

beforeAll(useCpu);

describe('hierarchicalVAEOptions', () => {
  it.each(Object.keys(kinds))('reads what a VAE says of itself, so that its twin says the same: %s', (kind) => {
    const vae = new HierarchicalVAE({ dataShape: [4, 3], latentDims: [2, 3], ...kinds[kind] });
    const written = JSON.parse(JSON.stringify(vae.config));
    expect(written).toEqual(vae.config);
    const twin = new HierarchicalVAE(hierarchicalVAEOptions(written));
    expect(twin.config).toEqual(vae.config);
    const [one, two] = [vae, twin].map((model) => tf.tidy(() => [...model.sample({ n: 2, seed: 1 }).dataSync()]));
    expect(two).toEqual(one);
    vae.dispose();
    twin.dispose();
  });

  it('takes what a person writes, and fills in the rest', () => {
    const vae = new HierarchicalVAE(
      hierarchicalVAEOptions({
        dataShape: [4, 3],
        latentDims: [2],
        encoder: { body: { name: 'denseBody' } },
        likelihood: { name: 'bernoulli' },
      }),
    );
    const plain = new HierarchicalVAE({ dataShape: [4, 3], latentDims: [2], encoder: { body: denseBody() } });
    expect(vae.config).toEqual(plain.config);
    vae.dispose();
    plain.dispose();
  });

  it.each([
    [{ latentDims: [4, -3] }, 'latentDims[1]: expected an integer >= 1, got -3.'],
    [{ latentDims: undefined }, 'latentDims: expected a list, got undefined.'],
    [{ latentDim: [4] }, 'config: expected options among model, dataShape, latentDims,'],
    [{ encoder: { body: { name: 'dense' } } }, 'encoder.body.name: expected one of "conv1dBody", "conv2dBody", "denseBody", got "dense".'],
    [{ encoder: { body: { name: 'denseBody', units: [] } } }, 'encoder.body.units: expected a list of at least 1, got [].'],
    [{ decoder: { reads: 'all' } }, 'decoder.reads: expected one of "path", "lowest", got "all".'],
    [{ decoder: { activation: 'sine' } }, 'decoder.activation: expected one of "elu",'],
    [{ likelihood: { name: 'gaussian', variance: 0 } }, 'likelihood.variance: expected a number > 0, got 0.'],
    [{ likelihood: { name: 'gaussian', variance: 'learnt' } }, 'likelihood.variance: expected a number > 0, got "learnt".'],
    [{ beta: { name: 'targetRate' } }, 'beta.nats: expected a number >= 0, got undefined.'],
    [{ beta: [1, { name: 'linear', from: 0, to: 1 }] }, 'beta[1].steps: expected a number > 0, got undefined.'],
    [{ beta: 'warm' }, 'beta: expected a finite number >= 0 or a schedule, got "warm".'],
    [{ freeBits: { nats: 1, per: 'unit' } }, 'freeBits.per: expected one of "dimension", "level", got "unit".'],
    [{ adam: { beta1: '0.5' } }, 'adam.beta1: expected a number in [0, 1), got "0.5".'],
    [JSON.parse('{ "__proto__": { "seed": 3 } }'), 'config: expected options among'],
  ])('says where %j is wrong', (value, message) => {
    expect(() => hierarchicalVAEOptions({ dataShape: [4, 3], latentDims: [2, 3], ...value })).toThrow(message);
  });
});
