import { useBackend } from '@genlab/backend';
import { inMemory, type Store, train } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { DCGAN, dcganOptions } from '../../src/index.js';

/** A short, real training, in plain JSON, so that it can be had in a page, a worker and Node alike: bars, upright and level. */
export const recipe = {
  options: {
    imageShape: [8, 8, 1],
    latentDim: 6,
    classes: 2,
    generator: { filters: [8, 4] },
    discriminator: { filters: [4, 8] },
    learningRate: 2e-3,
    averaging: 0.9,
    seed: 4,
  },
  data: {
    x: { data: Array.from({ length: 32 * 64 }, (_, i) => barPixel(i)), shape: [32, 8, 8, 1] },
    labels: Array.from({ length: 32 }, (_, i) => i % 2),
  },
  training: { steps: 60, batchSize: 8, checkpoint: { everySteps: 10 } },
};

function barPixel(i: number): number {
  const [image, row, column] = [Math.floor(i / 64), Math.floor(i / 8) % 8, i % 8];
  const across = image % 2 === 0 ? column : row;
  return Math.floor(image / 2) % 8 === across ? 1 : -1;
}

/** What a training comes to. */
export interface Outcome {
  readonly resumedFrom: string | undefined;
  readonly samples: readonly number[];
  /** Tensors that it left behind. */
  readonly leaked: number;
}

/** Trains in this very page or worker, until a step or to the end. */
export async function trainHere(store: Store, stopAt?: number): Promise<Outcome> {
  await useBackend();
  const gan = new DCGAN(dcganOptions(recipe.options));
  const before = tf.memory().numTensors;
  const stop = new AbortController();
  let resumedFrom: string | undefined;
  await train(gan, inMemory(recipe.data), {
    ...recipe.training,
    store,
    signal: stop.signal,
    on: {
      start: (event) => {
        resumedFrom = event.resumedFrom;
      },
      stepEnd: ({ step }) => (step === stopAt ? stop.abort() : undefined),
    },
  });
  const leaked = tf.memory().numTensors - before;
  const samples = samplesOf(gan);
  gan.dispose();
  return { resumedFrom, samples, leaked };
}

/** Six letters of seed 3. */
export function samplesOf(gan: DCGAN): number[] {
  return tf.tidy(() => [...gan.sample({ n: 6, seed: 3 }).dataSync()]);
}
