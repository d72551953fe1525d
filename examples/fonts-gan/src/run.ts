import { type History, inMemory, type StartEvent, type Store, type TrainEvent, type TrainListeners, train } from '@genlab/core';
import type { DCGAN } from '@genlab/gan';
import type { Config } from './config.js';
import type { Dataset } from './data/images.js';
import { type Look, look, SAMPLES_PER_CLASS, type Yardstick } from './evaluation.js';
import type { Judge } from './judge.js';
import { makeGan, stepsOf } from './model.js';
import { decodePixels, encodePixels } from './pixels.js';

/** Samples kept of every look, always of the same latents: the report's grids over time. */
const KEPT = 60;
const LOOKS = 16;
const SAMPLE_SEED = 1;

/** A look, and its first samples as bytes. */
export interface Moment extends Look {
  readonly samples: Uint8Array;
  /** Seconds it took, which are none of training. */
  readonly seconds: number;
}

/** What a training leaves, or has made so far. */
export interface Result {
  readonly gan: DCGAN;
  readonly history: History;
  readonly moments: readonly Moment[];
  /** The last of them: a training ends with a look, however it ends. */
  readonly last: Moment;
  /** Steps done. */
  readonly steps: number;
  /** Seconds of training, looks left out. */
  readonly seconds: number;
  /** The step at which a loss was no longer a number, if that came to pass: the training ended there. */
  readonly diverged?: number;
  /** All samples of the last look, as bytes. */
  readonly samples: Uint8Array;
}

/** What a training needs beside its configuration. */
export interface RunInput {
  readonly data: Dataset;
  readonly judge: Judge;
  readonly yardstick: Yardstick;
  readonly signal?: AbortSignal;
  readonly listeners?: readonly TrainListeners[];
  /** Called after every look, with what was recorded so far and the samples as the generator drew them. */
  readonly onLook?: (soFar: Result, values: ArrayLike<number>) => void | Promise<void>;
  /** Where checkpoints are kept; nowhere. */
  readonly store?: Store;
  /** Begins anew whatever the store holds; false. */
  readonly forceNew?: boolean;
  /** Told when the training begins or goes on; in that case, returns the looks there were until then. */
  readonly onStart?: (event: StartEvent) => readonly Moment[];
}

/** Trains the GAN of a configuration, or goes on with that, and looks at its samples on the way. The caller disposes of the GAN. */
export async function run(config: Config, input: RunInput): Promise<Result> {
  const { data, judge, yardstick, signal, listeners, onLook, store, forceNew, onStart } = input;
  const steps = stepsOf(config, data.train.labels.length);
  const gan = makeGan(config, data, steps);
  const images = { data: encodePixels(data.train.pixels, config.pixels), shape: [data.train.labels.length, data.height, data.width, 1] };
  const count = data.classes.length * SAMPLES_PER_CLASS;
  const asked = config.conditional ? Int32Array.from({ length: count }, (_, i) => i % data.classes.length) : undefined;

  const divergence = new AbortController();
  let diverged: number | undefined;
  const nonFinite = ({ step }: TrainEvent) => {
    diverged ??= step;
    divergence.abort();
  };
  const moments: Moment[] = [];
  let result: Result | undefined;
  const start = (event: StartEvent) => {
    moments.push(...(onStart?.(event) ?? []));
  };
  const evaluate = async ({ step, history, seconds: elapsed }: TrainEvent) => {
    const begin = performance.now();
    const seconds = elapsed - moments.reduce((sum, moment) => sum + moment.seconds, 0);
    const values = await draw(gan, count, asked);
    const samples = decodePixels(values, config.pixels);
    const seen = await look(step, samples, { judge, yardstick, data, asked });
    const kept = samples.slice(0, KEPT * data.height * data.width);
    const place = moments.push({ ...seen, samples: kept, seconds: 0 }) - 1;
    const last = moments[place] as Moment;
    result = { gan, history, moments, last, steps: step, seconds, diverged, samples };
    await onLook?.(result, values);
    moments[place] = { ...last, seconds: (performance.now() - begin) / 1_000 };
    return { modes: last.modes.modes.value, frechet: last.frechet.value, confident: last.modes.confident?.value ?? 0 };
  };
  const every = config.evaluateEvery ?? Math.max(1, Math.ceil(steps / LOOKS));
  const training = inMemory({ x: images, labels: data.train.labels, classes: data.classes.length });
  try {
    await train(gan, training, {
      steps,
      batchSize: config.batchSize,
      seed: config.seed,
      signal: signal ? AbortSignal.any([signal, divergence.signal]) : divergence.signal,
      evaluateEvery: every,
      sampleEvery: every,
      store,
      forceNew,
      listeners,
      on: { start, evaluate, nonFinite },
    });
  } catch (error) {
    gan.dispose();
    throw error;
  }
  if (result === undefined) throw new Error('run: expected a look at the end of the training, got none.');
  return { ...result, diverged };
}

/** Images as the (averaged) generator draws them. */
async function draw(gan: DCGAN, n: number, labels?: ArrayLike<number>): Promise<Float32Array> {
  const images = gan.sample({ n, seed: SAMPLE_SEED, labels });
  try {
    return (await images.data()) as Float32Array;
  } finally {
    images.dispose();
  }
}
