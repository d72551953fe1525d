import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inMemory, memory, rollback, train, verifyResume } from '@genlab/core';
import { layersFolder } from '@genlab/core/node';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { onEachBackend } from '../../../core/test/backends.js';
import { translation } from '../augmentation.js';
import { hinge } from '../losses/hinge.js';
import { leastSquares } from '../losses/least-squares.js';
import { nonSaturating } from '../losses/non-saturating.js';
import { relativistic } from '../losses/relativistic.js';
import { wasserstein } from '../losses/wasserstein.js';
import { gaussian } from '../networks/gaussian.js';
import { gradientPenalty, r1 } from '../penalties.js';
import { DCGAN } from './dcgan.js';
import type { DCGANOptions } from './options.js';

const losses = { nonSaturating, leastSquares, hinge, wasserstein, relativistic };
const small: DCGANOptions = { imageShape: [8, 8, 1], latentDim: 4, generator: { filters: [4] }, discriminator: { filters: [3] }, seed: 2 };
const data = inMemory({
  x: { data: Float32Array.from({ length: 10 * 64 }, (_, i) => Math.sin(i * i)), shape: [10, 8, 8, 1] },
  labels: Int32Array.from({ length: 10 }, (_, i) => i % 3),
});
const read = (x: tf.Tensor) => [...x.dataSync()];
const stateOf = (gan: DCGAN) => Object.fromEntries(Object.entries(gan.state().tensors).map(([name, x]) => [name, read(x)]));

/** Every loss; with and without averaging, spectral normalisation and classes. */
const kinds: [string, Partial<DCGANOptions>][] = Object.entries(losses).flatMap(([name, loss], i) => [
  [`${name}, spectral, averaged`, { loss: loss() }],
  [
    `${name}, conditional, batch normalisation`,
    { loss: loss(), classes: 3, averaging: 0, discriminator: { filters: [3, 4], normalization: 'batch' } },
  ],
  ...(i === 0
    ? ([
        [
          'with everything else',
          {
            classes: 3,
            augmentation: translation(),
            penalties: [r1({ weight: (step) => 1 / (step + 1) }), gradientPenalty()],
            discriminatorSteps: 2,
            discriminator: { filters: [3], dropout: 0.5 },
            guard: { clipNorm: 1, skipNorm: 10 },
          },
        ],
      ] as [string, Partial<DCGANOptions>][])
    : []),
]);

onEachBackend('a DCGAN that is stopped and resumed', () => {
  it.each(kinds)('%s: ends with the same bits', async (_, options) => {
    expect(await verifyResume(() => new DCGAN({ ...small, ...options }), data, 3, { batchSize: 4 })).toBeUndefined();
  });

  it.each(kinds)('%s: is rolled back to the bits it had', async (_, options) => {
    const gan = Object.assign(new DCGAN({ ...small, ...options, learningRate: 1e-3 }), { capturable: false }); // a step below is unlike the others
    const step = gan.step.bind(gan);
    const kept: ReturnType<typeof stateOf>[] = [];
    let calls = 0;
    gan.step = (batch, context) => {
      calls++;
      if (calls === 4) expect(stateOf(gan)).toEqual(kept[0]); // step 3 again
      const logs = step(batch, context);
      return calls === 3 ? { ...logs, generatorLoss: tf.scalar(Number.NaN) } : logs;
    };
    const stepEnd = ({ step: at }: { readonly step: number }) => void (at === 2 && kept.push(stateOf(gan)));
    const before = tf.memory().numTensors;
    const history = await train(gan, data, {
      steps: 4,
      batchSize: 4,
      logEvery: 1,
      checkpoint: { everySteps: 2 },
      nonFinite: rollback(),
      on: { stepEnd },
    });
    expect([calls, kept.length]).toEqual([5, 1]);
    expect(history.faults).toEqual({ skipped: 0, rollbacks: 1 });
    expect(history.logs.map((entry) => entry.step)).toEqual([1, 2, 3, 4]);
    expect(tf.memory().numTensors).toBe(before);
    gan.dispose();
  });
});

