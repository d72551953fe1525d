import { type Initializer, memory, Rng, stepContext } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onEachBackend } from '../../../core/test/backends.js';
import { hinge } from '../losses/hinge.js';
import { Discriminator } from '../networks/discriminator.js';
import { gaussian } from '../networks/gaussian.js';
import { Generator } from '../networks/generator.js';
import { r1 } from '../penalties.js';
import { DCGAN } from './dcgan.js';
import type { DCGANOptions } from './options.js';

const selfish: { config?: unknown } = { ...hinge() };
selfish.config = { name: 'selfish', loss: selfish };

const wrong: readonly (readonly [string, unknown])[] = [
  ['DCGAN: expected an object with options among imageShape, latentDim, classes,', undefined],
  ['freshLatents, seed, got null.', null],
  ['freshLatents, seed, got 5.', 5],
  ['freshLatents, seed, got Generator.', Object.create(Generator.prototype)],
  ['freshLatents, seed, got latentDims. Did you mean latentDim?', { latentDims: 64 }],
  ['freshLatents, seed, got lossFunction.', { lossFunction: hinge() }],
  ['DCGAN.adam: expected options among beta1, beta2, epsilon, weightDecay, got beta. Did you mean beta1?', { adam: { beta: 0.5 } }],
  [
    'DCGAN.adam.discriminator: expected options among beta1, beta2, epsilon, weightDecay, got b1.',
    { adam: { generator: {}, discriminator: { b1: 0 } } },
  ],
  ['DCGAN.guard: expected options among clipNorm, skipNorm, got clip.', { guard: { clip: 1 } }],
  [
    'DCGAN.discriminator: expected options among filters, normalization, dropout, redundantBiases, initializer, got drop_out. Did you mean dropout?',
    { discriminator: { drop_out: 0.5 } },
  ],
  [
    'DCGAN.discriminator.normalization: expected one of "spectral", "batch", "none", got "spectralNorm".',
    { discriminator: { normalization: 'spectralNorm' } },
  ],
  [
    'DCGAN.generator.normalization: expected one of "batch", "batchPerUnit", "none", got "spectral".',
    { generator: { normalization: 'spectral' } },
  ],
  [
    `DCGAN.generator.initializer: expected something such as gaussian() or { name: 'gaussian' }, got "glorot". It has no function kernel.`,
    { generator: { initializer: 'glorot' } },
  ],
  ['DCGAN.generator.network: expected a tf.LayersModel, got 3.', { generator: { network: 3 } }],
  ['DCGAN.discriminator.network: expected a tf.LayersModel, got {}.', { discriminator: { network: {}, spectral: true } }],
  [`DCGAN.loss: expected something such as hinge() or { name: 'hinge' }, got "hinge".`, { loss: 'hinge' }],
  ['got function. It has no function discriminator.', { loss: hinge }],
  [
    'DCGAN.loss.name: expected one of "hinge", "leastSquares", "nonSaturating", "relativistic", "wasserstein", got undefined.',
    { loss: {} },
  ],
  ['DCGAN.penalties: expected a list, got {', { penalties: r1() }],
  ['DCGAN.penalties[0]: expected something such as r1() or', { penalties: [r1] }],
  ['DCGAN.penalties[0].weight: expected a finite number >= 0 or a schedule, got -1.', { penalties: [{ ...r1(), weight: -1 }] }],
  ["DCGAN.augmentation: expected something such as translation() or { name: 'translation' }, got 3.", { augmentation: 3 }],
  ['DCGAN.learningRate: expected a finite number >= 0 or a schedule, got NaN.', { learningRate: Number.NaN }],
  ['DCGAN.learningRate: expected a finite number >= 0 or a schedule, got "1e-4".', { learningRate: '1e-4' }],
  [
    'DCGAN.learningRate.discriminator: expected a finite number >= 0 or a schedule, got -1.',
    { learningRate: { generator: 1, discriminator: -1 } },
  ],
  ['DCGAN.learningRate.discriminator: expected a finite number >= 0 or a schedule, got undefined.', { learningRate: { generator: 1e-4 } }],
  ['DCGAN.guard.generator: expected an object with options among', { guard: { discriminator: { clipNorm: 1 } } }],
  ['DCGAN.classes: expected an integer >= 1, got 2.5.', { classes: 2.5 }],
  ['DCGAN.averaging: expected a number in [0, 1), got true.', { averaging: true }],
  ['DCGAN.freshLatents: expected true or false, got 1.', { freshLatents: 1 }],
  ['DCGAN.latentDim: expected an integer >= 1, got Infinity.', { latentDim: Number.POSITIVE_INFINITY }],
  ['DCGAN.seed: expected an integer >= 0, got null.', { seed: null }],
  ['describe: expected options that do not hold themselves, got', { loss: selfish }],
];

const faulty: Readonly<Record<string, Initializer>> = {
  throws: {
    ...gaussian(),
    bias: () => {
      throw new Error('no bias today');
    },
  },
  'is of another shape': { ...gaussian(), bias: () => tf.zeros([1, 2, 3]) },
  'is no tensor': { ...gaussian(), bias: () => [0] as never },
};

