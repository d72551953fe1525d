import { forward, gradients, installGradients, Rng, variablesOf } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { onEachBackend } from '../../core/test/backends.js';
import { Discriminator } from './networks/discriminator.js';
import { gaussian } from './networks/gaussian.js';
import { type GradientPenalty, gradientPenalty, r1, r2 } from './penalties.js';

const read = (x: tf.Tensor) => [...x.dataSync()];

onEachBackend('a gradient penalty', () => {
  beforeAll(installGradients);
  const noise = new Rng(4);

  it('is the mean squared slope: of a linear critic, the square of its weights', () => {
    const w = tf.variable(tf.tensor4d([1, -2, 3, 0.5], [1, 2, 2, 1]));
    const judge = (images: tf.Tensor4D) => tf.sum(tf.mul(images, w), [1, 2, 3]);
    const images = (n: number) => new Rng(n).normal([n, 2, 2, 1]) as tf.Tensor4D;
    for (const penalty of [r1(), r2()]) {
      const { loss, gradients: g } = gradients(() => penalty.of({ judge, real: images(3), fake: images(5), noise }), { w });
      expect(read(loss)[0]).toBeCloseTo(1 + 4 + 9 + 0.25, 4);
      read(g.w as tf.Tensor).forEach((value, i) => {
        expect(value).toBeCloseTo(2 * (read(w)[i] as number), 4);
      });
    }
  });

  it('looks at real images for R1 and at generated ones for R2', () => {
    const judge = (images: tf.Tensor4D) => tf.sum(tf.square(images), [1, 2, 3]); // slope 2 x
    const [real, fake] = [tf.fill([2, 1, 1, 1], 3), tf.fill([2, 1, 1, 1], 5)] as [tf.Tensor4D, tf.Tensor4D];
    expect(read(r1().of({ judge, real, fake, noise }))[0]).toBeCloseTo(36, 4);
    expect(read(r2().of({ judge, real, fake, noise }))[0]).toBeCloseTo(100, 4);
    expect([r1().weight, r2({ weight: 0.5 }).weight]).toEqual([5, 0.5]);
  });

  it('of WGAN-GP holds the slope between real and generated images to 1, and says so of a linear critic and at a slope of 0', () => {
    const w = tf.variable(tf.tensor4d([2, -1, 2, 0], [1, 2, 2, 1])); // of length 3
    const judge = (images: tf.Tensor4D) => tf.sum(tf.mul(images, w), [1, 2, 3]);
    const [real, fake] = [new Rng(1).normal([3, 2, 2, 1]), new Rng(2).normal([3, 2, 2, 1])] as [tf.Tensor4D, tf.Tensor4D];
    const { loss, gradients: g } = gradients(() => gradientPenalty().of({ judge, real, fake, noise }), { w });
    expect(read(loss)[0]).toBeCloseTo((3 - 1) ** 2, 4);
    // d (|w| - 1)^2 / dw = 2 (|w| - 1) w / |w|
    read(g.w as tf.Tensor).forEach((value, i) => {
      expect(value).toBeCloseTo((4 / 3) * (read(w)[i] as number), 4);
    });
    expect(read(gradientPenalty({ target: 3 }).of({ judge, real, fake, noise }))[0]).toBeCloseTo(0, 6);
    w.assign(tf.zerosLike(w));
    const flat = gradients(() => gradientPenalty().of({ judge, real, fake, noise }), { w });
    expect([read(flat.loss)[0], read(flat.gradients.w as tf.Tensor).every(Number.isFinite)]).toEqual([expect.closeTo(1, 4), true]);
  });

  it('of WGAN-GP looks at points between the images, another one for each', () => {
    const seen: number[] = [];
    const judge = (images: tf.Tensor4D) => {
      seen.push(...read(images));
      return tf.sum(images, [1, 2, 3]);
    };
    const [real, fake] = [tf.fill([4, 1, 1, 1], 3), tf.fill([4, 1, 1, 1], 5)] as [tf.Tensor4D, tf.Tensor4D];
    gradientPenalty().of({ judge, real, fake, noise });
    expect(new Set(seen).size).toBe(4);
    expect(seen.every((value) => value >= 3 && value <= 5)).toBe(true);
    expect(() => gradientPenalty({ target: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: gradientPenalty.target: expected a number > 0, got 0.]`,
    );
  });

  it.each([
    ['none', r1()],
    ['batch', r1()],
    ['none', gradientPenalty({ weight: 1 })],
  ] as const)(
    'has the gradient of a convolutional critic by finite differences (normalization: %s, %o)',
    (normalization, penalty: GradientPenalty) => {
      const { network } = new Discriminator({
        imageShape: [8, 8, 1],
        filters: [3, 4],
        normalization,
        initializer: gaussian({ stddev: 0.4 }),
      });
      const { trainable } = variablesOf(network);
      const [real, fake] = [new Rng(1).normal([4, 8, 8, 1]), new Rng(2).normal([4, 8, 8, 1])] as [tf.Tensor4D, tf.Tensor4D];
      const term = (weights: Record<string, tf.Tensor>) =>
        penalty.of({ real, fake, noise: new Rng(5), judge: (images) => forward(network, images, { training: true, weights }) });
      // The very last bias shifts all logits alike: no slope depends on it.
      const variables = Object.fromEntries(Object.entries(trainable).filter(([name]) => name !== 'logit/bias'));
      const { gradients: exact } = gradients(() => {
        const anchor = tf.mul(0, tf.addN(Object.values(variables).map((variable) => tf.sum(variable)))); // biases may not matter at all
        return tf.add(term(variables), anchor) as tf.Scalar;
      }, variables);
      const directions = Object.fromEntries(
        Object.entries(variables).map(([name, { shape }]) => [name, new Rng(3).fork(name).normal(shape)]),
      );
      const at = (by: number) =>
        read(
          term(
            Object.fromEntries(Object.entries(variables).map(([name, v]) => [name, tf.add(v, tf.mul(directions[name] as tf.Tensor, by))])),
          ),
        )[0] as number;
      // A step this small turns no leaky ReLU: where one turns, the slope of the logits jumps, and the penalty with it.
      const slope = (at(1e-4) - at(-1e-4)) / 2e-4;
      const got = Object.keys(variables).reduce(
        (sum, name) => sum + (read(tf.sum(tf.mul(exact[name] as tf.Tensor, directions[name] as tf.Tensor)))[0] as number),
        0,
      );
      expect(Math.abs(got - slope)).toBeLessThan(0.01 * Math.abs(slope) + 0.05);
    },
  );
});
