import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../../src/genlab-backend.js';

/** The active backend. */
export const backend = () => tf.backend() as GenlabBackend;

/** A tensor's data as bytes. Not to be returned from a tidy, which would look for tensors in every byte. */
export const bitsOf = (tensor: tf.Tensor) => Buffer.from((tensor.dataSync() as Float32Array).buffer);

/** How many parts the workers do in the course of some work. */
export function partsOfWorkers(work: () => void): number {
  const { calls } = backend();
  const before = calls.partsDone;
  work();
  return calls.partsDone.reduce((sum, parts, thread) => (thread === 0 ? 0 : sum + parts - (before[thread] ?? 0)), 0);
}
