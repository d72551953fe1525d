import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onEachBackend } from '../../test/backends.js';
import { LineModel, linePoints, numbersOf } from '../../test/line-model.js';
import { memory } from '../checkpoints/memory.js';
import type { Store } from '../checkpoints/store.js';
import type { Dataset } from '../data/dataset.js';
import type { Batch } from '../data/in-memory.js';
import type { CheckpointEvent, StartEvent } from './events.js';
import type { History } from './history.js';
import { type TrainOptions, train } from './train.js';

const options = { steps: 60, batchSize: 4, logEvery: 7, evaluateEvery: 20, checkpoint: { everySteps: 10 } };
const evaluate = ({ step }: { step: number }) => ({ score: Math.sin(step) });

/** Trains until a step, or to the end. */
async function trainUntil(
  step: number,
  {
    model = new LineModel(),
    data = linePoints() as Dataset<Batch>,
    ...others
  }: Partial<TrainOptions> & { model?: LineModel; data?: Dataset<Batch> } = {},
) {
  const stop = new AbortController();
  const starts: StartEvent[] = [];
  const history = await train(model, data, {
    ...options,
    signal: stop.signal,
    on: { start: (event) => void starts.push(event), evaluate, stepEnd: (event) => (event.step === step ? stop.abort() : undefined) },
    ...others,
  });
  const result = { history, numbers: numbersOf(model), start: starts[0] as StartEvent };
  model.dispose();
  return result;
}

/** A history without the clock. */
const timeless = ({ logs, evaluations, ...rest }: History) => ({
  logs: logs.map(({ seconds: _, ...entry }) => entry),
  evaluations: evaluations.map(({ seconds: _, ...entry }) => entry),
  ...rest,
});
const message = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: Error) => error.message,
  );

