import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { onEachBackend, useCpu } from '../../test/backends.js';
import { Rng } from '../rng/rng.js';
import { BatchStatistics } from './batch-statistics.js';
import { forward, forwardOutputs } from './forward.js';
import { variablesOf } from './variables-of.js';

const { layers } = tfl;
const read = (x: tf.Tensor | undefined) => [...(x as tf.Tensor).dataSync()];

function expectSame(a: tf.Tensor, b: tf.Tensor, tolerance = 1e-5): void {
  expect(a.shape).toEqual(b.shape);
  expect(tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] as number)).toBeLessThan(tolerance);
}

/** A convolutional network with a side branch, a nested network and weights that are not their initial values. */
function imageNetwork(): tfl.LayersModel {
  const image = tfl.input({ shape: [8, 6, 2] });
  const inner = tfl.sequential({
    layers: [
      layers.conv2d({ inputShape: [8, 6, 2], filters: 4, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' }),
      layers.batchNormalization({ momentum: 0.9 }),
      layers.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, padding: 'same', activation: 'tanh' }),
    ],
  });
  const side = layers.leakyReLU({ alpha: 0.1 }).apply(layers.conv2d({ filters: 3, kernelSize: 1, name: 'side' }).apply(image));
  const both = layers.add().apply([inner.apply(image) as tfl.SymbolicTensor, side as tfl.SymbolicTensor]);
  const pooled = layers.maxPooling2d({ poolSize: 2 }).apply(layers.upSampling2d({}).apply(both));
  const flat = layers.dropout({ rate: 0.5 }).apply(
    layers.flatten().apply(
      layers
        .cropping2D({
          cropping: [
            [1, 0],
            [0, 1],
          ],
        })
        .apply(layers.zeroPadding2d({}).apply(pooled)),
    ),
  );
  const model = tfl.model({ inputs: image, outputs: layers.dense({ units: 3, activation: 'softmax' }).apply(flat) as tfl.SymbolicTensor });
  const rng = new Rng(1);
  const { trainable, fixed } = variablesOf(model);
  for (const variable of Object.values(trainable)) variable.assign(rng.normal(variable.shape, { stddev: 0.3 }));
  for (const variable of Object.values(fixed)) variable.assign(rng.uniform(variable.shape, { low: 0.5, high: 1.5 }));
  return model;
}

