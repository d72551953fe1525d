import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { onEachBackend } from '../../test/backends.js';
import { checkDerivatives } from '../../test/finite-differences.js';
import { Rng } from '../rng/rng.js';
import { installGradients } from './install-gradients.js';

type Op = (...xs: tf.Tensor[]) => tf.Tensor;
const image = (shape: number[]) => shape as [number, number, number, number];

/** Ops whose second derivatives throw or are wrong in tfjs 4.22, alone and with the input a factor beside them. */
const pointwise: Record<string, Op> = {
  tanh: (x) => tf.tanh(x as tf.Tensor),
  sigmoid: (x) => tf.sigmoid(x as tf.Tensor),
  exp: (x) => tf.exp(x as tf.Tensor),
  elu: (x) => tf.elu(x as tf.Tensor),
  softmax: (x) => tf.softmax(x as tf.Tensor),
  relu: (x) => tf.square(tf.relu(x as tf.Tensor)),
  leakyRelu: (x) => tf.square(tf.leakyRelu(x as tf.Tensor, 0.2)),
  relu6: (x) => tf.square(tf.relu6(x as tf.Tensor)),
  selu: (x) => tf.selu(x as tf.Tensor),
  softplus: (x) => tf.softplus(x as tf.Tensor),
  swish: (x) => tf.mul(x as tf.Tensor, tf.sigmoid(x as tf.Tensor)),
  clip: (x) => tf.square(tf.clipByValue(x as tf.Tensor, -0.7, 0.9)),
  minimum: (x) => tf.square(tf.minimum(x as tf.Tensor, 0.3)),
  logSumExp: (x) => tf.logSumExp(x as tf.Tensor, 1),
  choice: (x) => tf.where(tf.logicalNot(tf.greater(x as tf.Tensor, 0)), tf.square(x as tf.Tensor), tf.sin(x as tf.Tensor)),
  band: (x) =>
    tf.where(tf.logicalAnd(tf.less(x as tf.Tensor, 1), tf.greaterEqual(x as tf.Tensor, -1)), tf.square(x as tf.Tensor), x as tf.Tensor),
};

