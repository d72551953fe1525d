import { Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { seedDcgan } from './seed-dcgan.js';
import { seedHvae } from './seed-hvae.js';
import type { Makers } from './serve.js';
import { standardDcgan } from './standard-dcgan.js';
import type { ConvolutionWork, DcganWork, HvaeWork, ProductWork } from './works.js';

/** The works on whichever tfjs backend is active. */
export const makers: Makers = {
  dcgan: (options: DcganWork) => (options.seed ? seedDcgan(options.batch) : standardDcgan(options)),
  hvae: ({ batch }: HvaeWork) => seedHvae(batch),
  product,
  conv2d,
};

function product({ size }: ProductWork): () => void {
  const rng = new Rng(0);
  const [a, b] = [rng.normal([size, size]), rng.normal([size, size])] as [tf.Tensor2D, tf.Tensor2D];
  return () => tf.dispose(tf.matMul(a, b));
}

function conv2d({ kind, batch, size, inputs, outputs }: ConvolutionWork): () => void {
  const rng = new Rng(0);
  const outSize = Math.floor(size / 2);
  const x = rng.normal([batch, size, size, inputs]);
  const filter = rng.normal([4, 4, inputs, outputs]);
  const dy = rng.normal([batch, outSize, outSize, outputs]);
  const pad = [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ];
  const shared = { strides: [2, 2], pad, dataFormat: 'NHWC', dimRoundingMode: 'floor' };
  const run = {
    forward: () => tf.engine().runKernel('Conv2D', { x, filter }, { ...shared, dilations: [1, 1] }),
    inputGradient: () => tf.engine().runKernel('Conv2DBackpropInput', { dy, filter }, { ...shared, inputShape: x.shape }),
    filterGradient: () => tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, { ...shared, filterShape: filter.shape }),
  }[kind];
  return () => tf.dispose(run() as tf.Tensor);
}