onEachBackend('train with a store', () => {
  it('goes on at the very step, and ends as if it had never stopped, history and all', async () => {
    const whole = await trainUntil(60);
    const store = memory();
    const before = tf.memory().numTensors;
    for (const stop of [1, 10, 23, 41, 60]) {
      const part = await trainUntil(stop, { store });
      expect(part.history.end).toBe(stop === 60 ? 'finished' : 'aborted');
      if (stop < 60) continue;
      expect(part.numbers).toEqual(whole.numbers);
      expect(timeless(part.history)).toEqual(timeless(whole.history));
      expect(part.start).toMatchObject({ step: 41, resumedFrom: 'run-1-step-00000041', damaged: [] });
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('keeps the last three checkpoints, or as many as one says, and tells of each', async () => {
    const told: string[] = [];
    const checkpoint = ({ entry, step, milliseconds }: CheckpointEvent) => {
      told.push(entry);
      expect([entry.endsWith(String(step)), milliseconds >= 0]).toEqual([true, true]);
    };
    const [three, one] = [memory(), memory()];
    await trainUntil(60, { store: three, steps: 40, listeners: [{ checkpoint }] });
    expect(told).toEqual([0, 10, 20, 30, 40].map((step) => `run-1-step-000000${String(step).padStart(2, '0')}`));
    expect(await three.list()).toEqual(told.slice(-3));
    await trainUntil(60, { store: one, checkpoint: { everySteps: 10, keepLast: 1 } });
    expect(await one.list()).toEqual(['run-1-step-00000060']);
  });

  it('without another word writes a checkpoint at the beginning, every minute, and at the end', async () => {
    const store = memory();
    await trainUntil(60, { store, checkpoint: {} });
    expect(await store.list()).toEqual(['run-1-step-00000000', 'run-1-step-00000060']);
    await trainUntil(60, { store, steps: 63, checkpoint: { everyMinutes: 1e-9 } });
    expect(await store.list()).toEqual([61, 62, 63].map((step) => `run-1-step-000000${step}`));
  });

  it('does not resume a run that is over, unless it is to be longer', async () => {
    const store = memory();
    await trainUntil(60, { store });
    expect(await message(trainUntil(60, { store }))).toMatchInlineSnapshot(
      `"train: expected a run in memory that is not over, got one that ended after 60 steps. Take a new store, or say forceNew: true, which keeps the old run beside the new one."`,
    );
    const longer = await trainUntil(80, { store, steps: 80 });
    expect(longer.start.step).toBe(60);
    expect(longer.numbers).toEqual((await trainUntil(80, { steps: 80 })).numbers);
  });

  it('refuses another model, other data and other options with a line for each difference, and changes nothing then', async () => {
    const store = memory();
    await trainUntil(30, { store });
    const model = new LineModel({ rate: 0.1 });
    const start = numbersOf(model);
    const tensors = tf.memory().numTensors;
    expect(await message(train(model, linePoints(), { ...options, batchSize: 5, lastBatch: 'keep', store }))).toMatchInlineSnapshot(`
      "train: expected what the run in memory was begun with, got something else. Take the same options or a new store, or say forceNew: true, which keeps the old run beside the new one.
        model.rate: 0.05 before, 0.1 now
        training.batchSize: 4 before, 5 now
        training.lastBatch: "drop" before, "keep" now"
    `);
    expect(numbersOf(model)).toEqual(start);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(await message(trainUntil(60, { store, data: linePoints(2) }))).toContain('data.fingerprint: "');
    expect(await message(trainUntil(60, { store, seed: 5 }))).toContain('training.seed: 0 before, 5 now');
    expect((await trainUntil(60, { store })).start.step).toBe(30);
  });

  it('begins anew where it is forced to, and keeps the old run', async () => {
    const store = memory();
    await trainUntil(30, { store });
    const forced = await trainUntil(15, { store, seed: 3, forceNew: true });
    expect(forced.start).toMatchObject({ step: 0, resumedFrom: undefined });
    expect((await store.list()).filter((entry) => entry.startsWith('run-1'))).toHaveLength(3);
    expect((await trainUntil(60, { store, seed: 3 })).start).toMatchObject({ step: 15, resumedFrom: 'run-2-step-00000015' });
  });

  it('passes over damaged checkpoints, says so, and never starts over in silence', async () => {
    const store = memory();
    await trainUntil(30, { store });
    await damage(store, 'run-1-step-00000030');
    const resumed = await trainUntil(25, { store });
    expect(resumed.start).toMatchObject({ step: 20, resumedFrom: 'run-1-step-00000020' });
    expect(resumed.start.damaged).toEqual([
      expect.stringMatching(/^run-1-step-00000030\/tensors.safetensors: expected the SHA-256 .* the file is damaged\.$/),
    ]);
    expect(await store.list()).toEqual([10, 20, 25].map((step) => `run-1-step-000000${step}`)); // the damaged one is gone, there is a better
    for (const entry of await store.list()) await damage(store, entry);
    expect(await message(trainUntil(60, { store }))).toContain(
      'expected a checkpoint that is whole, got 3 damaged: run-1-step-00000025/tensors',
    );
  });

  it('says what else is wrong', async () => {
    const store = memory();
    const bare = { step: () => ({}), dispose() {} };
    const unlock = await store.lock();
    expect([
      await message(trainUntil(1, { store })),
      await unlock(),
      await message(train(bare, linePoints(), { steps: 1, store })),
      await message(trainUntil(1, { store, checkpoint: { everySteps: 0 } })),
      await message(trainUntil(1, { store, checkpoint: { keepLast: 0.5 } })),
      await message(trainUntil(1, { store, checkpoint: { everyMinutes: 0 } })),
    ]).toMatchInlineSnapshot(`
      [
        "memory: expected a store that no training uses, got one in use.",
        undefined,
        "train: expected a model with state() and restore(), for its checkpoints, got one without.",
        "train.checkpoint.everySteps: expected an integer >= 1, got 0.",
        "train.checkpoint.keepLast: expected an integer >= 1, got 0.5.",
        "train.checkpoint.everyMinutes: expected a number > 0, got 0.",
      ]
    `);
    expect(await store.list()).toEqual([]);
    await (await store.lock())(); // it was given back each time
  });
});

async function damage(store: Store, entry: string): Promise<void> {
  const { 'tensors.safetensors': tensors, ...others } = (await store.read(entry)) as Record<string, Uint8Array>;
  const changed = Uint8Array.from(tensors as Uint8Array);
  changed[changed.length - 1] = 255 - (changed.at(-1) as number);
  await store.write(entry, { ...others, 'tensors.safetensors': changed });
}
