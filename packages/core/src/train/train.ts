import * as tf from '@tensorflow/tfjs-core';
import type { DataStream } from '../data/data-stream.js';
import type { Dataset } from '../data/dataset.js';
import { expected } from '../expected.js';
import { Rng } from '../rng/rng.js';
import { planBatches } from './batches.js';
import type { TrainEvent, TrainListeners } from './events.js';
import { openFeed } from './feed.js';
import { type EndReason, History } from './history.js';
import type { Model } from './model.js';
import { SpeedMeter } from './speed-meter.js';
import { type StepContext, stepContext } from './step-context.js';
import { nextTurn } from './yield.js';

/** Options of {@link train}. */
export interface TrainOptions {
  /** How often to go through the data; either this or `steps`. */
  readonly epochs?: number;
  /** How many updates to make; either this or `epochs`. */
  readonly steps?: number;
  /** Items a batch; 64, or the whole set if it is smaller. */
  readonly batchSize?: number;
  /** What becomes of an epoch's rest that fills no batch: 'drop' (the default: all batches are of one size) or 'keep'. */
  readonly lastBatch?: 'drop' | 'keep';
  /** Fixes the order of the data and all noise; the model's own seed, or 0. */
  readonly seed?: number;
  /** Stops the training after the step it is in; the history is returned all the same. */
  readonly signal?: AbortSignal;
  /** Read the logs every so many steps, and at the first and the last; 10. Reading makes the device finish its work. */
  readonly logEvery?: number;
  /** Call the `evaluate` listeners every so many steps, and at the end; only at the end. */
  readonly evaluateEvery?: number;
  /** Call the `sample` listeners every so many steps, and at the end; only at the end. */
  readonly sampleEvery?: number;
  /** Listeners of one's own. */
  readonly on?: TrainListeners;
  /** Ready-made listeners, such as `progressLine()` of `@genlab/core/node`; called before those of `on`. */
  readonly listeners?: readonly TrainListeners[];
}

const YIELD_AFTER_MS = 12; // under a frame at 60 Hz

/**
 * Trains a model: the one loop, for GenLab's models and for a user's own.
 *
 * Everything else hangs on its events. Between steps it lets the event loop take its turn, so that a page stays alive and Ctrl-C is heard.
 * The noise and the order of the data depend on the seed and on the step alone.
 *
 * @param model Is changed, and stays the caller's.
 * @param data A data set, or a stream, which is trained on for `steps`; its batches are freed after their step.
 * @returns What was recorded; also when the signal stopped the training.
 * @throws TypeError or RangeError if an option is wrong, before anything is made; whatever a step or a listener throws.
 *
 * @example
 * ```ts
 * import { type Dataset, type Model, train } from '@genlab/core';
 *
 * async function run<Batch>(model: Model<Batch>, data: Dataset<Batch>) {
 *   const history = await train(model, data, { epochs: 10, batchSize: 32, on: { stepEnd: ({ step, logs }) => console.log(step, logs) } });
 *   return history.series('loss');
 * }
 * ```
 */
export async function train<Batch extends object>(
  model: Model<Batch>,
  data: Dataset<Batch> | DataStream<Batch>,
  options: TrainOptions,
): Promise<History> {
  const { batchSize = 64, lastBatch = 'drop', seed = model.seed ?? 0, signal, logEvery = 10 } = options;
  const { evaluateEvery = Number.POSITIVE_INFINITY, sampleEvery = Number.POSITIVE_INFINITY } = options;
  for (const [name, value] of Object.entries({ logEvery, evaluateEvery, sampleEvery })) {
    if (!(value >= 1)) throw new RangeError(expected('train', `${name} >= 1`, value));
  }
  const plan = planBatches(data, { epochs: options.epochs, steps: options.steps, batchSize, lastBatch, least: model.smallestBatch });
  const rng = new Rng(seed).fork('train');
  const feed = openFeed(data, { plan, rng: rng.fork('shuffle') });
  const noise = rng.fork('noise');
  const history = new History();
  const speed = new SpeedMeter();
  const listeners = [...(options.listeners ?? []), ...(options.on ? [options.on] : [])];
  const tell = async <E>(call: (listener: TrainListeners) => ((event: E) => unknown) | undefined, event: E): Promise<unknown[]> => {
    const answers: unknown[] = [];
    for (const listener of listeners) {
      const handler = call(listener);
      if (handler) answers.push(await handler.call(listener, event));
    }
    return answers;
  };
  const eventAt = (step: number): TrainEvent => ({
    step,
    steps: plan.steps,
    epoch: Math.max(1, Math.ceil(step / plan.stepsPerEpoch)),
    epochs: plan.epochs,
    seconds: speed.seconds,
    stepsPerSecond: speed.stepsPerSecond,
    history,
  });
  const evaluate = async (step: number) => {
    const answers = await tell((listener) => listener.evaluate, eventAt(step));
    const values = Object.assign({}, ...answers) as Record<string, number>;
    const { epoch, seconds } = eventAt(step);
    if (Object.keys(values).length > 0) history.evaluations.push({ step, epoch, seconds, values });
  };
  const sample = (step: number) => tell((listener) => listener.sample, eventAt(step));

  let step = 0;
  let turn = performance.now();
  try {
    while (step < plan.steps && !signal?.aborted) {
      const scalars = runStep(model, await feed.next(), stepContext(noise.fork(String(step)), step));
      step++;
      const last = step === plan.steps;
      let logs: Record<string, number> | undefined;
      try {
        if (step % logEvery === 0 || last || step === 1) logs = await read(scalars);
      } finally {
        tf.dispose(scalars);
      }
      speed.tick(step);
      const event = eventAt(step);
      if (logs) {
        history.logs.push({ step, epoch: event.epoch, seconds: event.seconds, values: logs });
        const values = Object.fromEntries(Object.entries(logs).filter(([, value]) => !Number.isFinite(value)));
        if (Object.keys(values).length > 0) await tell((listener) => listener.nonFinite, { ...event, values });
      }
      await tell((listener) => listener.stepEnd, { ...event, logs });
      if (step % plan.stepsPerEpoch === 0) await tell((listener) => listener.epochEnd, event);
      if (step % evaluateEvery === 0 && !last) await evaluate(step);
      if (step % sampleEvery === 0 && !last) await sample(step);
      if (performance.now() - turn > YIELD_AFTER_MS) {
        await nextTurn();
        turn = performance.now();
      }
    }
  } finally {
    await feed.close();
  }
  const reason: EndReason = step === plan.steps ? 'finished' : 'aborted';
  history.end = reason;
  await evaluate(step);
  await sample(step);
  await tell((listener) => listener.end, { ...eventAt(step), reason });
  return history;
}

/** One update; the batch and whatever the model did not free are gone afterwards. */
function runStep<Batch extends object>(model: Model<Batch>, batch: Batch, context: StepContext): Record<string, tf.Scalar> {
  try {
    model.check?.(batch);
    return tf.tidy(() => model.step(batch, context));
  } finally {
    tf.dispose(batch as tf.TensorContainer);
  }
}

/** All logs in one read. */
async function read(scalars: Record<string, tf.Scalar>): Promise<Record<string, number>> {
  const names = Object.keys(scalars);
  if (names.length === 0) return {};
  const together = tf.stack(Object.values(scalars));
  try {
    const values = await together.data();
    return Object.fromEntries(names.map((name, i) => [name, values[i] as number]));
  } finally {
    together.dispose();
  }
}
