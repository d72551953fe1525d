// Captured steps of the models that the bench times, on several threads: the same bits as on one.
import { createHash } from 'node:crypto';
import { installGradients, Rng, type StepContext, stepContext } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { GenlabBackend } from '../../packages/backend/src/genlab-backend.js';
import { builds, random, useBuild } from '../../packages/backend/test/oracle.js';
import { makeSeedDcgan } from './seed-dcgan.js';
import { makeSeedHvae } from './seed-hvae.js';

type Batch = { x: tf.Tensor };
type Logs = Record<string, tf.Tensor>;

/** What the test needs of a model. */
interface Trained {
  step(batch: Batch, context: StepContext): Logs;
  state(): { tensors: Record<string, tf.Tensor> };
  dispose(): void;
}

/** Replays of a step, at least: it runs as ever, is recorded and checked before. */
const REPLAYS = 20;
const FIRST_REPLAY = 3;

const models: [string, () => Trained, number[]][] = [
  ['seed DCGAN', () => makeSeedDcgan() as unknown as Trained, [4, 28, 28, 1]],
  ['seed HVAE', () => makeSeedHvae() as unknown as Trained, [32, 16, 9]],
];

const backend = () => tf.backend() as GenlabBackend;
const digest = (tensors: Record<string, tf.Tensor>) => {
  return Object.entries(tensors).map(([name, tensor]) => `${name} ${createHash('sha1').update(tensor.dataSync()).digest('hex')}`);
};

/**
 * Trains a captured model on so many threads. Goes on until it has been replayed often enough, and `enough` is content with the parts that each
 * thread has done in the replays. Returns the logs of every step, the model's state after the last, and these parts.
 */
function trained(
  make: () => Trained,
  shape: number[],
  { threads, enough }: { threads: number; enough(steps: number, parts: number[]): boolean },
) {
  const { calls } = backend();
  calls.threads = threads;
  const model = make();
  const capture = backend().capture<Batch, StepContext, Logs>((batch, context) => model.step(batch, context));
  const x = random(shape, 1);
  const rng = new Rng(1);
  const logs: string[][] = [];
  let before: number[] = [];
  let parts: number[] = [];
  do {
    const step = logs.length;
    if (step === FIRST_REPLAY) before = calls.partsDone;
    tf.tidy(() => {
      logs.push(digest(capture.step({ x }, stepContext(rng.fork(String(step)), step))));
    });
    parts = calls.partsDone.map((done, thread) => done - (before[thread] ?? done));
  } while (!enough(logs.length, parts));
  expect({ reason: capture.reason, replays: capture.replays }).toEqual({ reason: undefined, replays: logs.length - FIRST_REPLAY + 1 });
  const state = digest(model.state().tensors);
  capture.dispose();
  model.dispose();
  x.dispose();
  return { logs, state, parts };
}

describe.each(builds)('replays, build %s', (build) => {
  beforeAll(async () => {
    await useBuild(build);
    installGradients();
  });

  test.each(models)(
    'a captured step of the %s that workers share gives the bits of one thread',
    { timeout: 240_000 },
    (_name, make, shape) => {
      const shared = trained(make, shape, {
        threads: 3,
        // Where the processors are busy, many a replay is over before a worker has begun.
        enough: (steps, [, ...ofWorkers]) => steps >= FIRST_REPLAY + REPLAYS && ofWorkers.some((parts) => parts > 0),
      });
      const alone = trained(make, shape, { threads: 1, enough: (steps) => steps === shared.logs.length });
      expect(alone.logs).toEqual(shared.logs);
      expect(alone.state).toEqual(shared.state);
      expect(new Set(alone.logs.map(String)).size).toBe(alone.logs.length); // every step was another
    },
  );
});
