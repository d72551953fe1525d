import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { useCpu } from '../../test/backends.js';
import type { Dataset } from '../data/dataset.js';
import { type Batch, inMemory } from '../data/in-memory.js';
import { gradients } from '../differentiation/gradients.js';
import { Adam } from '../optimizers/adam.js';
import type { TrainEvent } from './events.js';
import type { EndReason, History } from './history.js';
import type { Model } from './model.js';
import { train } from './train.js';

beforeAll(useCpu);

/** Learns the mean of the data, and remembers which items it saw. */
function meanModel(overrides: Partial<Model<Batch>> = {}) {
  const variables = { mean: tf.variable(tf.zeros([1])) };
  const adam = new Adam(variables);
  const seen: number[][] = [];
  const noise: number[] = [];
  return {
    mean: variables.mean,
    seen,
    noise,
    step(batch: Batch, context: Parameters<Model<Batch>['step']>[1]): Record<string, tf.Scalar> {
      seen.push([...batch.x.dataSync()]);
      noise.push(context.normal([1]).dataSync()[0] as number);
      const result = gradients(() => tf.mean(tf.square(tf.sub(batch.x, variables.mean))) as tf.Scalar, variables);
      adam.step(
        result.gradients,
        context.rate((step) => 0.1 / (1 + step / 10)),
      );
      return { loss: result.loss };
    },
    dispose() {
      adam.dispose();
      variables.mean.dispose();
    },
    ...overrides,
  };
}

const numbers = (n: number) => inMemory({ x: { data: Array.from({ length: n }, (_, i) => i), shape: [n, 1] } });

