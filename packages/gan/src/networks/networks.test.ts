import { fanInUniform, forward, Rng, variablesOf } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from '../../../core/test/backends.js';
import { Discriminator } from './discriminator.js';
import { gaussian } from './gaussian.js';
import { Generator } from './generator.js';

beforeAll(useCpu);

const shapes = (network: Generator['network']) =>
  Object.fromEntries(Object.entries(variablesOf(network).trainable).map(([name, { shape }]) => [name, shape.join(' x ')]));
const values = (variable: tf.Tensor | undefined) => (variable as tf.Tensor).dataSync() as Float32Array;

describe('Generator', () => {
  it('draws 28 x 28 x 1 from 100 latents', () => {
    const generator = new Generator({ imageShape: [28, 28, 1] });
    const images = forward(generator.network, new Rng(1).normal([2, 100]));
    expect(images.shape).toEqual([2, 28, 28, 1]);
    expect(Math.max(...images.dataSync().map(Math.abs))).toBeLessThanOrEqual(1);
    expect(shapes(generator.network)).toMatchInlineSnapshot(`
      {
        "project/kernel": "100 x 6272",
        "project_norm/beta": "128",
        "project_norm/gamma": "128",
        "up1/kernel": "4 x 4 x 64 x 128",
        "up1_norm/beta": "64",
        "up1_norm/gamma": "64",
        "up2/bias": "1",
        "up2/kernel": "4 x 4 x 1 x 64",
      }
    `);
  });

  it.each([
    [[8, 12, 3], [6]],
    [
      [16, 40, 2],
      [8, 4, 4],
    ],
    [
      [64, 64, 3],
      [8, 8, 4, 4],
    ],
    [[2, 2, 1], [3]],
  ] as const)('draws %j through %j', (imageShape, filters) => {
    const generator = new Generator({ imageShape, filters, latentDim: 5, normalization: 'none' });
    expect(forward(generator.network, tf.ones([3, 5])).shape).toEqual([3, ...imageShape]);
    generator.dispose();
  });

  it('is the study’s to the letter when asked to be', () => {
    const { network } = new Generator({
      imageShape: [28, 28, 1],
      normalization: 'batchPerUnit',
      redundantBiases: true,
      initializer: fanInUniform(),
    });
    expect(shapes(network)).toMatchInlineSnapshot(`
      {
        "project/bias": "6272",
        "project/kernel": "100 x 6272",
        "project_norm/beta": "6272",
        "project_norm/gamma": "6272",
        "up1/bias": "64",
        "up1/kernel": "4 x 4 x 64 x 128",
        "up1_norm/beta": "64",
        "up1_norm/gamma": "64",
        "up2/bias": "1",
        "up2/kernel": "4 x 4 x 1 x 64",
      }
    `);
    const { trainable } = variablesOf(network);
    for (const [name, fanIn] of [
      ['project', 100],
      ['up1', 64 * 16],
      ['up2', 16],
    ] as const) {
      for (const weight of ['kernel', 'bias']) {
        const largest = values(trainable[`${name}/${weight}`]).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        expect(largest).toBeLessThanOrEqual(Math.fround(1 / Math.sqrt(fanIn)));
        expect(largest).toBeGreaterThan(weight === 'kernel' ? 0.95 / Math.sqrt(fanIn) : 0);
      }
    }
    const { epsilon, momentum } = network.getLayer('project_norm').getConfig();
    expect({ epsilon, momentum }).toEqual({ epsilon: 1e-5, momentum: 0.9 });
  });

  it('takes a label beside the latents, and draws by it', () => {
    const { network } = new Generator({
      imageShape: [8, 8, 1],
      filters: [4],
      latentDim: 5,
      classes: 3,
      initializer: gaussian({ stddev: 0.5 }),
    });
    const draw = (label: number) => [...forward(network, [tf.ones([1, 5]), tf.tensor2d([label], [1, 1], 'int32')]).dataSync()];
    expect(draw(0)).toEqual(draw(0));
    expect(draw(0)).not.toEqual(draw(2));
  });

  it('starts from its rng alone', () => {
    const weights = (rng?: Rng) =>
      values(variablesOf(new Generator({ imageShape: [4, 4, 1], filters: [2], rng }).network).trainable['project/kernel']);
    expect(weights(new Rng(3))).toEqual(weights(new Rng(3)));
    expect(weights()).toEqual(weights(new Rng(0)));
    expect(weights(new Rng(3))).not.toEqual(weights());
  });

  it('says what it expected, naming the dimension', () => {
    expect(() => new Generator({ imageShape: [30, 28, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Generator: expected an image height divisible by 4, got 30. Each of the 2 entries of filters doubles it; 32 would do.]`,
    );
    expect(() => new Generator({ imageShape: [28, 26, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Generator: expected an image width divisible by 4, got 26. Each of the 2 entries of filters doubles it; 28 would do.]`,
    );
    expect(() => new Generator({ imageShape: [28, 28] as never })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: Generator.imageShape: expected [height, width, channels], integers >= 1, got [28,28].]`,
    );
    expect(() => new Generator({ imageShape: [28, 28, 0] })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: Generator.imageShape: expected [height, width, channels], integers >= 1, got [28,28,0].]`,
    );
    expect(() => new Generator({ imageShape: [28, 28, 1], filters: [] })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: Generator.filters: expected a list of at least 1, got [].]`,
    );
    expect(() => new Generator({ imageShape: [28, 28, 1], filters: [8, -3] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Generator.filters[1]: expected an integer >= 1, got -3.]`,
    );
    expect(() => new Generator({ imageShape: [28, 28, 1], latentDim: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Generator.latentDim: expected an integer >= 1, got 0.]`,
    );
    expect(() => new Generator({ imageShape: [28, 28, 1], classes: 2.5 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Generator.classes: expected an integer >= 1, got 2.5.]`,
    );
  });
});

describe('Discriminator', () => {
  it('halves 28 to 14, 7 and 3, and gives one logit an image', () => {
    const discriminator = new Discriminator({ imageShape: [28, 28, 1] });
    expect(forward(discriminator.network, tf.zeros([2, 28, 28, 1])).shape).toEqual([2, 1]);
    expect(discriminator.spectral).toBe(true);
    expect(['down1', 'down2', 'down3'].map((name) => discriminator.network.getLayer(name).outputShape)).toEqual([
      [null, 14, 14, 64],
      [null, 7, 7, 128],
      [null, 3, 3, 256],
    ]);
    expect(shapes(discriminator.network)).toMatchInlineSnapshot(`
      {
        "down1/bias": "64",
        "down1/kernel": "4 x 4 x 1 x 64",
        "down2/bias": "128",
        "down2/kernel": "4 x 4 x 64 x 128",
        "down3/bias": "256",
        "down3/kernel": "4 x 4 x 128 x 256",
        "logit/bias": "1",
        "logit/kernel": "2304 x 1",
      }
    `);
  });

  it('has batch normalisation after every convolution but the first, and drops whole channels, when asked to', () => {
    const { network, spectral } = new Discriminator({
      imageShape: [28, 28, 1],
      normalization: 'batch',
      dropout: 0.25,
      redundantBiases: true,
    });
    expect(spectral).toBe(false);
    expect(network.layers.map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "image",
        "down1_pad",
        "down1",
        "down1_relu",
        "down1_drop",
        "down2_pad",
        "down2",
        "down2_norm",
        "down2_relu",
        "down2_drop",
        "down3_pad",
        "down3",
        "down3_norm",
        "down3_relu",
        "down3_drop",
        "features",
        "logit",
      ]
    `);
    const dropped = network.getLayer('down1_drop').getConfig();
    expect([dropped.rate, dropped.noiseShape]).toEqual([0.25, [null, 1, 1, 64]]);
  });

  it('judges an image by its label, by projection', () => {
    const { network } = new Discriminator({ imageShape: [8, 6, 3], filters: [4, 4], classes: 3, initializer: gaussian({ stddev: 0.5 }) });
    const image = new Rng(1).normal([1, 8, 6, 3]);
    const judge = (label: number) => forward(network, [image, tf.tensor2d([label], [1, 1], 'int32')]).dataSync()[0];
    expect(judge(1)).toBe(judge(1));
    expect(judge(1)).not.toBe(judge(2));
  });

  it('says what it expected, naming the dimension', () => {
    expect(() => new Discriminator({ imageShape: [28, 7, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Discriminator: expected an image width of at least 8 for 3 halvings, got 7. Shorten filters.]`,
    );
    expect(() => new Discriminator({ imageShape: [3, 28, 1], filters: [4, 4] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Discriminator: expected an image height of at least 4 for 2 halvings, got 3. Shorten filters.]`,
    );
    expect(() => new Discriminator({ imageShape: [28, 28, 1], dropout: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Discriminator.dropout: expected a number in [0, 1), got 1.]`,
    );
  });
});
