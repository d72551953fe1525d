import { forward, gradients, installGradients, Rng, variablesOf } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { onEachBackend } from '../../core/test/backends.js';
import { Discriminator } from './networks/discriminator.js';
import { gaussian } from './networks/gaussian.js';
import { type GradientPenalty, r1, r2 } from './penalties.js';

const read = (x: tf.Tensor) => [...x.dataSync()];

onEachBackend('a gradient penalty', () => {
  beforeAll(installGradients);

  it('is the mean squared slope: of a linear critic, the square of its weights', () => {
    const w = tf.variable(tf.tensor4d([1, -2, 3, 0.5], [1, 2, 2, 1]));
    const judge = (images: tf.Tensor4D) => tf.sum(tf.mul(images, w), [1, 2, 3]);
    const images = (n: number) => new Rng(n).normal([n, 2, 2, 1]) as tf.Tensor4D;
    for (const penalty of [r1(), r2()]) {
      const { loss, gradients: g } = gradients(() => penalty.of({ judge, real: images(3), fake: images(5) }), { w });
      expect(read(loss)[0]).toBeCloseTo(1 + 4 + 9 + 0.25, 4);
      read(g.w as tf.Tensor).forEach((value, i) => {
        expect(value).toBeCloseTo(2 * (read(w)[i] as number), 4);
      });
    }
  });

  it('looks at real images for R1 and at generated ones for R2', () => {
    const judge = (images: tf.Tensor4D) => tf.sum(tf.square(images), [1, 2, 3]); // slope 2 x
    const [real, fake] = [tf.fill([2, 1, 1, 1], 3), tf.fill([2, 1, 1, 1], 5)] as [tf.Tensor4D, tf.Tensor4D];
    expect(read(r1().of({ judge, real, fake }))[0]).toBeCloseTo(36, 4);
    expect(read(r2().of({ judge, real, fake }))[0]).toBeCloseTo(100, 4);
    expect([r1().weight, r2({ weight: 0.5 }).weight]).toEqual([5, 0.5]);
  });

  it.each(['none', 'batch'] as const)(
    'has the gradient of a convolutional critic by finite differences (normalization: %s)',
    (normalization) => {
      const { network } = new Discriminator({
        imageShape: [8, 8, 1],
        filters: [3, 4],
        normalization,
        initializer: gaussian({ stddev: 0.4 }),
      });
      const { trainable } = variablesOf(network);
      const [real, fake] = [new Rng(1).normal([4, 8, 8, 1]), new Rng(2).normal([4, 8, 8, 1])] as [tf.Tensor4D, tf.Tensor4D];
      const penalty: GradientPenalty = r1();
      const term = (weights: Record<string, tf.Tensor>) =>
        penalty.of({ real, fake, judge: (images) => forward(network, images, { training: true, weights }) });
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
