import { type Batch, inMemory, type Model, Rng, stepContext, train, variablesOf } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect, expectTypeOf, it } from 'vitest';
import { onEachBackend } from '../../../core/test/backends.js';
import { translation } from '../augmentation.js';
import { hinge } from '../losses/hinge.js';
import { leastSquares } from '../losses/least-squares.js';
import { nonSaturating } from '../losses/non-saturating.js';
import { relativistic } from '../losses/relativistic.js';
import { wasserstein } from '../losses/wasserstein.js';
import { gaussian } from '../networks/gaussian.js';
import { Generator } from '../networks/generator.js';
import { gradientPenalty, r1, r2 } from '../penalties.js';
import { DCGAN } from './dcgan.js';
import type { DCGANOptions } from './options.js';

const initializer = gaussian({ stddev: 0.2 });
const small = (options: Partial<DCGANOptions> = {}) =>
  new DCGAN({
    imageShape: [8, 8, 1],
    latentDim: 4,
    generator: { filters: [4, 3], initializer },
    discriminator: { filters: [3, 4], initializer },
    ...options,
  });

const images = (n: number, channels = 1) => {
  const data = tf.tidy(() => tf.tanh(new Rng(1).normal([n, 8, 8, channels])).dataSync());
  return { data, shape: [n, 8, 8, channels] };
};
const labels = (n: number) => Int32Array.from({ length: n }, (_, i) => i % 3);

/** Every weight of both networks, as plain numbers. */
const weightsOf = (gan: DCGAN) =>
  [gan.generator, gan.discriminator].flatMap((network) => {
    const { trainable, fixed } = variablesOf(network);
    return Object.values({ ...trainable, ...fixed }).map((variable) => [...variable.dataSync()]);
  });
const read = (x: tf.Tensor) => [...x.dataSync()];

/** Lengths of all weights of a small GAN with seed 4 after 5 steps, by tfjs's cpu backend on Node 20. */
const fiveStepsOn = [
  1.53637229, 2.00004581, 0.00127334, 2.74906067, 1.73126489, 0.00102678, 1.31720057, 0.00097752, 0.05269004, 1.27895272, 0.10039402,
  1.16890661, 1.26423069, 0.00138978, 2.78861267, 0.00159521, 0.89388969, 0,
];

const kinds: Record<string, Partial<DCGANOptions>> = {
  'the defaults': {},
  'non-saturating, smoothed': { loss: nonSaturating({ smoothing: 0.1 }) },
  'least squares': { loss: leastSquares() },
  wasserstein: { loss: wasserstein(), discriminatorSteps: 2 },
  'wasserstein with a gradient penalty': {
    loss: wasserstein(),
    penalties: [gradientPenalty()],
    discriminator: { filters: [3, 4], normalization: 'none', initializer },
  },
  'relativistic with R1 and R2': {
    loss: relativistic(),
    penalties: [r1({ weight: 1 }), r2({ weight: (step) => 1 / (1 + step) })],
    discriminator: { filters: [3, 4], normalization: 'none', initializer },
  },
  'the study’s': {
    loss: nonSaturating(),
    generator: { filters: [4, 3], normalization: 'batchPerUnit', redundantBiases: true, initializer },
    discriminator: { filters: [3, 4], normalization: 'batch', dropout: 0.25, redundantBiases: true, initializer },
    averaging: 0,
  },
  conditional: { classes: 3, loss: hinge() },
  'translated, latents used twice': { augmentation: translation(), freshLatents: false },
};