onEachBackend('DCGAN.load', () => {
  const save = async (options: Partial<DCGANOptions> = {}) => {
    const store = memory();
    const gan = new DCGAN({ ...small, ...options });
    await train(gan, data, { steps: 3, batchSize: 4, store });
    return { store, gan };
  };

  it('gives back the GAN of a saved training, that draws the same without its data', async () => {
    const { store, gan } = await save({
      classes: 3,
      loss: leastSquares({ real: 0.9 }),
      generator: { filters: [4], initializer: gaussian({ stddev: 0.1 }) },
    });
    const before = tf.memory().numTensors;
    const loaded = await DCGAN.load(store);
    for (const options of [
      { n: 3, seed: 5 },
      { n: 2, label: 1 },
      { n: 2, labels: [2, 0], temperature: 0.5 },
    ]) {
      expect(read(loaded.sample(options))).toEqual(read(gan.sample(options)));
    }
    expect(stateOf(loaded)).toEqual(stateOf(gan));
    expect((loaded.config as { loss: unknown }).loss).toEqual({ name: 'leastSquares', real: 0.9, fake: 0, generator: 1 });
    loaded.dispose();
    expect(tf.memory().numTensors).toBe(before + 6);
    gan.dispose();
  });

  it('loads one with code of its user’s own to draw from, and to train on once it is given again', async () => {
    const rate = (step: number) => 1e-3 / (step + 1);
    const { store, gan } = await save({ learningRate: rate });
    const drawing = await DCGAN.load(store);
    expect(read(drawing.sample({ n: 1 }))).toEqual(read(gan.sample({ n: 1 })));
    await expect(train(drawing, data, { steps: 1 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: DCGAN.step: expected a GAN with its whole recipe, got one loaded without learningRate. Give DCGAN.load what was code of your own.]`,
    );
    const training = await DCGAN.load(store, { learningRate: rate });
    expect(training.config).toEqual({ ...(gan.config as object), generator: (training.config as { generator: unknown }).generator });
    await train(training, data, { steps: 1, batchSize: 4 });
    for (const each of [gan, drawing, training]) each.dispose();
  });

  it('asks for networks of its user’s own', async () => {
    const { store, gan } = await save();
    const bring = { generator: gan.generator, discriminator: gan.discriminator };
    const other = memory();
    const brought = new DCGAN({ ...bring, seed: 1 });
    await train(brought, data, { steps: 1, batchSize: 4, store: other });
    await expect(DCGAN.load(other)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: DCGAN.load: expected the generator in the options, as it was a network of one's own, got none.]`,
    );
    const loaded = await DCGAN.load(other, bring);
    expect(read(loaded.sample({ n: 1 }))).toEqual(read(brought.sample({ n: 1 })));
    await expect(DCGAN.load(memory())).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: loadCheckpoint: expected a checkpoint in memory, got none.]`,
    );
    await expect(DCGAN.load(store, { which: 'best' })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: loadCheckpoint: expected a best checkpoint in memory, got none. Was train given the option best?]`,
    );
    await expect(DCGAN.load(store, { which: 2 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: memory: expected an entry run-1-step-00000002, got none.]`,
    );
    for (const each of [loaded, brought, gan]) each.dispose();
  });

  it('writes its networks for loadLayersModel', async () => {
    const { gan } = await save();
    const scratch = mkdtempSync(join(tmpdir(), 'genlab-layers-'));
    try {
      const before = tf.memory().numTensors;
      await gan.exportLayers(layersFolder(scratch));
      expect(tf.memory().numTensors).toBe(before);
      const [generator, discriminator] = [
        await tfl.loadLayersModel(layersFolder(scratch)('generator')),
        await tfl.loadLayersModel(layersFolder(scratch)('discriminator')),
      ];
      const drawn = gan.sample({ n: 2, seed: 3 });
      const again = generator.predict(gan.latents({ n: 2, seed: 3 })) as tf.Tensor;
      read(again).forEach((value, i) => {
        expect(value).toBeCloseTo(drawn.dataSync()[i] as number, 5);
      });
      expect((discriminator.predict(again) as tf.Tensor).shape).toEqual([2, 1]);
    } finally {
      rmSync(scratch, { recursive: true });
    }
    gan.dispose();
  });
});
