import { type History, inMemory, type TrainEvent, type TrainListeners, train } from '@genlab/core';
import { folder } from '@genlab/core/node';
import type { HierarchicalVAE } from '@genlab/vae';
import type { Config } from './config.js';
import type { Dataset } from './data/dataset.js';
import { makeVae, stepsOf } from './model.js';
import { barSource, barTensor } from './tensors.js';

const LOOKS = 16;
/** Validation bars of a look on the way; all of them count at the end. */
const LOOKED_AT = 500;

/** What a training leaves. */
export interface Result {
  readonly vae: HierarchicalVAE;
  readonly history: History;
  /** Steps done. */
  readonly steps: number;
  /** Seconds of training, looks left out. */
  readonly seconds: number;
  /** The step at which a loss was no longer a number, if that came to pass: the training ended there. */
  readonly diverged?: number;
}

/** What a training needs beside its configuration. */
export interface RunInput {
  readonly data: Dataset;
  /** Where checkpoints are kept; if it holds some of this very run, the training goes on from the last. */
  readonly checkpoints: string;
  readonly signal?: AbortSignal;
  readonly listeners?: readonly TrainListeners[];
}

/** Trains the VAE of a configuration, with looks at validation bars on the way. The caller disposes of the VAE. */
export async function run(config: Config, { data, checkpoints, signal, listeners }: RunInput): Promise<Result> {
  const { train: bars, validation, genres } = data;
  const steps = stepsOf(config, bars.genres.length);
  const vae = makeVae(config, { bars: bars.genres.length, genres: genres.length });
  const held = barTensor(validation.patterns, LOOKED_AT);

  const divergence = new AbortController();
  let diverged: number | undefined;
  const nonFinite = ({ step }: TrainEvent) => {
    diverged ??= step;
    divergence.abort();
  };
  let [done, looking, seconds] = [0, 0, 0];
  const evaluate = async (event: TrainEvent) => {
    const start = performance.now();
    [done, seconds] = [event.step, event.seconds - looking];
    const { elbo } = await vae.elbo(held);
    looking += (performance.now() - start) / 1_000;
    return { validation: -elbo };
  };
  try {
    const history = await train(vae, inMemory({ x: barSource(bars.patterns), ...(config.conditional && { labels: bars.genres }) }), {
      steps,
      batchSize: config.batchSize,
      seed: config.seed,
      signal: signal ? AbortSignal.any([signal, divergence.signal]) : divergence.signal,
      evaluateEvery: config.evaluateEvery ?? Math.max(1, Math.ceil(steps / LOOKS)),
      store: folder(checkpoints),
      checkpoint: { keepLast: 1 },
      listeners,
      on: { evaluate, nonFinite },
    });
    return { vae, history, steps: done, seconds, diverged };
  } finally {
    held.dispose();
  }
}