onEachBackend('DCGAN', (backend) => {
  it('is a model: trains, samples, and frees what it made', async () => {
    expectTypeOf<DCGAN>().toExtend<Model<Batch>>();
    const before = tf.memory().numTensors;
    const gan = small();
    const made = tf.memory().numTensors;
    const history = await train(gan, inMemory({ x: images(12) }), { steps: 3, batchSize: 4, logEvery: 2 });
    expect(Object.keys(history.logs[0]?.values ?? {}).sort()).toEqual([
      'discriminatorGradientNorm',
      'discriminatorLoss',
      'fakeLogit',
      'generatorGradientNorm',
      'generatorLoss',
      'realLogit',
    ]);
    expect(tf.memory().numTensors).toBe(made);
    gan.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(Object.keys(kinds))('%s: 50 steps change both networks, stay finite, and leak nothing', (name) => {
    const gan = small(kinds[name]);
    const data = inMemory({ x: images(12), labels: labels(12) });
    const batch = data.batch(Int32Array.of(0, 1, 2, 3));
    const start = weightsOf(gan);
    const held = () => [tf.memory().numTensors, tf.memory().numBytes, (tf.memory() as { liveBytes?: number }).liveBytes];
    const step = (i: number) => tf.dispose(tf.tidy(() => gan.step(batch, stepContext(new Rng(i), i))) as never);
    step(0);
    const after = held();
    for (let i = 1; i < (backend === 'genlab' ? 50 : 10); i++) step(i);
    expect(held()).toEqual(after);
    const end = weightsOf(gan);
    expect(end.flat().every(Number.isFinite)).toBe(true);
    // Real and fake logits can push the very last bias to and fro in balance; everything else moves.
    const still = end.filter((weight, i) => weight.length > 1 && JSON.stringify(weight) === JSON.stringify(start[i]));
    expect(still).toEqual([]);
    gan.dispose();
  });

  it.each(Object.keys(kinds))('%s: one seed gives one run, bit for bit, and another seed another', async (name) => {
    const run = async (seed?: number) => {
      const gan = small({ ...kinds[name], seed });
      const data = inMemory({ x: images(12), labels: labels(12) });
      await train(gan, data, { steps: 3, batchSize: 4 });
      const drawn = gan.sample({ n: 2, seed: 0 });
      const result = [...weightsOf(gan), read(drawn)];
      drawn.dispose();
      gan.dispose();
      return result;
    };
    const first = await run(0);
    expect(await run()).toEqual(first); // 0 is the default, and a seed
    expect(await run(1)).not.toEqual(first);
  });

  it('gives another engine and another backend the same weights to 1e-6, five steps on', async () => {
    const gan = small({ seed: 4 });
    await train(gan, inMemory({ x: images(12) }), { steps: 5, batchSize: 4 });
    const norms = weightsOf(gan).map((weight) => Math.hypot(...weight));
    norms.forEach((norm, i) => {
      expect(Math.abs(norm - (fiveStepsOn[i] as number))).toBeLessThan(1e-6);
    });
    expect(norms).toHaveLength(fiveStepsOn.length);
    gan.dispose();
  });

  it('samples in evaluation mode: an image depends on its own latents and label only', () => {
    const gan = small({ classes: 3 });
    const before = tf.memory().numTensors;
    const drawn = gan.sample({ n: 5, seed: 3 });
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(drawn.shape).toEqual([5, 8, 8, 1]);
    const latents = gan.latents({ n: 5, seed: 3 });
    const [first] = tf.split(latents, 5) as [tf.Tensor2D];
    const alone = gan.generate(first, { labels: [0] });
    read(alone).forEach((value, i) => {
      expect(value).toBeCloseTo(drawn.dataSync()[i] as number, 6);
    });
    expect(read(gan.sample({ n: 1, seed: 3, labels: [2] }))).not.toEqual(read(alone));
    expect(read(gan.sample({ n: 5, seed: 4 }))).not.toEqual(read(drawn));
    gan.dispose();
  });

  it('samples many images in parts that fit together', () => {
    const gan = small({ classes: 3 });
    const many = gan.sample({ n: 130 });
    const few = gan.generate(tf.slice(gan.latents({ n: 130 }), [126, 0], [4, -1]), { labels: [0, 1, 2, 0] });
    read(few).forEach((value, i) => {
      expect(value).toBeCloseTo(many.dataSync()[126 * 64 + i] as number, 6);
    });
    gan.dispose();
  });

  it('draws from the average of the generator, which lags behind it', () => {
    const [lagging, live] = [small({ averaging: 0.999 }), small({ averaging: 0 })];
    const batch = inMemory({ x: images(4) }).batch(Int32Array.of(0, 1, 2, 3));
    expect(read(lagging.sample({ n: 1 }))).toEqual(read(live.sample({ n: 1 })));
    for (const gan of [lagging, live]) for (let i = 0; i < 3; i++) gan.step(batch, stepContext(new Rng(i), i));
    expect(weightsOf(lagging)).toEqual(weightsOf(live));
    expect(read(lagging.sample({ n: 1 }))).not.toEqual(read(live.sample({ n: 1 })));
  });

  it.each(['the defaults', 'the study’s', 'conditional'])(
    '%s: exports networks that load with loadLayersModel and give the same numbers',
    async (name) => {
      const gan = small(kinds[name]);
      await train(gan, inMemory({ x: images(12), labels: labels(12) }), { steps: 3, batchSize: 4 });
      const before = tf.memory().numTensors;
      const reload = async (exported: tfl.LayersModel) => {
        let artifacts: tf.io.ModelArtifacts | undefined;
        const saver = tf.io.withSaveHandler(async (saved) => {
          artifacts = saved;
          return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } };
        });
        await exported.save(saver);
        exported.dispose();
        return tfl.loadLayersModel(tf.io.fromMemory(artifacts as tf.io.ModelArtifacts));
      };
      const [generator, discriminator] = [await reload(await gan.exportGenerator()), await reload(await gan.exportDiscriminator())];
      const classes = gan.classes === undefined ? [] : [tf.tensor2d([0, 1, 2], [3, 1], 'int32')];
      const drawn = gan.sample({ n: 3, seed: 8 });
      const again = generator.predict([gan.latents({ n: 3, seed: 8 }), ...classes]) as tf.Tensor;
      read(again).forEach((value, i) => {
        expect(value).toBeCloseTo(drawn.dataSync()[i] as number, 5);
      });
      const judged = discriminator.predict([drawn, ...classes]) as tf.Tensor;
      expect(read(judged).every(Number.isFinite)).toBe(true);
      generator.dispose();
      discriminator.dispose();
      expect(tf.memory().numTensors).toBe(before + 4 + classes.length); // drawn, its latents, again, judged
      gan.dispose();
    },
  );

  it('takes networks of one’s own, and leaves them to their maker', async () => {
    const generator = tfl.sequential({
      layers: [
        tfl.layers.dense({ inputShape: [6], units: 4 * 4 * 2, activation: 'relu' }),
        tfl.layers.reshape({ targetShape: [4, 4, 2] }),
        tfl.layers.upSampling2d({}),
        tfl.layers.conv2d({ filters: 1, kernelSize: 3, padding: 'same', activation: 'tanh' }),
      ],
    });
    const discriminator = tfl.sequential({ layers: [tfl.layers.flatten({ inputShape: [8, 8, 1] }), tfl.layers.dense({ units: 1 })] });
    const before = tf.memory().numTensors;
    const gan = new DCGAN({ generator, discriminator });
    expect([gan.latentDim, gan.imageShape]).toEqual([6, [8, 8, 1]]);
    const history = await train(gan, inMemory({ x: images(8) }), { steps: 2, batchSize: 4 });
    expect(history.last('generatorGradientNorm')).toBeGreaterThan(0);
    gan.dispose();
    const bounded = new DCGAN({ generator, discriminator: { network: discriminator, spectral: true }, loss: wasserstein() });
    await train(bounded, inMemory({ x: images(8) }), { steps: 2, batchSize: 4 });
    bounded.dispose();
    expect(tf.memory().numTensors).toBe(before);
    const ready = new Generator({ imageShape: [8, 8, 1], latentDim: 4, filters: [3], classes: 3 });
    const conditional = new DCGAN({ generator: ready, discriminator: { filters: [3] } });
    expect([conditional.classes, conditional.generator]).toEqual([3, ready.network]);
    conditional.dispose();
    ready.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(generator.predict(tf.ones([1, 6]))).toBeDefined();
  });

  it('computes no gradient that neither network uses', async () => {
    const gan = small({ averaging: 0 });
    const batch = inMemory({ x: images(4) }).batch(Int32Array.of(0, 1, 2, 3));
    const { kernelNames, kernels } = await tf.profile(() => tf.tidy(() => gan.step(batch, stepContext(new Rng(1), 0))) as never);
    const count = (name: string) => kernels.filter((kernel) => kernel.name === name).length;
    expect(kernelNames).not.toContain('FusedConv2D');
    // Two convolutions in the discriminator, two transposed ones in the generator. Filters: 2 real + 2 fake of D, 2 of G.
    expect(count('Conv2DBackpropFilter')).toBe(6);
    // G forward in both updates: 2 + 2. D back to its second layer, real and fake: 1 + 1. In G's update D down to the image: 2.
    expect(count('Conv2DBackpropInput')).toBe(8);
    // D forward: 2 real + 2 fake + 2 in G's update. G back through its transposed convolutions: 2.
    expect(count('Conv2D')).toBe(8);
    gan.dispose();
  });

  it('says what it expected, and updates and leaks nothing then', () => {
    const gan = small({ classes: 3 });
    const start = weightsOf(gan);
    const before = tf.memory().numTensors;
    const [x, oneLabel] = [tf.zeros([2, 8, 8, 1]), tf.tensor1d([1], 'int32')];
    const context = stepContext(new Rng(1), 0);
    expect(() => gan.step({ x: tf.tidy(() => tf.zeros([2, 8, 6, 1])) }, context)).toThrowErrorMatchingInlineSnapshot(
      `[Error: DCGAN.step: expected images of shape [batch, 8, 8, 1], got [2, 8, 6, 1].]`,
    );
    expect(() => gan.step({ x }, context)).toThrowErrorMatchingInlineSnapshot(
      `[Error: DCGAN.step: expected 2 labels, as the GAN is conditional, got none.]`,
    );
    expect(() => gan.step({ x, labels: oneLabel }, context)).toThrowErrorMatchingInlineSnapshot(
      `[Error: DCGAN.step: expected 2 labels, as the GAN is conditional, got 1.]`,
    );
    expect(() => gan.sample({ n: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: DCGAN.sample.n: expected an integer >= 1, got 0.]`);
    expect(() => gan.sample({ n: 2, labels: [0, 3] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: DCGAN.generate: expected labels in [0, 3), got 3 at place 1.]`,
    );
    expect(() => gan.sample({ n: 2, labels: [0] })).toThrowErrorMatchingInlineSnapshot(
      `[Error: DCGAN.generate: expected 2 labels, as the GAN is conditional, got 1.]`,
    );
    expect(weightsOf(gan)).toEqual(start);
    gan.dispose();
    tf.dispose([x, oneLabel]);
    expect(tf.memory().numTensors).toBeLessThan(before);
  });

  it('says what is wrong with its options, and leaks nothing then', () => {
    const [generator, discriminator] = [
      tfl.sequential({ layers: [tfl.layers.dense({ inputShape: [6], units: 4 })] }),
      tfl.sequential({ layers: [tfl.layers.flatten({ inputShape: [8, 8, 1] }), tfl.layers.dense({ units: 2 })] }),
    ];
    const before = tf.memory().numTensors;
    expect(() => new DCGAN({})).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: DCGAN.imageShape: expected [height, width, channels], integers >= 1, got undefined.]`,
    );
    expect(() => new DCGAN({ imageShape: [8, 8, 1], generator: tfl.sequential({ name: 'bare' }) })).toThrowErrorMatchingInlineSnapshot(
      `[Error: DCGAN: expected a generator that is built, got bare. Give its first layer an inputShape.]`,
    );
    expect(() => new DCGAN({ generator })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: DCGAN.imageShape: expected [height, width, channels], integers >= 1, got [4].]`,
    );
    expect(() => small({ discriminator })).toThrowErrorMatchingInlineSnapshot(
      `[Error: DCGAN: expected a discriminator from [batch, 8, 8, 1] to [batch, 1], got one from [batch, 8, 8, 1] to [batch, 2].]`,
    );
    expect(() => small({ discriminator: { filters: [4, 4, 4, 4] } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Discriminator: expected an image height of at least 16 for 4 halvings, got 8. Shorten filters.]`,
    );
    expect(() => small({ averaging: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: DCGAN.averaging: expected a number in [0, 1), got 1.]`,
    );
    expect(() => small({ discriminatorSteps: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: DCGAN.discriminatorSteps: expected an integer >= 1, got 0.]`,
    );
    expect(() => small({ seed: 0.5 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: DCGAN.seed: expected an integer >= 0, got 0.5.]`);
    expect(() => small({ adam: { beta1: 1 } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: DCGAN.adam.beta1: expected a number in [0, 1), got 1.]`,
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