describe('train', () => {
  it('goes through the data in a new order every epoch, each item once, and learns', async () => {
    const model = meanModel();
    const history = await train(model, numbers(6), { epochs: 60, batchSize: 3, seed: 1 });
    expectTypeOf(history).toEqualTypeOf<History>();
    expect(model.seen).toHaveLength(120);
    for (let epoch = 0; epoch < 60; epoch++)
      expect(
        model.seen
          .slice(2 * epoch, 2 * epoch + 2)
          .flat()
          .sort(),
      ).toEqual([0, 1, 2, 3, 4, 5]);
    expect(model.seen.slice(0, 2)).not.toEqual(model.seen.slice(2, 4));
    expect(Math.abs((model.mean.dataSync()[0] as number) - 2.5)).toBeLessThan(1); // from 2.5 away
    expect(history.end).toBe('finished');
    expect(history.logs.map(({ step }) => step)).toEqual([1, ...Array.from({ length: 12 }, (_, i) => 10 * (i + 1))]);
    expect(history.last('loss')).toBe(history.series('loss').values.at(-1));
    expect(JSON.parse(JSON.stringify(history)).logs).toEqual(history.logs);
  });

  it('gives the same run for the same seed, seed 0 too, and for the seed of the model', async () => {
    const runs: unknown[] = [];
    for (const [options, seed] of [
      [{ seed: 0 }, undefined],
      [{ seed: 0 }, 5],
      [{ seed: 5 }, undefined],
      [{}, 5],
      [{}, undefined],
    ] as const) {
      const model = meanModel(seed === undefined ? {} : { seed });
      await train(model, numbers(10), { steps: 5, batchSize: 4, ...options });
      runs.push([model.seen, model.noise, [...model.mean.dataSync()]]);
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[3]).toEqual(runs[2]);
    expect(runs[4]).toEqual(runs[0]); // without any seed: 0
    expect(runs[2]).not.toEqual(runs[0]);
  });

  it('drops an epoch’s rest by default, or keeps it, and takes a small set whole', async () => {
    const sizes = async (n: number, options: object) => {
      const model = meanModel();
      await train(model, numbers(n), { epochs: 2, ...options });
      return model.seen.map(({ length }) => length);
    };
    expect(await sizes(7, { batchSize: 3 })).toEqual([3, 3, 3, 3]);
    expect(await sizes(7, { batchSize: 3, lastBatch: 'keep' })).toEqual([3, 3, 1, 3, 3, 1]);
    expect(await sizes(5, {})).toEqual([5, 5]);
  });

  it('tells its listeners, ready-made ones first, and keeps what evaluate returns', async () => {
    const told: string[] = [];
    const note = (name: string) => (event: TrainEvent) => {
      told.push(`${name} ${event.step}/${event.steps} epoch ${event.epoch}/${event.epochs}`);
    };
    const history = await train(meanModel(), numbers(4), {
      steps: 5,
      batchSize: 2,
      logEvery: 2,
      evaluateEvery: 2,
      sampleEvery: 4,
      listeners: [{ stepEnd: note('first') }],
      on: {
        stepEnd: ({ logs, step }) => {
          told.push(`second ${step} ${Object.keys(logs ?? {})}`);
        },
        epochEnd: note('epochEnd'),
        evaluate: async (event) => {
          note('evaluate')(event);
          return { modes: event.step };
        },
        sample: note('sample'),
        end: (event) => note(event.reason)(event),
      },
    });
    expect(told).toMatchInlineSnapshot(`
      [
        "first 1/5 epoch 1/3",
        "second 1 loss",
        "first 2/5 epoch 1/3",
        "second 2 loss",
        "epochEnd 2/5 epoch 1/3",
        "evaluate 2/5 epoch 1/3",
        "first 3/5 epoch 2/3",
        "second 3 ",
        "first 4/5 epoch 2/3",
        "second 4 loss",
        "epochEnd 4/5 epoch 2/3",
        "evaluate 4/5 epoch 2/3",
        "sample 4/5 epoch 2/3",
        "first 5/5 epoch 3/3",
        "second 5 loss",
        "evaluate 5/5 epoch 3/3",
        "sample 5/5 epoch 3/3",
        "finished 5/5 epoch 3/3",
      ]
    `);
    expect(history.series('modes')).toEqual({ steps: [2, 4, 5], values: [2, 4, 5] });
  });

  it('stops after the step in which its signal is aborted, and still returns what there is', async () => {
    const stop = new AbortController();
    const ends: EndReason[] = [];
    const model = meanModel();
    const history = await train(model, numbers(4), {
      steps: 1_000,
      batchSize: 2,
      signal: stop.signal,
      on: { stepEnd: ({ step }) => (step === 7 ? stop.abort() : undefined), end: ({ reason }) => void ends.push(reason) },
    });
    expect(model.seen).toHaveLength(7);
    expect(ends).toEqual(['aborted']);
    expect(history.end).toBe('aborted');
  });

  it('lets timers run between steps', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const slow = meanModel();
    const step = slow.step.bind(slow);
    slow.step = (batch, context) => {
      const until = performance.now() + 20;
      while (performance.now() < until);
      return step(batch, context);
    };
    await train(slow, numbers(4), { steps: 5, batchSize: 2 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThanOrEqual(3);
  });

  it('leaves no tensors behind, not even those a model forgot', async () => {
    const model = meanModel();
    const before = tf.memory().numTensors;
    await train(model, numbers(8), { epochs: 3, batchSize: 2 });
    expect(tf.memory().numTensors).toBe(before);
    model.step = () => {
      tf.square(tf.scalar(3));
      throw new Error('out of luck');
    };
    await expect(train(model, numbers(8), { steps: 1 })).rejects.toThrow('out of luck');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('reports numbers that are not finite, and ends there', async () => {
    const broken = meanModel({ step: () => ({ loss: tf.scalar(Number.NaN), norm: tf.scalar(1) }) });
    const nonFinite = vi.fn();
    await expect(train(broken, numbers(4), { steps: 3, batchSize: 2, on: { nonFinite } })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: train: expected finite logs at step 1, got loss NaN. Try lower learning rates.]`,
    );
    expect(nonFinite).toHaveBeenCalledTimes(1);
    expect(nonFinite.mock.calls[0]?.[0]).toMatchObject({ values: { loss: Number.NaN }, action: 'throw' });
    const strict = () => {
      throw new Error('diverged');
    };
    await expect(train(broken, numbers(4), { steps: 3, on: { nonFinite: strict } })).rejects.toThrow('diverged');
  });

  it('ends in peace where a listener aborts at such a number', async () => {
    const broken = meanModel({ step: () => ({ loss: tf.scalar(Number.NaN) }) });
    const stop = new AbortController();
    const history = await train(broken, numbers(4), { steps: 3, signal: stop.signal, on: { nonFinite: () => stop.abort() } });
    expect([history.end, history.last('loss'), history.logs.length]).toEqual(['aborted', Number.NaN, 1]);
  });

  it('trains a model without logs for no steps at all', async () => {
    const history = await train(meanModel({ step: () => ({}) }), numbers(4), { steps: 0 });
    expect(history.logs).toEqual([]);
    expect((await train(meanModel({ step: () => ({}) }), numbers(4), { steps: 1 })).logs[0]?.values).toEqual({});
  });

  it('says what it expected', async () => {
    const message = async (options: object, data: Dataset<Batch> = numbers(4)) =>
      train(meanModel(), data, options).then(
        () => 'no error',
        (error: Error) => error.message,
      );
    expect([
      await message({}),
      await message({ epochs: 1, steps: 1 }),
      await message({ epochs: -1 }),
      await message({ steps: 1.5 }),
      await message({ epochs: 1, batchSize: 0 }),
      await message({ epochs: 1, logEvery: 0 }),
      await message({ epochs: 1, seed: -1 }),
      await message({ epochs: 1 }, { ...numbers(4), length: 0 }),
    ]).toMatchInlineSnapshot(`
      [
        "train: expected either epochs or steps, got {}.",
        "train: expected either epochs or steps, got {"epochs":1,"steps":1}.",
        "train.epochs: expected an integer >= 0, got -1.",
        "train.steps: expected an integer >= 0, got 1.5.",
        "train.batchSize: expected an integer >= 1, got 0.",
        "train.logEvery: expected an integer >= 1, got 0.",
        "train.seed: expected an integer >= 0, got -1.",
        "train.data.length: expected an integer >= 1, got 0.",
      ]
    `);
  });
});
