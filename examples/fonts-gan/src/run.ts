import { type History, inMemory, type TrainEvent, type TrainListeners, train } from '@genlab/core';
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
}

/** What a training leaves. */
export interface Result {
  readonly gan: DCGAN;
  readonly history: History;
  readonly moments: readonly Moment[];
  /** The last of them: training ends with a look, however it ends. */
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
  readonly onLook?: (look: { readonly moment: Moment; readonly history: History; readonly values: ArrayLike<number> }) => void;
}

/** Trains the GAN of a configuration and looks at its samples on the way. The caller disposes of the GAN. */
export async function run(config: Config, input: RunInput): Promise<Result> {
  const { data, judge, yardstick, signal, listeners, onLook } = input;
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
  let samples: Uint8Array = new Uint8Array();
  let [done, looking] = [0, 0];
  const begin = performance.now();
  let seconds = 0;
  const evaluate = async ({ step, history }: TrainEvent) => {
    const start = performance.now();
    [done, seconds] = [step, (start - begin - looking) / 1_000];
    const values = await draw(gan, count, asked);
    samples = decodePixels(values, config.pixels);
    const moment = {
      ...(await look(step, samples, { judge, yardstick, data, asked })),
      samples: samples.slice(0, KEPT * data.height * data.width),
    };
    moments.push(moment);
    onLook?.({ moment, history, values });
    looking += performance.now() - start;
    return { modes: moment.modes.modes.value, frechet: moment.frechet.value, confident: moment.modes.confident?.value ?? 0 };
  };
  const history = await train(gan, inMemory({ x: images, labels: data.train.labels }), {
    steps,
    batchSize: config.batchSize,
    seed: config.seed,
    signal: signal ? AbortSignal.any([signal, divergence.signal]) : divergence.signal,
    evaluateEvery: config.evaluateEvery ?? Math.max(1, Math.ceil(steps / LOOKS)),
    listeners,
    on: { evaluate, nonFinite },
  });
  const last = moments.at(-1);
  if (last === undefined) throw new Error('run: expected a look at the end of the training, got none.');
  return { gan, history, moments, last, steps: done, seconds, diverged, samples };
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
