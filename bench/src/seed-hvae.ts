import { Rng, stepContext } from '@genlab/core';
import { conv1dBody, HierarchicalVAE } from '@genlab/vae';
import * as tf from '@tensorflow/tfjs-core';
import { captured } from './captured.js';

/** The study's two-level VAE, as in peers/pytorch.py. */
export function makeSeedHvae(): HierarchicalVAE {
  const body = conv1dBody({ filters: [32, 64, 128] });
  const hidden = [64, 32];
  return new HierarchicalVAE({
    dataShape: [16, 9],
    latentDims: [4, 12],
    encoder: { body, hidden, inference: 'bottomUp' },
    decoder: { body, hidden, prior: 'standard', reads: 'lowest' },
    beta: 0.5,
    averaging: 0,
    seed: 0,
  });
}

/** Makes the training step of that VAE on bars of noise; each call is one step, its loss read. */
export function seedHvae(batch: number): () => void {
  const vae = makeSeedHvae();
  const rng = new Rng(0);
  const x = tf.tidy(() => tf.cast(tf.less(rng.uniform([batch, 16, 9]), 0.17), 'float32'));
  const run = captured((bars, context) => vae.step(bars, context));
  let step = 0;
  return () => {
    tf.tidy(() => {
      const { loss } = run({ x }, stepContext(rng.fork(String(step)), step));
      loss?.dataSync();
    });
    step++;
  };
}
