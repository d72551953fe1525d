import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from '../../test/backends.js';
import type { Dataset } from '../data/dataset.js';
import { type Batch, inMemory } from '../data/in-memory.js';
import { train } from './train.js';

beforeAll(useCpu);

const atOnce = inMemory({ x: { data: Array.from({ length: 10 }, (_, i) => i), shape: [10, 1] } });

/** The same items after a while, and a note of when they were asked for. */
function slow(told: string[], fail?: number): Dataset<Batch> {
  let asked = 0;
  return {
    length: 10,
    async batch(indices) {
      const call = ++asked;
      told.push(`asked ${call}`);
      await new Promise((resolve) => setTimeout(resolve, 3));
      if (call === fail) throw new Error(`photo-${indices[0]}.png: expected 28 x 28 pixels, got 30 x 28.`);
      return atOnce.batch(indices);
    },
  };
}

function rememberer(told: string[]) {
  const seen: number[][] = [];
  return {
    seen,
    step({ x }: Batch) {
      seen.push([...x.dataSync()]);
      told.push(`step ${seen.length}`);
      return {};
    },
    dispose() {},
  };
}

describe('train on batches that take time', () => {
  it('asks for the next batch before it makes a step, sees the same items in the same order, and leaks nothing', async () => {
    const now = rememberer([]);
    const told: string[] = [];
    const before = tf.memory().numTensors;
    await train(now, atOnce, { steps: 5, batchSize: 4, seed: 3 });
    const patient = rememberer(told);
    await train(patient, slow(told), { steps: 5, batchSize: 4, seed: 3 });
    expect(patient.seen).toEqual(now.seen);
    expect(told).toEqual(['asked 1', 'asked 2', 'step 1', 'asked 3', 'step 2', 'asked 4', 'step 3', 'asked 5', 'step 4', 'step 5']);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('frees the batch that is on its way when a step, a listener or the signal ends the training', async () => {
    const before = tf.memory().numTensors;
    const fail = (): never => {
      throw new Error('out of luck');
    };
    const broken = { ...rememberer([]), step: fail };
    await expect(train(broken, slow([]), { steps: 5, batchSize: 4 })).rejects.toThrow('out of luck');
    const stepEnd = () => {
      throw new Error('full disk');
    };
    await expect(train(rememberer([]), slow([]), { steps: 5, batchSize: 4, on: { stepEnd } })).rejects.toThrow('full disk');
    const stop = new AbortController();
    const model = rememberer([]);
    await train(model, slow([]), { steps: 5, batchSize: 4, signal: stop.signal, on: { stepEnd: () => stop.abort() } });
    expect(model.seen).toHaveLength(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('tells of a batch that can’t be had when it is its turn, not before', async () => {
    const told: string[] = [];
    await expect(train(rememberer(told), slow(told, 3), { steps: 5, batchSize: 4 })).rejects.toThrow(
      /^photo-\d\.png: expected 28 x 28 pixels, got 30 x 28\.$/,
    );
    expect(told).toEqual(['asked 1', 'asked 2', 'step 1', 'asked 3', 'step 2']);
  });
});

describe('train checks what it feeds', () => {
  it('refuses a rest that is too small for the model, before the first step', async () => {
    const model = { ...rememberer([]), smallestBatch: 2 };
    const message = (batchSize: number, lastBatch: 'drop' | 'keep') =>
      train(model, atOnce, { epochs: 1, batchSize, lastBatch }).then(
        () => 'trained',
        (error: Error) => error.message,
      );
    expect([await message(3, 'drop'), await message(4, 'keep'), await message(3, 'keep'), await message(1, 'drop')]).toMatchInlineSnapshot(`
      [
        "trained",
        "trained",
        "train: expected batches of at least 2 items, which this model needs, got 1: the rest of 10 items in batches of 3. Choose another batchSize, or lastBatch: 'drop'.",
        "train: expected batches of at least 2 items, which this model needs, got 1. Choose another batchSize, or lastBatch: 'drop'.",
      ]
    `);
  });

  it('shows every batch to the model before its step', async () => {
    const before = tf.memory().numTensors;
    const model = {
      ...rememberer([]),
      check({ x }: Batch) {
        if (x.dataSync().includes(7)) throw new RangeError('no sevens, please');
      },
    };
    await expect(train(model, atOnce, { epochs: 1, batchSize: 1 })).rejects.toThrow('no sevens, please');
    expect(model.seen.flat()).not.toContain(7);
    expect(tf.memory().numTensors).toBe(before);
  });
});
