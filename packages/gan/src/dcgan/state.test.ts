import { fanInUniform, inMemory, train } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onEachBackend } from '../../../core/test/backends.js';
import { translation } from '../augmentation.js';
import { leastSquares } from '../losses/least-squares.js';
import { r1 } from '../penalties.js';
import { DCGAN } from './dcgan.js';
import type { DCGANOptions } from './options.js';

const make = (options: Partial<DCGANOptions> = {}) =>
  new DCGAN({ imageShape: [8, 8, 1], latentDim: 4, generator: { filters: [4] }, discriminator: { filters: [3] }, ...options });
const data = inMemory({ x: { data: Float32Array.from({ length: 8 * 64 }, (_, i) => Math.sin(i)), shape: [8, 8, 8, 1] } });
const read = (gan: DCGAN) =>
  Object.fromEntries(Object.entries(gan.state().tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]));

onEachBackend('the state of a DCGAN', () => {
  it('holds every variable a step changes under a name of its own', () => {
    const gan = make();
    const before = tf.memory().numTensors;
    const names = Object.keys(gan.state().tensors);
    expect(tf.memory().numTensors).toBe(before);
    expect(names.filter((name) => !name.includes('/adam/'))).toMatchInlineSnapshot(`
      [
        "generator/project/kernel",
        "generator/project_norm/gamma",
        "generator/project_norm/beta",
        "generator/up1/kernel",
        "generator/up1/bias",
        "generator/project_norm/moving_mean",
        "generator/project_norm/moving_variance",
        "discriminator/down1/kernel",
        "discriminator/down1/bias",
        "discriminator/logit/kernel",
        "discriminator/logit/bias",
        "average/project/kernel",
        "average/project_norm/gamma",
        "average/project_norm/beta",
        "average/up1/kernel",
        "average/up1/bias",
        "average/project_norm/moving_mean",
        "average/project_norm/moving_variance",
        "spectral/down1/kernel",
        "spectral/logit/kernel",
      ]
    `);
    expect(names.filter((name) => name.startsWith('discriminator/adam/'))).toMatchInlineSnapshot(`
      [
        "discriminator/adam/down1/kernel/firstMoment",
        "discriminator/adam/down1/kernel/secondMoment",
        "discriminator/adam/down1/bias/firstMoment",
        "discriminator/adam/down1/bias/secondMoment",
        "discriminator/adam/logit/kernel/firstMoment",
        "discriminator/adam/logit/kernel/secondMoment",
        "discriminator/adam/logit/bias/firstMoment",
        "discriminator/adam/logit/bias/secondMoment",
        "discriminator/adam/beta1Power",
        "discriminator/adam/beta2Power",
      ]
    `);
    gan.dispose();
  });

  it('restored into another GAN makes it go on as the first, and neither touches the other afterwards', async () => {
    const [first, second] = [make({ seed: 1 }), make({ seed: 2 })];
    await train(first, data, { steps: 3, batchSize: 4, seed: 5 });
    const before = tf.memory().numTensors;
    second.restore(first.state());
    expect(tf.memory().numTensors).toBe(before);
    expect(read(second)).toEqual(read(first));
    const kept = read(first);
    await train(second, data, { steps: 2, batchSize: 4, seed: 6 });
    expect(read(first)).toEqual(kept);
    await train(first, data, { steps: 2, batchSize: 4, seed: 6 });
    expect(read(first)).toEqual(read(second));
    expect(read(first)).not.toEqual(kept);
    for (const gan of [first, second]) gan.dispose();
  });

  it('of a GAN with other networks is refused, and changes nothing', () => {
    const [gan, wider] = [make(), make({ discriminator: { filters: [5] } })];
    const kept = read(gan);
    expect(() => gan.restore(wider.state())).toThrowErrorMatchingInlineSnapshot(
      `[Error: DCGAN.restore: expected discriminator/down1/kernel to be float32 [4,4,1,3], got float32 [4,4,1,5]. Was the state taken of a model with the same options?]`,
    );
    const { 'generator/up1/kernel': _, ...rest } = gan.state().tensors;
    expect(() => gan.restore({ tensors: rest })).toThrowErrorMatchingInlineSnapshot(
      `[Error: DCGAN.restore: expected a tensor for each of the model's 42 variables, got none for generator/up1/kernel.]`,
    );
    expect(read(gan)).toEqual(kept);
    for (const each of [gan, wider]) each.dispose();
  });
});

onEachBackend('the config of a DCGAN', () => {
  it('is plain JSON with the defaults filled in', () => {
    const gan = make();
    expect(gan.config).toMatchInlineSnapshot(`
      {
        "adam": {
          "discriminator": {
            "beta1": 0.5,
            "beta2": 0.999,
            "epsilon": 1e-8,
            "name": "adam",
            "weightDecay": 0,
          },
          "generator": {
            "beta1": 0.5,
            "beta2": 0.999,
            "epsilon": 1e-8,
            "name": "adam",
            "weightDecay": 0,
          },
        },
        "averaging": 0.999,
        "discriminator": {
          "dropout": 0,
          "filters": [
            3,
          ],
          "initializer": {
            "name": "gaussian",
            "stddev": 0.02,
          },
          "normalization": "spectral",
          "redundantBiases": false,
        },
        "discriminatorSteps": 1,
        "freshLatents": true,
        "generator": {
          "filters": [
            4,
          ],
          "initializer": {
            "name": "gaussian",
            "stddev": 0.02,
          },
          "normalization": "batch",
          "redundantBiases": false,
        },
        "imageShape": [
          8,
          8,
          1,
        ],
        "latentDim": 4,
        "learningRate": {
          "discriminator": 0.0002,
          "generator": 0.0002,
        },
        "loss": {
          "margin": 1,
          "name": "hinge",
        },
        "model": "DCGAN",
        "penalties": [],
        "seed": 0,
      }
    `);
    expect(JSON.parse(JSON.stringify(gan.config))).toEqual(gan.config);
    gan.dispose();
  });

  it('says every recipe it was given, and of a user’s own that it is opaque', () => {
    const gan = make({
      loss: leastSquares({ real: 0.9 }),
      penalties: [r1(), { name: 'mine', weight: 1, of: () => tf.scalar(0) }],
      augmentation: translation(),
      generator: { filters: [4], normalization: 'none', initializer: fanInUniform() },
      learningRate: { generator: 1e-3, discriminator: (step) => 1 / step },
    });
    expect(gan.config).toMatchObject({
      loss: { name: 'leastSquares', real: 0.9, fake: 0, generator: 1 },
      penalties: [{ name: 'r1', weight: 5 }, { opaque: 'mine' }],
      augmentation: { name: 'translation', pixels: 2, background: -1 },
      generator: { filters: [4], normalization: 'none', redundantBiases: false, initializer: { name: 'fanInUniform' } },
      learningRate: { generator: 1e-3, discriminator: { opaque: 'discriminator' } },
    });
    const brought = new DCGAN({ generator: gan.generator, discriminator: { network: gan.discriminator, spectral: true } });
    expect(brought.config).toMatchObject({
      discriminator: {
        variables: { 'down1/kernel': [4, 4, 1, 3], 'down1/bias': [3], 'logit/kernel': [48, 1], 'logit/bias': [1] },
        spectral: true,
      },
    });
    for (const each of [brought, gan]) each.dispose();
  });
});