onEachBackend('forward', () => {
  it('gives what predict gives, outside of training', () => {
    const model = imageNetwork();
    const x = new Rng(2).normal([5, 8, 6, 2]);
    const before = tf.memory().numTensors;
    const y = forward(model, x);
    expect(tf.memory().numTensors).toBe(before + 1);
    expectSame(y, model.predict(x) as tf.Tensor);
  });

  it('pads as the layers say, whoever else reads the padded image', () => {
    const image = tfl.input({ shape: [5, 4, 2] });
    const pad = (name: string) =>
      layers
        .zeroPadding2d({
          padding: [
            [1, 0],
            [2, 1],
          ] as never,
          name,
        })
        .apply(image) as tfl.SymbolicTensor;
    const conv = (x: tfl.SymbolicTensor, padding: 'valid' | 'same' = 'valid') =>
      layers.conv2d({ filters: 3, kernelSize: 3, strides: 2, padding }).apply(x) as tfl.SymbolicTensor;
    const [own, shared, same, shown] = ['own', 'shared', 'same', 'shown'].map(pad) as [
      tfl.SymbolicTensor,
      tfl.SymbolicTensor,
      tfl.SymbolicTensor,
      tfl.SymbolicTensor,
    ];
    const model = tfl.model({ inputs: image, outputs: [conv(own), conv(shared), conv(shared), conv(same, 'same'), shown, conv(shown)] });
    const x = new Rng(4).normal([2, 5, 4, 2]);
    const wanted = model.predict(x) as tf.Tensor[];
    forwardOutputs(model, x).forEach((got, i) => {
      expectSame(got, wanted[i] as tf.Tensor);
    });
  });

  it('runs networks with several inputs and outputs', () => {
    const [a, b] = [tfl.input({ shape: [3] }), tfl.input({ shape: [1], dtype: 'int32' })];
    const row = layers.reshape({ targetShape: [4] }).apply(layers.embedding({ inputDim: 5, outputDim: 4 }).apply(b)) as tfl.SymbolicTensor;
    const joined = layers.concatenate().apply([layers.dense({ units: 4 }).apply(a) as tfl.SymbolicTensor, row]) as tfl.SymbolicTensor;
    const model = tfl.model({
      inputs: [a, b],
      outputs: [joined, layers.activation({ activation: 'softplus' }).apply(joined) as tfl.SymbolicTensor],
    });
    const inputs = [new Rng(3).normal([2, 3]), tf.tensor2d([4, 0], [2, 1], 'int32')];
    const got = forwardOutputs(model, inputs);
    (model.predict(inputs) as tf.Tensor[]).forEach((wanted, i) => {
      expectSame(got[i] as tf.Tensor, wanted);
    });
  });

  it('normalises layers along any one axis', () => {
    const image = tfl.input({ shape: [5, 4, 3] });
    const norm = (axis: number) => layers.layerNormalization({ axis, gammaInitializer: 'randomNormal' }).apply(image) as tfl.SymbolicTensor;
    const model = tfl.model({ inputs: image, outputs: [norm(-1), norm(1)] });
    const x = new Rng(4).normal([2, 5, 4, 3]);
    const wanted = model.predict(x) as tf.Tensor[];
    for (const [i, got] of forwardOutputs(model, x).entries()) expectSame(got, wanted[i] as tf.Tensor);
  });

  it('normalises by the batch in training and moves the running statistics once a commit', () => {
    const model = tfl.sequential({ layers: [layers.batchNormalization({ inputShape: [2], momentum: 0.9, epsilon: 1e-5 })] });
    const x = tf.tensor2d([
      [0, 0],
      [2, 4],
      [4, 8],
    ]);
    const statistics = new BatchStatistics();
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const y = forward(model, x, { training: true, statistics });
      expectSame(tf.mean(y, 0), tf.zeros([2]));
      forward(model, x, { training: true, statistics }); // a second pass counts for the average, not twice
    });
    const [mean, variance] = Object.values(variablesOf(model).fixed);
    expect(read(mean)).toEqual([0, 0]);
    statistics.commit();
    expectSame(mean as tf.Tensor, tf.tensor1d([0.2, 0.4])); // 0.1 of the means 2 and 4
    expectSame(variance as tf.Tensor, tf.tensor1d([0.9 + 0.4, 0.9 + 1.6])); // 0.1 of the unbiased variances 4 and 16
    expect(tf.memory().numTensors).toBe(before + 2); // the tensors of the two expectations above
  });

  it('drops out by the noise it is given: whole channels where the layer says so, and nothing outside of training', () => {
    const model = tfl.sequential({
      layers: [layers.dropout({ inputShape: [2, 3, 50], rate: 0.25, noiseShape: [null as never, 1, 1, 50] })],
    });
    const x = tf.ones([4, 2, 3, 50]);
    const y = forward(model, x, { training: true, rng: new Rng(5) });
    expectSame(y, forward(model, x, { training: true, rng: new Rng(5) }));
    const channels = read(tf.mean(y, [1, 2]));
    expect(channels.every((value) => value === 0 || Math.abs(value - 4 / 3) < 1e-6)).toBe(true);
    const kept = channels.filter((value) => value > 0).length / 200;
    expect(Math.abs(kept - 0.75)).toBeLessThan(4 * Math.sqrt((0.75 * 0.25) / 200));
    const before = tf.memory().numTensors;
    const untouched = forward(model, x);
    expect(tf.memory().numTensors).toBe(before + 1);
    untouched.dispose();
    expect(x.isDisposed).toBe(false);
  });

  it('takes other weights for a call, nested ones by their path', () => {
    const model = imageNetwork();
    const names = Object.keys(variablesOf(model).trainable);
    expect(names).toContain('side/kernel');
    expect(names).toContain('sequential_2/conv2d_0/kernel');
    const x = new Rng(2).normal([2, 8, 6, 2]);
    const weights = Object.fromEntries(names.map((name) => [name, tf.zerosLike(variablesOf(model).trainable[name] as tf.Variable)]));
    expectSame(forward(model, x, { weights }), tf.fill([2, 3], 1 / 3));
    expectSame(forward(model, x), model.predict(x) as tf.Tensor);
  });
});

