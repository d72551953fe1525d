import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from '../../test/backends.js';
import { LineModel, linePoints, numbersOf } from '../../test/line-model.js';
import { loadCheckpoint, restoreCheckpoint } from '../checkpoints/load-checkpoint.js';
import { memory } from '../checkpoints/memory.js';
import type { BestOptions } from './best.js';
import { type TrainOptions, train } from './train.js';

beforeAll(useCpu);

/** Trains with an evaluation at every second step that gives these scores in turn. */
async function run(scores: readonly number[], best: BestOptions, options: Partial<TrainOptions> = {}) {
  const model = new LineModel();
  const states: Record<number, ReturnType<typeof numbersOf>> = {};
  const evaluate = ({ step }: { readonly step: number }) => {
    states[step] = numbersOf(model);
    return { score: scores[Math.ceil(step / 2) - 1] as number };
  };
  const history = await train(model, linePoints(), {
    steps: 2 * scores.length,
    batchSize: 4,
    evaluateEvery: 2,
    best,
    on: { evaluate },
    ...options,
  });
  model.dispose();
  return { history, states };
}

describe('the option best of train', () => {
  it('keeps the checkpoint of the best evaluation beside the last ones', async () => {
    const store = memory();
    const { history, states } = await run(
      [1, 5, 2, 3, 4, 4],
      { metric: 'score', mode: 'max' },
      { store, checkpoint: { everySteps: 2, keepLast: 1 } },
    );
    expect([history.best, history.end]).toEqual([{ step: 4, value: 5 }, 'finished']);
    expect(await store.list()).toEqual(['run-1-step-00000004', 'run-1-step-00000012']);
    const model = new LineModel();
    restoreCheckpoint(model, await loadCheckpoint(store, { which: 'best' }));
    expect(numbersOf(model)).toEqual(states[4]);
    model.dispose();
  });

  it('takes the first of equals, less for more where one says so, and no value that is not finite', async () => {
    expect((await run([2, Number.NaN, 1, 1, 3], { metric: 'score', mode: 'min' })).history.best).toEqual({ step: 6, value: 1 });
    expect((await run([Number.NaN, Number.NaN], { metric: 'score', mode: 'min' })).history.best).toBeUndefined();
  });

  it('compares smoothed values', async () => {
    // 0, 4 (a freak), 2, 2, ... smoothed by half: 0, 2, 1, 1.5, 1.75
    expect((await run([0, 4, 0, 2, 2], { metric: 'score', mode: 'max', smoothing: 0.5 })).history.best).toEqual({ step: 4, value: 2 });
    // 0, 1, 1.5, 1.75
    expect((await run([0, 2, 2, 2], { metric: 'score', mode: 'max', smoothing: 0.5 })).history.best).toEqual({ step: 8, value: 1.75 });
  });

  it('ends the training when patience runs out, evaluates once there, and does not resume it', async () => {
    const store = memory();
    const best = { metric: 'score', mode: 'max', patience: 2 } as const;
    const { history, states } = await run([1, 3, 2, 3, 9], best, { store });
    expect([history.end, history.best, Object.keys(states)]).toEqual(['stoppedEarly', { step: 4, value: 3 }, ['2', '4', '6', '8']]);
    expect(history.evaluations.map(({ step }) => step)).toEqual([2, 4, 6, 8]);
    await expect(run([1, 3, 2, 3, 9], best, { store })).rejects.toThrow('that is not over, got one that ended after 8 steps');
  });

  it('remembers over a stop what was best and how long it has waited', async () => {
    const store = memory();
    const best = { metric: 'score', mode: 'max', patience: 3, smoothing: 0.5 } as const;
    const scores = [1, 3, 2.5, 1, 0, 9];
    const whole = await run(scores, best);
    const stop = new AbortController();
    await run(scores, best, {
      store,
      signal: stop.signal,
      listeners: [{ stepEnd: ({ step }) => (step === 7 ? stop.abort() : undefined) }],
    });
    const resumed = await run(scores, best, { store });
    expect([resumed.history.end, resumed.history.best]).toEqual([whole.history.end, whole.history.best]);
    expect(resumed.history.evaluations.map(({ step }) => step)).toEqual(whole.history.evaluations.map(({ step }) => step));
  });

  it('says what is wrong', async () => {
    const message = (best: object) =>
      run([1], best as BestOptions).then(
        () => 'no error',
        (error: Error) => error.message,
      );
    expect([
      await message({ metric: 'other', mode: 'max' }),
      await message({ metric: 'score', mode: 'more' }),
      await message({ metric: 'score', mode: 'max', smoothing: 1 }),
      await message({ metric: 'score', mode: 'max', patience: 0 }),
    ]).toMatchInlineSnapshot(`
      [
        "train: expected an evaluate listener to return best.metric, other, got score.",
        "train.best.mode: expected one of "max", "min", got "more".",
        "train.best.smoothing: expected a number in [0, 1), got 1.",
        "train.best.patience: expected an integer >= 1, got 0.",
      ]
    `);
  });
});
