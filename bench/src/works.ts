import { Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { seedDcgan } from './seed-dcgan.js';
import { seedHvae } from './seed-hvae.js';

/** One repetition of a work: returns when its result is there. */
export type Repetition = () => void;

/** A named piece of work; the names are those of peers/pytorch.py. */
interface Work {
  readonly name: string;
  make(): Repetition;
}

const batch = 64;
/** The 4 x 4, stride 2, padding 1 convolutions of the seed discriminator; the generator's are the input gradients of the first two. */
const convolutions = [
  { size: 28, inputs: 1, outputs: 64 },
  { size: 14, inputs: 64, outputs: 128 },
  { size: 7, inputs: 128, outputs: 256 },
] as const;

export const works: readonly Work[] = [
  ...[64, 16, 256].map((size) => ({ name: `seed DCGAN step, batch ${size}`, make: () => seedDcgan(size) })),
  ...[32, 256].map((size) => ({ name: `seed HVAE step, batch ${size}`, make: () => seedHvae(size) })),
  { name: 'matrix product 1024^3', make: () => product(1024) },
  ...convolutions.flatMap((shape) =>
    (['forward', 'inputGradient', 'filterGradient'] as const).map((kind) => ({
      name: `conv2d ${kind} ${shape.size}x${shape.size}x${shape.inputs}->${shape.outputs}`,
      make: () => convolution(shape, kind),
    })),
  ),
];

function product(n: number): Repetition {
  const rng = new Rng(0);
  const [a, b] = [rng.normal([n, n]), rng.normal([n, n])] as [tf.Tensor2D, tf.Tensor2D];
  return () => tf.dispose(tf.matMul(a, b));
}

function convolution(
  { size, inputs, outputs }: (typeof convolutions)[number],
  kind: 'forward' | 'inputGradient' | 'filterGradient',
): Repetition {
  const rng = new Rng(0);
  const outSize = Math.floor((size + 2 - 4) / 2) + 1;
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
