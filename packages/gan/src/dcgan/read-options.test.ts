import { cosine, fanInUniform, warmUp } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from '../../../core/test/backends.js';
import { translation } from '../augmentation.js';
import { hinge } from '../losses/hinge.js';
import { leastSquares } from '../losses/least-squares.js';
import { nonSaturating } from '../losses/non-saturating.js';
import { relativistic } from '../losses/relativistic.js';
import { wasserstein } from '../losses/wasserstein.js';
import { gradientPenalty, r1, r2 } from '../penalties.js';
import { DCGAN } from './dcgan.js';
import type { DCGANOptions } from './options.js';
import { dcganOptions } from './read-options.js';

beforeAll(useCpu);

const imageShape = [8, 8, 1] as const;
const generator = { filters: [4, 2] };
const discriminator = { filters: [2, 4] };

const kinds: Record<string, Partial<DCGANOptions>> = {
  'the defaults': {},
  'hinge, conditional, one rate for both': { loss: hinge({ margin: 0.25 }), classes: 3, learningRate: 1e-3, adam: { beta2: 0.99 } },
  'least squares with schedules': {
    loss: leastSquares({ fake: -1 }),
    learningRate: { generator: cosine({ from: 1, to: 0, steps: 9 }), discriminator: warmUp(2e-4, { steps: 5 }) },
    adam: { generator: { beta1: 0 }, discriminator: { weightDecay: 0.01 } },
  },
  'non-saturating with other networks': {
    loss: nonSaturating({ smoothing: 0.1 }),
    generator: { ...generator, normalization: 'batchPerUnit', redundantBiases: true, initializer: fanInUniform() },
    discriminator: { ...discriminator, normalization: 'batch', dropout: 0.25 },
  },
  'relativistic with penalties': {
    loss: relativistic(),
    penalties: [gradientPenalty({ target: 2 }), r1(), r2({ weight: cosine({ from: 1, to: 0.1, steps: 9 }) })],
    augmentation: translation({ pixels: 1 }),
  },
  'wasserstein, several updates': { loss: wasserstein(), discriminatorSteps: 3, freshLatents: false, averaging: 0, seed: 9, latentDim: 5 },
};

describe('dcganOptions', () => {
  it.each(Object.keys(kinds))('reads what a GAN says of itself, so that its twin says the same: %s', (kind) => {
    const gan = new DCGAN({ imageShape, generator, discriminator, ...kinds[kind] });
    const written = JSON.parse(JSON.stringify(gan.config));
    const twin = new DCGAN(dcganOptions(written));
    expect(twin.config).toEqual(gan.config);
    expect(written).toEqual(gan.config);
    const [one, two] = [gan, twin].map((model) => tf.tidy(() => [...model.sample({ n: 2, seed: 1 }).dataSync()]));
    expect(two).toEqual(one);
    gan.dispose();
    twin.dispose();
  });

  it('takes what a person writes, and fills in the rest', () => {
    const gan = new DCGAN(dcganOptions({ imageShape: [8, 8, 1], loss: { name: 'hinge' } }));
    const plain = new DCGAN({ imageShape });
    expect(gan.config).toEqual(plain.config);
    gan.dispose();
    plain.dispose();
  });

  it.each([
    [{ generator: { filters: [64, -3] } }, 'generator.filters[1]: expected an integer >= 1, got -3.'],
    [{ imageShape: [28, 28] }, 'imageShape: expected [height, width, channels], integers >= 1, got [28,28].'],
    [{ lose: { name: 'hinge' } }, 'config: expected options among imageShape,'],
    [
      { loss: { name: 'hing' } },
      'loss.name: expected one of "hinge", "leastSquares", "nonSaturating", "relativistic", "wasserstein", got "hing".',
    ],
    [{ learningRate: { generator: 1e-3 } }, 'learningRate.discriminator: expected a finite number >= 0 or a schedule, got undefined.'],
    [
      { learningRate: { generator: { opaque: 'falling' }, discriminator: 1e-3 } },
      'learningRate.generator.name: expected one of "constant",',
    ],
    [{ adam: { generator: { beta1: '0.5' }, discriminator: {} } }, 'adam.generator.beta1: expected a number in [0, 1), got "0.5".'],
    [{ penalties: [{ name: 'r1', weight: null }] }, 'penalties[0].weight: expected a finite number >= 0 or a schedule, got null.'],
    [
      { discriminator: { normalization: 'layer' } },
      'discriminator.normalization: expected one of "spectral", "batch", "none", got "layer".',
    ],
    [JSON.parse('{ "__proto__": { "seed": 3 } }'), 'config: expected options among'],
  ])('says where %j is wrong', (value, message) => {
    expect(() => dcganOptions({ imageShape: [8, 8, 1], ...value })).toThrow(message);
  });
});