const game = hinge();
const code: readonly (readonly [string, DCGANOptions])[] = [
  ['my loss is broken.', { loss: { ...game, generator: fail('my loss is broken.') } }],
  [
    'DCGAN: expected loss.discriminator to return a scalar, got shape [2, 1]. Take a mean or a sum.',
    { loss: { ...game, discriminator: ({ real }) => real as tf.Scalar } },
  ],
  ['DCGAN.loss.generator: expected a tensor, got undefined.', { loss: { ...game, generator: () => undefined as never } }],
  [
    'DCGAN: expected penalties[0].of to return a scalar, got shape [2, 8, 8, 1].',
    { penalties: [{ name: 'own', weight: 1, of: ({ real }) => real as never }] },
  ],
  ['DCGAN.augmentation.apply: expected a tensor, got undefined.', { augmentation: { name: 'own', apply: () => undefined as never } }],
  [
    'forward: expected input of shape [any, 8, 8, 1] for discriminator, got [2, 4, 4, 1].',
    { augmentation: { name: 'own', apply: () => tf.zeros([2, 4, 4, 1]) } },
  ],
  ['a rate at step 0: expected a number, got NaN.', { learningRate: () => Number.NaN }],
];

function fail(message: string) {
  return () => {
    throw new Error(message);
  };
}

onEachBackend('DCGAN', () => {
  it.each(code)('says what code of one’s own did wrong in a step, and leaves no tensor: %s', (message, options) => {
    const gan = new DCGAN({ imageShape: [8, 8, 1], generator: { filters: [4] }, discriminator: { filters: [4] }, ...options });
    const [x, context] = [tf.zeros([2, 8, 8, 1]), stepContext(new Rng(0), 0)];
    const before = tf.memory().numTensors;
    expect(() => tf.tidy(() => gan.step({ x }, context))).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
    gan.dispose();
    x.dispose();
  });

  it.each<[string, (gan: DCGAN) => unknown]>([
    [
      'DCGAN.sample: expected options among n, seed, temperature, labels, label, got temp.',
      (gan) => gan.sample({ n: 2, temp: 1 } as never),
    ],
    ['DCGAN.sample.n: expected an integer >= 1, got undefined.', (gan) => gan.sample({} as never)],
    ['DCGAN.sample.temperature: expected a number >= 0, got -1.', (gan) => gan.sample({ n: 2, temperature: -1 })],
    ['DCGAN.latents: expected an object with options among n, seed, temperature, got 3.', (gan) => gan.latents(3 as never)],
    ['DCGAN.generate.latents: expected a tensor, got undefined.', (gan) => gan.generate(undefined as never)],
    ['DCGAN.generate: expected latents of shape [n, 100], got [].', (gan) => tf.tidy(() => gan.generate(tf.scalar(1) as never))],
    ['DCGAN.step.batch.x: expected a tensor, got undefined.', (gan) => gan.step(undefined as never, undefined as never)],
    [
      'DCGAN.step: expected images of float32 in [-1, 1], got int32.',
      (gan) => tf.tidy(() => gan.step({ x: tf.zeros([2, 8, 8, 1], 'int32') }, undefined as never)),
    ],
    ['DCGAN.restore.tensors: expected an object, got undefined.', (gan) => gan.restore(undefined as never)],
  ])('refuses wrong arguments in one sentence: %s', (message, call) => {
    const gan = new DCGAN({ imageShape: [8, 8, 1], generator: { filters: [4] }, discriminator: { filters: [4] } });
    const before = tf.memory().numTensors;
    expect(() => call(gan)).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
    gan.dispose();
  });

  it('load names a misspelt option and what is no store', async () => {
    await expect(DCGAN.load(undefined as never)).rejects.toThrow(
      'DCGAN.load.store: expected something such as folder(path), got undefined.',
    );
    await expect(DCGAN.load(memory(), { wich: 'best' } as never)).rejects.toThrow('got wich. Did you mean which?');
    await expect(DCGAN.load(memory(), { which: 'last' as never })).rejects.toThrow(
      'DCGAN.load.which: expected one of "latest", "best", got "last".',
    );
  });

  it.each(wrong)('refuses in one sentence and makes no tensor: %s', (message, options) => {
    const before = tf.memory().numTensors;
    const all = typeof options === 'object' && options?.constructor === Object ? { imageShape: [16, 16, 1], ...options } : options;
    expect(() => new DCGAN(all as DCGANOptions)).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(Object.entries(faulty))('leaves no tensor where the bias of an initializer of one’s own %s', (_, initializer) => {
    const design = { imageShape: [16, 16, 1], filters: [4, 4], initializer, redundantBiases: true } as const;
    const before = tf.memory().numTensors;
    const sentence = /^(no bias today|initialize.*: expected .* got (\[1,2,3\]|\[0\])\.)$/;
    expect(() => new Generator(design)).toThrow(sentence);
    expect(() => new Discriminator(design)).toThrow(sentence);
    expect(() => new DCGAN({ imageShape: [16, 16, 1], discriminator: { initializer } })).toThrow(sentence);
    expect(tf.memory().numTensors).toBe(before);
  });
});
