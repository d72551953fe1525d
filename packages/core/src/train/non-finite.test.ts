import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from '../../test/backends.js';
import { LineModel, linePoints, numbersOf } from '../../test/line-model.js';
import { memory } from '../checkpoints/memory.js';
import type { NonFiniteEvent } from './events.js';
import { rollback } from './non-finite.js';
import type { StepContext } from './step-context.js';
import { type TrainOptions, train } from './train.js';

beforeAll(useCpu);

/** Turns its loss and its weights into NaN at certain calls of `step`, counted from 1. */
class FragileModel extends LineModel {
  calls = 0;
  readonly rates: number[] = [];
  constructor(readonly breaks: (call: number) => boolean) {
    super();
  }

  override step(batch: Parameters<LineModel['step']>[0], context: StepContext) {
    this.calls++;
    this.rates.push(context.learningRate(1).dataSync()[0] as number);
    const logs = super.step(batch, context);
    if (!this.breaks(this.calls)) return logs;
    this.weights.slope.assign(tf.fill([2], Number.NaN));
    return { loss: tf.scalar(Number.NaN) };
  }
}

const run = async (breaks: (call: number) => boolean, options: Partial<TrainOptions>) => {
  const model = new FragileModel(breaks);
  const before = tf.memory().numTensors;
  const events: string[] = [];
  const nonFinite = ({ step, action }: NonFiniteEvent) => void events.push(`${action} at ${step}`);
  const result = { model, events, message: '', history: undefined as Awaited<ReturnType<typeof train>> | undefined };
  try {
    result.history = await train(model, linePoints(), { steps: 12, batchSize: 4, logEvery: 1, on: { nonFinite }, ...options });
  } catch (error) {
    result.message = (error as Error).message;
  }
  expect(tf.memory().numTensors).toBe(before);
  return result;
};

describe('train at numbers that are not finite', () => {
  it('throws by default, names them and the last checkpoint, and never saves a spoilt model', async () => {
    const store = memory();
    const { events, message } = await run((call) => call === 7, { store, checkpoint: { everySteps: 3 } });
    expect(events).toEqual(['throw at 7']);
    expect(message).toMatchInlineSnapshot(
      `"train: expected finite logs at step 7, got loss NaN. The last checkpoint was of step 6, in memory."`,
    );
    expect((await run(() => false, { store })).history?.end).toBe('finished');
  });

  it('sees them at a checkpoint, too, though the logs were not to be read', async () => {
    const store = memory();
    const { message } = await run((call) => call === 3, { store, checkpoint: { everySteps: 3 }, logEvery: 100 });
    expect(message).toContain('expected finite logs at step 3, got loss NaN');
    expect(await store.list()).toEqual(['run-1-step-00000000']);
  });

  it('skips such steps where it is told to: the model is as it was, and the next batch is trained on', async () => {
    const { model, events, history } = await run((call) => call === 4 || call === 5, { nonFinite: 'skip' });
    expect(events).toEqual(['skip at 4', 'skip at 5']);
    expect(history?.faults).toEqual({ skipped: 2, rollbacks: 0 });
    expect(history?.logs.map(({ step }) => step)).toEqual([1, 2, 3, 6, 7, 8, 9, 10, 11, 12]);
    expect([model.calls, model.steps]).toEqual([12, 10]);
    expect(JSON.stringify(numbersOf(model))).not.toContain('null');
  });

  it('skips ten in a row, and no more', async () => {
    const { events, message } = await run((call) => call > 1, { nonFinite: 'skip' });
    expect(events).toHaveLength(11);
    expect(message).toMatchInlineSnapshot(
      `"train: expected finite logs at step 12, got loss NaN after 10 steps skipped in a row. Try lower learning rates."`,
    );
  });

  it('rolls back to the last checkpoint, with lower learning rates and other noise', async () => {
    const { model, events, history } = await run((call) => call === 6, {
      nonFinite: rollback({ lrFactor: 0.25 }),
      checkpoint: { everySteps: 4 },
    });
    expect(events).toEqual(['rollback at 6']);
    expect(history?.faults).toEqual({ skipped: 0, rollbacks: 1 });
    expect(history?.logs.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect([model.calls, model.steps]).toEqual([14, 12]);
    expect(model.rates).toEqual([...Array(6).fill(1), ...Array(8).fill(0.25)]);
  });

  it('rolls back as often as it may, and then throws: never without end', async () => {
    const { events, message, model } = await run((call) => call % 5 === 0, {
      nonFinite: rollback({ times: 2 }),
      checkpoint: { everySteps: 100 },
      steps: 50,
    });
    expect(events).toEqual(['rollback at 5', 'rollback at 5', 'throw at 5']);
    expect(message).toMatchInlineSnapshot(
      `"train: expected finite logs at step 5, got loss NaN after 2 rollbacks. The last checkpoint was of step 0, in memory."`,
    );
    expect(model.rates.at(-1)).toBe(0.25);
  });

  it('goes on after a stop with the rates it had been lowered to', async () => {
    const store = memory();
    const stop = new AbortController();
    const on = { stepEnd: ({ step }: { readonly step: number }) => (step === 9 ? stop.abort() : undefined) };
    const policy = { nonFinite: rollback(), checkpoint: { everySteps: 4 }, store };
    const first = await run((call) => call === 6, { ...policy, signal: stop.signal, on });
    const second = await run(() => false, policy);
    const whole = await run((call) => call === 6, { ...policy, store: memory() });
    expect([...new Set(second.model.rates)]).toEqual([0.5]);
    expect(second.history?.faults).toEqual({ skipped: 0, rollbacks: 1 });
    expect(numbersOf(second.model)).toEqual(numbersOf(whole.model));
    expect(first.history?.end).toBe('aborted');
  });

  it('says what is wrong with a policy', () => {
    expect(() => rollback({ times: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: rollback.times: expected an integer >= 1, got 0.]`,
    );
    expect(() => rollback({ lrFactor: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: rollback.lrFactor: expected a number in (0, 1], got 0.]`,
    );
    expect(rollback()).toEqual({ times: 3, lrFactor: 0.5 });
  });
});
