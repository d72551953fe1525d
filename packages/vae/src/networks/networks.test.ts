import { conv1d, conv1dTranspose, forward, Rng, variablesOf } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from '../../../core/test/backends.js';
import { conv1dBody, conv2dBody } from './convolution-body.js';
import { HierarchicalDecoder } from './decoder.js';
import { denseBody } from './dense-body.js';
import { HierarchicalEncoder } from './encoder.js';
import { variablesOfAll } from './run.js';

beforeAll(useCpu);

const shapes = (networks: HierarchicalEncoder['networks']) =>
  Object.fromEntries(Object.entries(variablesOfAll(networks).trainable).map(([name, { shape }]) => [name, shape.join(' x ')]));
const study = conv1dBody({ filters: [32, 64, 128], strides: [1, 2, 2] });

describe('the bodies', () => {
  it.each([
    [[16, 9], conv1dBody()],
    [[15, 2], conv1dBody({ filters: [4, 4], strides: [2, 2] })],
    [[9, 2], conv1dBody({ filters: [4, 4, 4], strides: [2, 3, 1], kernelSize: 5 })],
    [[8, 3], conv1dBody({ filters: [4, 4], strides: [1, 2], kernelSize: 4 })],
    [[28, 28, 1], conv2dBody({ filters: [4, 4, 4] })],
    [[7, 10, 3], conv2dBody({ filters: [4, 4], strides: [2, 2] })],
    [[5], denseBody({ units: [4, 3] })],
    [[2, 3, 4, 5], denseBody({ units: [4] })],
  ] as const)('lead from %j to a vector and back', (dataShape, body) => {
    const [encoder, decoder] = [body.encoder(dataShape), body.decoder(6, dataShape)];
    expect(forward(encoder, tf.zeros([2, ...dataShape])).rank).toBe(2);
    expect(forward(decoder, tf.zeros([2, 6])).shape).toEqual([2, ...dataShape]);
    for (const network of [encoder, decoder]) network.dispose();
  });

  it('convolve along one axis as conv1d and conv1dTranspose do', () => {
    const body = conv1dBody({ filters: [3, 4], strides: [1, 2] });
    const [encoder, decoder] = [body.encoder([6, 2]), body.decoder(5, [6, 2])];
    const rng = new Rng(2);
    const fill = (network: tfl.LayersModel) => {
      const { trainable } = variablesOf(network);
      for (const variable of Object.values(trainable)) variable.assign(rng.normal(variable.shape));
      return (name: string) => trainable[name] as tf.Variable;
    };
    const line = (kernel: tf.Tensor) => tf.squeeze(kernel, [0]); // [1, taps, ...]
    const weight = fill(encoder);
    const x = rng.normal([2, 6, 2]);
    const once = tf.relu(tf.add(conv1d(x, line(weight('convolution1/kernel')), { padding: 1 }), weight('convolution1/bias')));
    const twice = tf.relu(
      tf.add(conv1d(once, line(weight('convolution2/kernel')), { padding: 1, stride: 2 }), weight('convolution2/bias')),
    );
    const features = forward(encoder, x);
    expect(tf.max(tf.abs(tf.sub(features, tf.reshape(twice, [2, -1])))).dataSync()[0]).toBeLessThan(1e-4);

    const other = fill(decoder);
    const path = rng.normal([2, 5]);
    const map = tf.reshape(
      tf.relu(tf.add(tf.matMul(path as tf.Tensor2D, other('project/kernel') as never), other('project/bias'))),
      [2, 3, 4],
    );
    const options = { stride: 2, padding: 1, outputPadding: 1 };
    const longer = tf.relu(
      tf.add(conv1dTranspose(map, line(other('transposed_convolution2/kernel')), options), other('transposed_convolution2/bias')),
    );
    const data = tf.add(
      conv1dTranspose(longer, line(other('transposed_convolution1/kernel')), { padding: 1 }),
      other('transposed_convolution1/bias'),
    );
    expect(tf.max(tf.abs(tf.sub(forward(decoder, path), data))).dataSync()[0]).toBeLessThan(1e-3);
  });

  it('say what they expected, naming the dimension', () => {
    expect(() => denseBody({ units: [] })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: denseBody.units: expected a list of at least 1, got [].]`,
    );
    expect(() => denseBody({ dropout: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: denseBody.dropout: expected a number in [0, 1), got 1.]`,
    );
    expect(() => conv1dBody({ filters: [4, 0] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: conv1dBody.filters[1]: expected an integer >= 1, got 0.]`,
    );
    expect(() => conv1dBody({ filters: [4, 4], strides: [2] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: conv1dBody: expected a stride for each of 2 filters, got 1.]`,
    );
    expect(() => conv1dBody({ strides: [1, 2, 4] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: conv1dBody: expected strides no wider than the kernel, got 4. Some of the data would be skipped.]`,
    );
    expect(() => conv1dBody().encoder([28, 28, 1])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: conv1dBody: expected dataShape to be [length, channels], got [28,28,1].]`,
    );
    expect(() => conv2dBody().encoder([28, 28])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: conv2dBody: expected dataShape to be [height, width, channels], got [28,28].]`,
    );
    expect(() => conv2dBody({ kernelSize: 4, filters: [4, 4] }).encoder([1, 28, 1])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: conv2dBody: expected data that 2 convolutions fit in, got [1,28,1]. Shorten filters.]`,
    );
    expect(() => conv1dBody({ kernelSize: 2, filters: [4], strides: [2] }).decoder(3, [7, 1])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: conv1dBody: expected sizes that a transposed convolution can reach, got 7. A stride of 2 leaves 1 over at the end; another kernelSize or size of the data would do.]`,
    );
  });
});

describe('HierarchicalEncoder and HierarchicalDecoder', () => {
  it('have three bodies to choose from, by the rank of the data', () => {
    const kinds = [[12], [16, 9], [8, 8, 1]].map((dataShape) => {
      const encoder = new HierarchicalEncoder({ dataShape, latentDims: [2] });
      const { body } = encoder.config as { body: { name: string } };
      encoder.dispose();
      return body.name;
    });
    expect(kinds).toEqual(['denseBody', 'conv1dBody', 'conv2dBody']);
  });

  it('are the study’s to the letter when asked to be: the top level leads nowhere', () => {
    const encoder = new HierarchicalEncoder({
      dataShape: [16, 9],
      latentDims: [4, 12],
      body: study,
      inference: 'bottomUp',
      hidden: [64, 32],
    });
    const decoder = new HierarchicalDecoder({ dataShape: [16, 9], latentDims: [4, 12], body: study, prior: 'standard', reads: 'lowest' });
    expect(shapes(encoder.networks)).toMatchInlineSnapshot(`
      {
        "encoder/body/convolution1/bias": "32",
        "encoder/body/convolution1/kernel": "1 x 3 x 9 x 32",
        "encoder/body/convolution2/bias": "64",
        "encoder/body/convolution2/kernel": "1 x 3 x 32 x 64",
        "encoder/body/convolution3/bias": "128",
        "encoder/body/convolution3/kernel": "1 x 3 x 64 x 128",
        "encoder/posterior0/hidden1/bias": "64",
        "encoder/posterior0/hidden1/kernel": "12 x 64",
        "encoder/posterior0/hidden2/bias": "32",
        "encoder/posterior0/hidden2/kernel": "64 x 32",
        "encoder/posterior0/logVar/bias": "4",
        "encoder/posterior0/logVar/kernel": "32 x 4",
        "encoder/posterior0/mean/bias": "4",
        "encoder/posterior0/mean/kernel": "32 x 4",
        "encoder/posterior1/logVar/bias": "12",
        "encoder/posterior1/logVar/kernel": "512 x 12",
        "encoder/posterior1/mean/bias": "12",
        "encoder/posterior1/mean/kernel": "512 x 12",
      }
    `);
    expect(shapes(decoder.networks)).toMatchInlineSnapshot(`
      {
        "decoder/body/project/bias": "512",
        "decoder/body/project/kernel": "12 x 512",
        "decoder/body/transposed_convolution1/bias": "9",
        "decoder/body/transposed_convolution1/kernel": "1 x 3 x 9 x 32",
        "decoder/body/transposed_convolution2/bias": "32",
        "decoder/body/transposed_convolution2/kernel": "1 x 3 x 32 x 64",
        "decoder/body/transposed_convolution3/bias": "64",
        "decoder/body/transposed_convolution3/kernel": "1 x 3 x 64 x 128",
      }
    `);
    for (const part of [encoder, decoder]) part.dispose();
  });

  it('start every learned prior as N(0, I), and those of the classes far apart', () => {
    const decoder = new HierarchicalDecoder({ dataShape: [6], latentDims: [4, 3], classes: 5, rng: new Rng(3) });
    tf.tidy(() => {
      const { priors } = decoder.descend((_, { gaussian }) => tf.add(tf.zeros([2, gaussian.mean.shape[1] as number]), 0.7));
      expect([...(priors[1]?.gaussian.mean.dataSync() ?? [])]).toEqual(Array(6).fill(0));
      expect([...(priors[1]?.gaussian.logVar.dataSync() ?? [])]).toEqual(Array(6).fill(0));
      const means = priors[0]?.components?.mean.arraySync() as number[][];
      const distances = means.flatMap((a, i) =>
        means.slice(i + 1).map((b) => Math.hypot(...a.map((value, j) => value - (b[j] as number)))),
      );
      expect(Math.min(...distances)).toBeGreaterThan(4); // standard deviations
    });
    decoder.dispose();
  });

  it('say what they expected', () => {
    const own = tfl.sequential({ layers: [tfl.layers.dense({ units: 3, inputShape: [7] })] });
    expect(() => new HierarchicalEncoder({ dataShape: [], latentDims: [2] })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: HierarchicalEncoder.dataShape: expected a list of at least 1, got [].]`,
    );
    expect(() => new HierarchicalEncoder({ dataShape: [6], latentDims: [2], body: own })).toThrowErrorMatchingInlineSnapshot(
      `[Error: HierarchicalEncoder: expected a body from [6] to one vector an item, got one from [7] to [3].]`,
    );
    expect(() => new HierarchicalDecoder({ dataShape: [3], latentDims: [2], body: own, width: 8 })).toThrowErrorMatchingInlineSnapshot(
      `[Error: HierarchicalDecoder: expected a body from [8] to [3], got one from [7] to [3].]`,
    );
    expect(() => new HierarchicalDecoder({ dataShape: [3], latentDims: [2], classes: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: HierarchicalDecoder.classes: expected an integer >= 1, got 0.]`,
    );
    expect(() => new HierarchicalDecoder({ dataShape: [3], latentDims: [], classes: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: HierarchicalDecoder.latentDims: expected a list of at least 1, got [].]`,
    );
    own.dispose();
  });
});
