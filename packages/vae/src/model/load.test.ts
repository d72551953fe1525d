import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inMemory, memory, train } from '@genlab/core';
import { folder } from '@genlab/core/node';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { onEachBackend } from '../../../core/test/backends.js';
import { bernoulli } from '../likelihoods/bernoulli.js';
import { gaussian } from '../likelihoods/gaussian.js';
import type { Likelihood } from '../likelihoods/likelihood.js';
import { conv1dBody } from '../networks/convolution-body.js';
import { HierarchicalDecoder } from '../networks/decoder.js';
import { denseBody } from '../networks/dense-body.js';
import { targetRate } from '../objective/target-rate.js';
import { HierarchicalVAE } from './hierarchical-vae.js';
import type { HierarchicalVAEOptions } from './options.js';

const body = denseBody({ units: [6] });
const small: HierarchicalVAEOptions = {
  dataShape: [4, 3],
  latentDims: [2, 3],
  encoder: { body, hidden: [4] },
  decoder: { body, hidden: [4], width: 4 },
  seed: 2,
};
const cells = Float32Array.from({ length: 12 * 12 }, (_, i) => Number(Math.sin(i * i) > 0));
const data = inMemory({ x: { data: cells, shape: [12, 4, 3] }, labels: Int32Array.from({ length: 12 }, (_, i) => i % 3) });
const read = (make: () => tf.Tensor) => tf.tidy(() => [...make().dataSync()]);
const stateOf = (vae: HierarchicalVAE) =>
  Object.fromEntries(Object.entries(vae.state().tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]));

const kinds: Record<string, HierarchicalVAEOptions> = {
  'the defaults': {},
  'with classes, a learned variance and a target rate': { classes: 3, likelihood: gaussian(), beta: targetRate({ nats: [1, 0.5] }) },
  'the study\u2019s wiring, unaveraged': {
    encoder: { body: conv1dBody({ filters: [3, 4] }), inference: 'bottomUp', hidden: [4] },
    decoder: { body: conv1dBody({ filters: [3, 4] }), prior: 'standard', reads: 'lowest' },
    averaging: 0,
  },
};

onEachBackend('HierarchicalVAE.load', () => {
  const save = async (options: HierarchicalVAEOptions = {}, store = memory()) => {
    const vae = new HierarchicalVAE({ ...small, ...options });
    await train(vae, data, { steps: 3, batchSize: 4, store });
    return { store, vae };
  };

  it.each(Object.keys(kinds))(
    'gives back the VAE of a saved training, which says the same to the bit without its data: %s',
    async (kind) => {
      const scratch = mkdtempSync(join(tmpdir(), 'genlab-vae-'));
      try {
        const { vae } = await save(kinds[kind], folder(scratch));
        const before = tf.memory().numTensors;
        const loaded = await HierarchicalVAE.load(folder(scratch));
        expect(stateOf(loaded)).toEqual(stateOf(vae));
        const x = tf.tensor3d(cells, [12, 4, 3]);
        const asked: ((of: HierarchicalVAE) => tf.Tensor)[] = [
          (of) => of.sample({ n: 5, seed: 3 }),
          (of) => of.sample({ n: 5, seed: 4, output: 'draw', temperature: [0.5, 2] }),
          (of) => of.reconstruct(x),
          (of) => of.vary(x, { seed: 1 }),
          (of) =>
            tf.concat(
              of.encode(x, { seed: 5 }).flatMap((level) => Object.values(level)),
              1,
            ),
        ];
        for (const ask of asked) expect(read(() => ask(loaded))).toEqual(read(() => ask(vae)));
        expect((await loaded.elbo(x)).elbo).toBe((await vae.elbo(x)).elbo);
        loaded.dispose();
        x.dispose();
        expect(tf.memory().numTensors).toBe(before);
        vae.dispose();
      } finally {
        rmSync(scratch, { recursive: true });
      }
    },
  );

  it('goes on with the training to the same bits', async () => {
    const { store, vae } = await save({ classes: 3, beta: 0.5 });
    const loaded = await HierarchicalVAE.load(store);
    for (const model of [vae, loaded]) await train(model, data, { steps: 2, batchSize: 4, seed: 9 });
    expect(stateOf(loaded)).toEqual(stateOf(vae));
    vae.dispose();
    loaded.dispose();
  });

  it('loads one with code of its user\u2019s own to draw from, and to train on once it is given again', async () => {
    const beta = (step: number) => Math.min(1, step / 10);
    const { store, vae } = await save({ beta });
    const drawing = await HierarchicalVAE.load(store);
    expect(read(() => drawing.sample({ n: 2 }))).toEqual(read(() => vae.sample({ n: 2 })));
    await expect(train(drawing, data, { steps: 1 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: HierarchicalVAE.step: expected a VAE with its whole recipe, got one loaded without beta. Give HierarchicalVAE.load what was code of your own.]`,
    );
    const training = await HierarchicalVAE.load(store, { beta });
    await train(training, data, { steps: 1, batchSize: 4 });
    for (const each of [vae, drawing, training]) each.dispose();
  });

  it('asks for bodies, decoders and likelihoods of its user\u2019s own, and takes them', async () => {
    const own = tfl.sequential({ layers: [tfl.layers.flatten({ inputShape: [4, 3] }), tfl.layers.dense({ units: 5, name: 'own' })] });
    const likelihood: Likelihood = { ...bernoulli(), config: { name: 'mine' } };
    const { store, vae } = await save({ encoder: { body: own, hidden: [4] }, likelihood });
    const before = tf.memory().numTensors;
    await expect(HierarchicalVAE.load(store)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: HierarchicalVAE.load: expected the encoder's body in the options, as it was code of one's own, got none.]`,
    );
    await expect(HierarchicalVAE.load(store, { encoder: { body: own } })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: HierarchicalVAE.load: expected the likelihood in the options, as it was code of one's own, got none.]`,
    );
    const decoder = new HierarchicalDecoder({ dataShape: [4, 3], latentDims: [2, 3], body, hidden: [4], width: 4 });
    const loaded = await HierarchicalVAE.load(store, { encoder: { body: own }, decoder, likelihood });
    expect(read(() => loaded.sample({ n: 2 }))).toEqual(read(() => vae.sample({ n: 2 })));
    loaded.dispose();
    decoder.dispose();
    expect(tf.memory().numTensors).toBe(before);
    vae.dispose();
    own.dispose();
  });

  it('says what a store lacks, and leaves nothing behind', async () => {
    const { store, vae } = await save();
    vae.dispose();
    const before = tf.memory().numTensors;
    await expect(HierarchicalVAE.load(memory())).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: loadCheckpoint: expected a checkpoint in memory, got none.]`,
    );
    await expect(HierarchicalVAE.load(store, { latentDims: [2, 4] })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: HierarchicalVAE.restore: expected encoder/posterior1/mean/kernel to be float32 [4,4], got float32 [4,3]. Was the state taken of a model with the same options?]`,
    );
    await expect(HierarchicalVAE.load(store, { which: 'best' })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: loadCheckpoint: expected a best checkpoint in memory, got none. Was train given the option best?]`,
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
