import { Rng, stepContext } from '@genlab/core';
import { DCGAN, type DCGANOptions } from '@genlab/gan';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { builds, useBuild } from '../../test/oracle.js';
import type { GenlabBackend } from '../genlab-backend.js';

const backend = () => tf.backend() as GenlabBackend;
const bits = (tensor: tf.Tensor) => Buffer.from((tensor.dataSync() as Float32Array).buffer).toString('base64');

const small: DCGANOptions = { imageShape: [8, 8, 1], latentDim: 6, generator: { filters: [8] }, discriminator: { filters: [8] }, seed: 3 };

/** The state and the logs of so many steps of a GAN, captured or not, and how often a step was replayed. */
function trained(options: DCGANOptions, captured: boolean, steps = 8) {
  const gan = new DCGAN(options);
  const capture = backend().capture((batch: Parameters<DCGAN['step']>[0], context: Parameters<DCGAN['step']>[1]) =>
    gan.step(batch, context),
  );
  const rng = new Rng(1);
  const logs: string[][] = [];
  for (let i = 0; i < steps; i++) {
    tf.tidy(() => {
      const x = rng.uniform([4, 8, 8, 1]) as tf.Tensor4D;
      const context = stepContext(rng.fork(String(i)), i);
      const values = captured ? capture.step({ x }, context) : gan.step({ x }, context);
      logs.push(Object.values(values).map(bits));
    });
  }
  const state = Object.fromEntries(Object.entries(gan.state().tensors).map(([name, tensor]) => [name, bits(tensor)]));
  const { replays, reason } = capture;
  capture.dispose();
  gan.dispose();
  return { state, logs, replays, reason };
}

afterEach(() => vi.restoreAllMocks());

describe.each(builds)('capture, build %s', (build) => {
  beforeAll(() => useBuild(build));

  test('a captured GAN has the weights and the logs of one that is not, bit for bit', () => {
    const plain = trained(small, false);
    const captured = trained(small, true);
    expect(captured.reason).toBe(undefined);
    expect(captured.replays).toBe(6);
    expect(captured.logs).toEqual(plain.logs);
    expect(captured.state).toEqual(plain.state);
  });
});
