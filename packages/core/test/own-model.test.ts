import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import * as core from '../src/index.js';
import { modelContract } from '../src/testing.js';
import { onEachBackend } from './backends.js';
import { codeBlocks, runBlock } from './code-blocks.js';

const modules = { '@genlab/core': core, '@tensorflow/tfjs-core': tf, '@tensorflow/tfjs-layers': tfl };
const [autoencoder] = codeBlocks(new URL('../../../docs/guides/own-model.md', import.meta.url)) as [string];

onEachBackend('the guide to a model of one’s own', () => {
  it('trains its autoencoder as far as it says, and leaks nothing', async () => {
    const before = tf.memory().numTensors;
    const { losses, model, points } = (await runBlock(autoencoder, modules, ['losses', 'model', 'points'])) as {
      losses: number[];
      model: core.Model<core.Batch>;
      points: tf.Tensor;
    };
    expect(losses[0]).toBeGreaterThan(0.2);
    expect(losses.at(-1)).toBeLessThan(0.002);
    model.dispose();
    points.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('makes a model that keeps to the contract, and that is saved, killed and resumed', async () => {
    const { Autoencoder, model, points } = (await runBlock(autoencoder, modules, ['Autoencoder', 'model', 'points'])) as {
      Autoencoder: new (seed: number) => core.Model<core.Batch>;
      model: core.Model<core.Batch>;
      points: tf.Tensor;
    };
    const data = core.inMemory({ x: points });
    for (const [name, check] of Object.entries(modelContract({ make: () => new Autoencoder(7), data }))) {
      await check().catch((error: Error) => expect.fail(`${name}: ${error.message}`));
    }
    const [store, whole] = [core.memory(), core.memory()];
    const options = { steps: 30, batchSize: 32, checkpoint: { everySteps: 10 } };
    const train = async (given: Partial<core.TrainOptions>) => {
      const each = new Autoencoder(7);
      await core.train(each, data, { ...options, ...given }).finally(() => each.dispose());
    };
    const kill = ({ step }: { readonly step: number }) => (step === 25 ? Promise.reject(new Error('killed')) : undefined);
    await expect(train({ store, on: { stepEnd: kill } })).rejects.toThrow('killed');
    await train({ store, on: { start: ({ step }) => expect(step).toBe(20) } });
    await train({ store: whole });
    expect((await core.loadCheckpoint(store)).tensors).toEqual((await core.loadCheckpoint(whole)).tensors);
    model.dispose();
    points.dispose();
  });
});
