import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { onEachBackend } from '../../test/backends.js';
import { checkDerivatives } from '../../test/finite-differences.js';
import { installGradients } from '../differentiation/install-gradients.js';
import { Rng } from '../rng/rng.js';
import { forward } from './forward.js';
import { variablesOf } from './variables-of.js';

type Layer = tfl.layers.Layer;
const { layers } = tfl;

/** One layer of every kind in the table, with an input it takes: [height, width, channels], [width, channels] or [features]. */
const cases: Record<string, [() => Layer, number[]]> = {
  'activation, elu': [() => layers.activation({ activation: 'elu' }), [5]],
  'activation, linear': [() => layers.activation({ activation: 'linear' }), [5]],
  'activation, logSoftmax': [() => layers.activation({ activation: 'logSoftmax' as never }), [5]],
  'activation, relu': [() => layers.activation({ activation: 'relu' }), [5]],
  'activation, relu6': [() => layers.activation({ activation: 'relu6' }), [5]],
  'activation, selu': [() => layers.activation({ activation: 'selu' }), [5]],
  'activation, sigmoid': [() => layers.activation({ activation: 'sigmoid' }), [5]],
  'activation, softmax': [() => layers.activation({ activation: 'softmax' }), [5]],
  'activation, softplus': [() => layers.activation({ activation: 'softplus' }), [5]],
  'activation, softsign': [() => layers.activation({ activation: 'softsign' }), [5]],
  'activation, swish': [() => layers.activation({ activation: 'swish' }), [5]],
  'activation, tanh': [() => layers.activation({ activation: 'tanh' }), [5]],
  averagePooling2d: [() => layers.averagePooling2d({ poolSize: 2 }), [4, 6, 2]],
  'averagePooling2d, same': [() => layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }), [5, 4, 2]],
  'batchNormalization, of channels': [() => layers.batchNormalization({ epsilon: 1e-2 }), [3, 2, 4]],
  'batchNormalization, of units': [() => layers.batchNormalization({ epsilon: 1e-2 }), [6]],
  'batchNormalization, bare': [() => layers.batchNormalization({ scale: false, center: false }), [2, 2, 3]],
  conv1d: [() => layers.conv1d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same', activation: 'tanh' }), [7, 2]],
  'conv2d, same': [() => layers.conv2d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' }), [5, 4, 2]],
  'conv2d, valid, no bias': [() => layers.conv2d({ filters: 3, kernelSize: [2, 3], useBias: false, activation: 'sigmoid' }), [4, 5, 2]],
  'conv2dTranspose, same': [() => layers.conv2dTranspose({ filters: 2, kernelSize: 4, strides: 2, padding: 'same' }), [3, 2, 3]],
  'conv2dTranspose, valid': [() => layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'valid' }), [2, 3, 2]],
  cropping2d: [
    () =>
      layers.cropping2D({
        cropping: [
          [1, 0],
          [0, 2],
        ],
      }),
    [3, 4, 2],
  ],
  dense: [() => layers.dense({ units: 4, activation: 'tanh' }), [3]],
  'dense, over positions': [() => layers.dense({ units: 4 }), [3, 2]],
  depthwiseConv2d: [() => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same' }), [5, 4, 2]],
  dropout: [() => layers.dropout({ rate: 0.4 }), [8]],
  'dropout, of channels': [() => layers.dropout({ rate: 0.4, noiseShape: [null as never, 1, 1, 6] }), [2, 3, 6]],
  elu: [() => layers.elu(), [5]],
  flatten: [() => layers.flatten(), [2, 3, 2]],
  globalAveragePooling2d: [() => layers.globalAveragePooling2d({}), [3, 2, 4]],
  layerNormalization: [() => layers.layerNormalization({ epsilon: 1e-2 }), [3, 5]],
  'layerNormalization, along another axis': [() => layers.layerNormalization({ axis: 1, epsilon: 1e-2, scale: false }), [3, 5]],
  leakyReLU: [() => layers.leakyReLU({ alpha: 0.2 }), [5]],
  maxPooling2d: [() => layers.maxPooling2d({ poolSize: 2 }), [4, 6, 2]],
  reLU: [() => layers.reLU(), [5]],
  reshape: [() => layers.reshape({ targetShape: [3, -1 as number] }), [2, 3, 2]],
  separableConv2d: [() => layers.separableConv2d({ filters: 3, kernelSize: 3, padding: 'same', activation: 'tanh' }), [4, 3, 2]],
  softmax: [() => layers.softmax(), [5]],
  spatialDropout1d: [() => layers.spatialDropout1d({ rate: 0.5 }), [4, 6]],
  'upSampling2d, not square': [() => layers.upSampling2d({ size: [2, 3] }), [2, 3, 2]],
  zeroPadding2d: [
    () =>
      layers.zeroPadding2d({
        padding: [
          [1, 0],
          [2, 1],
        ] as never,
      }),
    [2, 3, 2],
  ],
};

onEachBackend('forward', () => {
  beforeAll(installGradients);

  it.each(Object.keys(cases))('differentiates %s twice, by its input and its weights', (name) => {
    const [make, shape] = cases[name] as [() => Layer, number[]];
    const input = tfl.input({ shape });
    const model = tfl.model({ inputs: input, outputs: make().apply(input) as tfl.SymbolicTensor });
    const rng = new Rng(11);
    const names = Object.keys(variablesOf(model).trainable);
    const x = rng.normal([3, ...shape]);
    const weights = names.map((weight) => rng.normal((variablesOf(model).trainable[weight] as tf.Variable).shape));
    const before = tf.memory().numTensors;
    checkDerivatives(
      (at, ...others) => {
        // The same noise at every call, or a difference of two calls would be of different functions.
        const options = {
          training: true,
          rng: new Rng(5),
          weights: Object.fromEntries(names.map((weight, i) => [weight, others[i] as tf.Tensor])),
        };
        const y = forward(model, at as tf.Tensor, options);
        return tf.sum(tf.mul(tf.square(tf.add(y, 0.5)), new Rng(6).normal(y.shape)));
      },
      [x, ...weights],
    );
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
    tf.dispose([x, weights]);
  });

  it('differentiates merging and looking up', () => {
    const [a, b] = [tfl.input({ shape: [4] }), tfl.input({ shape: [4] })];
    const labels = tfl.input({ shape: [1], dtype: 'int32' });
    const row = layers.flatten().apply(layers.embedding({ inputDim: 5, outputDim: 4 }).apply(labels)) as tfl.SymbolicTensor;
    const parts = [
      layers.add().apply([a, b]),
      layers.multiply().apply([a, row]),
      layers.average().apply([a, b]),
      layers.maximum().apply([b, row]),
      layers.dot({ axes: 1 }).apply([b, row]),
    ] as tfl.SymbolicTensor[];
    const model = tfl.model({ inputs: [a, b, labels], outputs: layers.concatenate().apply(parts) as tfl.SymbolicTensor });
    const rng = new Rng(12);
    const [table] = Object.keys(variablesOf(model).trainable) as [string];
    checkDerivatives(
      (x, y, embeddings) => {
        const indices = tf.tensor2d([1, 4, 1], [3, 1], 'int32');
        const out = forward(model, [x as tf.Tensor, y as tf.Tensor, indices], { weights: { [table]: embeddings as tf.Tensor } });
        return tf.sum(tf.mul(tf.square(out), new Rng(6).normal(out.shape)));
      },
      [rng.normal([3, 4]), rng.normal([3, 4]), rng.normal([5, 4])],
    );
  });
});