describe('forward', () => {
  beforeAll(useCpu);

  it('runs a layer it does not know by the layer’s own apply, and says so once', () => {
    const model = tfl.sequential({ layers: [layers.permute({ dims: [2, 1], inputShape: [1, 3] })] });
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const x = tf.tensor3d([[[1, 2, 3]]]);
    expectSame(forward(model, x, { training: true }), model.predict(x) as tf.Tensor);
    forward(model, x);
    expect(warn.mock.calls.map(([text]) => text.replace(/\d+/, 'N'))).toMatchInlineSnapshot(`
      [
        "forward: Permute (set as in permute_PermuteN) is not in GenLab's table and runs by its own apply: its randomness is not seeded.",
      ]
    `);
    warn.mockRestore();
  });

  it('finds layers that were added after its first run', () => {
    const model = tfl.sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
    forward(model, tf.ones([1, 3]));
    model.add(layers.dense({ units: 5 }));
    expect(forward(model, tf.ones([1, 3])).shape).toEqual([1, 5]);
    expect(Object.keys(variablesOf(model).trainable)).toEqual(['dense_0/kernel', 'dense_0/bias', 'dense_1/kernel', 'dense_1/bias']);
  });

  it('counts a frozen layer’s weights among the fixed ones', () => {
    const model = tfl.sequential({ layers: [layers.dense({ units: 2, inputShape: [3], trainable: false, name: 'frozen' })] });
    expect(Object.keys(variablesOf(model).fixed)).toEqual(['frozen/kernel', 'frozen/bias']);
    expect(variablesOf(model).trainable).toEqual({});
  });

  it('says what it expected', () => {
    const model = tfl.sequential({
      name: 'net',
      layers: [layers.dense({ units: 2, inputShape: [3], name: 'code' }), layers.dropout({ rate: 0.5, name: 'drop' })],
    });
    expect(() => forward(model, tf.ones([1, 4]))).toThrowErrorMatchingInlineSnapshot(
      `[Error: forward: expected input of shape [any, 3] for net, got [1, 4].]`,
    );
    expect(() => forward(model, [tf.ones([1, 3]), tf.ones([1, 3])])).toThrowErrorMatchingInlineSnapshot(
      `[Error: forward: expected input of shape [any, 3] for net, got [1, 3] and [1, 3].]`,
    );
    expect(() => forward(model, tf.ones([1, 3]), { training: true })).toThrowErrorMatchingInlineSnapshot(
      `[Error: forward: expected rng for the layer drop, got none. Pass the step context or new Rng(seed).]`,
    );
    expect(() => forward(model, tf.ones([1, 3]), { weights: { 'coda/kernel': tf.ones([3, 2]) } })).toThrowErrorMatchingInlineSnapshot(
      `[Error: forward: expected weights of net, got coda/kernel. variablesOf(model) has the names.]`,
    );
    expect(() => forward(tfl.sequential({ name: 'bare' }), tf.ones([1, 3]))).toThrowErrorMatchingInlineSnapshot(
      `[Error: forward: expected a model that is built, got bare. Give its first layer an inputShape.]`,
    );
  });
});