onEachBackend('installGradients', (backend) => {
  beforeAll(installGradients);

  it.each(Object.keys(pointwise))('gives %s right first and second derivatives', (name) => {
    const op = pointwise[name] as Op;
    const weights = new Rng(2).normal([5, 4]);
    const f: Op = (x) => tf.sum(tf.mul(op(x as tf.Tensor), name === 'logSumExp' ? 1 : weights));
    checkDerivatives(f, [new Rng(3).normal([5, 4])]);
    checkDerivatives((x) => tf.sum(tf.square(op(tf.mul(x as tf.Tensor, x as tf.Tensor)))), [new Rng(4).normal([5, 4])]);
  });

  const spatial: Record<string, [Op, number[][]]> = {
    maxPool: [(x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'), [[2, 4, 6, 2]]],
    'maxPool, overlapping and padded': [(x) => tf.maxPool(x as tf.Tensor4D, 3, 2, 'same'), [[1, 5, 5, 2]]],
    avgPool: [(x) => tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid'), [[2, 4, 6, 2]]],
    'avgPool, overlapping': [(x) => tf.avgPool(x as tf.Tensor4D, 3, 2, 'valid'), [[1, 5, 5, 2]]],
    'conv2d, same': [
      (x, k) => tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, 2, 'same'),
      [
        [2, 5, 4, 2],
        [3, 3, 2, 3],
      ],
    ],
    'conv2d, valid': [
      (x, k) => tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, [1, 2], 'valid'),
      [
        [1, 5, 6, 2],
        [2, 3, 2, 3],
      ],
    ],
    'conv2d, padded by hand': [
      (x, k) =>
        tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, 2, [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ]),
      [
        [1, 5, 6, 2],
        [4, 4, 2, 3],
      ],
    ],
    'depthwiseConv2d, same': [
      (x, k) => tf.depthwiseConv2d(x as tf.Tensor4D, k as tf.Tensor4D, 2, 'same'),
      [
        [2, 5, 4, 3],
        [3, 3, 3, 2],
      ],
    ],
    'resizeBilinear, square and one at a time': [(x) => tf.image.resizeBilinear(x as tf.Tensor4D, [5, 5]), [[1, 3, 3, 2]]],
    'resizeNearestNeighbor, square and one at a time': [(x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [6, 6]), [[1, 3, 3, 2]]],
    conv2dTranspose: [
      (x, k) => tf.conv2dTranspose(x as tf.Tensor4D, k as tf.Tensor4D, image([2, 6, 8, 3]), 2, 'same'),
      [
        [2, 3, 4, 2],
        [4, 4, 3, 2],
      ],
    ],
  };
  it.each(Object.keys(spatial))('gives %s right first and second derivatives', (name) => {
    const [op, shapes] = spatial[name] as [Op, number[][]];
    const rng = new Rng(5);
    const xs = shapes.map((shape) => rng.normal(shape));
    checkDerivatives((...at) => tf.sum(tf.square(tf.square(op(...at)))), xs);
  });

  // tfjs's own backends have these first derivatives wrong.
  const rightHere: Record<string, [Op, number[][]]> = {
    'avgPool, padded': [(x) => tf.avgPool(x as tf.Tensor4D, 3, 2, 'same'), [[2, 5, 4, 2]]],
    resizeBilinear: [(x) => tf.image.resizeBilinear(x as tf.Tensor4D, [5, 7], false, true), [[2, 3, 4, 2]]],
    resizeNearestNeighbor: [(x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [5, 7]), [[2, 3, 4, 2]]],
  };
  it.each(backend === 'genlab' ? Object.keys(rightHere) : [])('gives %s right first and second derivatives', (name) => {
    const [op, shapes] = rightHere[name] as [Op, number[][]];
    const xs = shapes.map((shape) => new Rng(5).normal(shape));
    checkDerivatives((...at) => tf.sum(tf.square(tf.square(op(...at)))), xs);
  });

  it.each(['maximum', 'minimum', 'squaredDifference'] as const)('sums the gradients of %s over broadcast axes', (name) => {
    const ops = { maximum: tf.maximum, minimum: tf.minimum, squaredDifference: tf.squaredDifference };
    const [wide, row, column] = [new Rng(1).normal([2, 3, 4]), new Rng(2).normal([4]), new Rng(3).normal([3, 1])];
    checkDerivatives(
      (a, b, c) => tf.sum(tf.square(ops[name](ops[name](a as tf.Tensor, b as tf.Tensor), c as tf.Tensor))),
      [wide, row, column],
    );
    checkDerivatives((a, b) => tf.sum(tf.square(ops[name](b as tf.Tensor, a as tf.Tensor))), [wide, row]);
  });

  it('differentiates a step of gradient descent on a convolution, as an unrolled GAN does', () => {
    const x = new Rng(6).normal([2, 5, 5, 2]) as tf.Tensor4D;
    const loss = (kernel: tf.Tensor) => tf.mean(tf.square(tf.conv2d(x, kernel as tf.Tensor4D, 2, 'same')));
    const afterStep: Op = (kernel) => loss(tf.sub(kernel as tf.Tensor, tf.mul(0.1, tf.grad(loss)(kernel as tf.Tensor))));
    checkDerivatives(afterStep, [new Rng(7).normal([3, 3, 2, 3])]);
  });

  it('leaves no tensors behind', () => {
    const x = new Rng(8).normal([3, 3]);
    const before = tf.memory().numTensors;
    tf.dispose(tf.grad((at) => tf.sum(tf.square(tf.grad((y: tf.Tensor) => tf.sum(tf.tanh(tf.leakyRelu(y))))(at as tf.Tensor))))(x));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('installGradients', () => {
  it('changes nothing when it is called again', () => {
    installGradients();
    const first = tf.getGradient('Tanh');
    installGradients();
    expect(tf.getGradient('Tanh')).toBe(first);
  });
});
