import { Rng, stepContext } from '@genlab/core';
import { DCGAN, fanInUniform, nonSaturating } from '@genlab/gan';
import * as tf from '@tensorflow/tfjs-core';
import { captured } from './captured.js';

/** The study's DCGAN: the same layers, losses and rates as in peers/pytorch.py. */
export function makeSeedDcgan(): DCGAN {
  const asPyTorch = { initializer: fanInUniform(), redundantBiases: true };
  return new DCGAN({
    imageShape: [28, 28, 1],
    latentDim: 100,
    generator: { filters: [128, 64], normalization: 'batchPerUnit', ...asPyTorch },
    discriminator: { filters: [64, 128, 256], normalization: 'batch', dropout: 0.25, ...asPyTorch },
    loss: nonSaturating(),
    learningRate: { generator: 1e-3, discriminator: 5e-5 },
    adam: { beta1: 0.5, beta2: 0.999 },
    averaging: 0,
    seed: 0,
  });
}

/** Makes the training step of the seed DCGAN on noise for images; each call is one step, its loss read. */
export function seedDcgan(batch: number): () => void {
  return dcganStep(makeSeedDcgan(), batch);
}

/** Makes the training step of a DCGAN on noise for images. */
export function dcganStep(gan: DCGAN, batch: number): () => void {
  const rng = new Rng(0);
  const x = rng.uniform([batch, ...gan.imageShape]) as tf.Tensor4D;
  const run = captured((images, context) => gan.step(images, context));
  let step = 0;
  return () => {
    tf.tidy(() => {
      const { generatorLoss } = run({ x }, stepContext(rng.fork(String(step)), step));
      generatorLoss?.dataSync();
    });
    step++;
  };
}
