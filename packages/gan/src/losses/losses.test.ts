import { gradients, installGradients } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { useCpu } from '../../../core/test/backends.js';
import { checkDerivatives } from '../../../core/test/finite-differences.js';
import type { AdversarialLoss } from './adversarial-loss.js';
import { hinge } from './hinge.js';
import { leastSquares } from './least-squares.js';
import { nonSaturating } from './non-saturating.js';
import { relativistic } from './relativistic.js';
import { wasserstein } from './wasserstein.js';

beforeAll(useCpu);
beforeAll(installGradients);

const logits = (...values: number[]) => tf.tensor2d(values, [values.length, 1]);
const read = (x: tf.Tensor) => x.dataSync()[0] as number;
const softplus = (x: number) => Math.log1p(Math.exp(x));

/** Each loss with its objectives at real = [2, 0.5] and fake = [-1, 0.5], worked out by hand. */
const family: [string, AdversarialLoss, number, number][] = [
  [
    'nonSaturating',
    nonSaturating(),
    (softplus(-2) + softplus(-0.5)) / 2 + (softplus(-1) + softplus(0.5)) / 2,
    (softplus(1) + softplus(-0.5)) / 2,
  ],
  [
    'nonSaturating, smoothed',
    nonSaturating({ smoothing: 0.1 }),
    (softplus(-2) + 0.2 + softplus(-0.5) + 0.05) / 2 + (softplus(-1) + softplus(0.5)) / 2,
    (softplus(1) + softplus(-0.5)) / 2,
  ],
  ['leastSquares', leastSquares(), (1 + 0.25) / 4 + (1 + 0.25) / 4, (4 + 0.25) / 4],
  ['leastSquares, with targets', leastSquares({ real: 0.9, fake: -1, generator: 0.5 }), (1.21 + 0.16) / 4 + (0 + 2.25) / 4, (2.25 + 0) / 4],
  ['hinge', hinge(), (0 + 0.5) / 2 + (0 + 1.5) / 2, 0.25],
  ['hinge, wide', hinge({ margin: 3 }), (1 + 2.5) / 2 + (2 + 3.5) / 2, 0.25],
  ['wasserstein', wasserstein(), -0.25 - 1.25, 0.25],
  ['relativistic', relativistic(), (softplus(-3) + softplus(0)) / 2, (softplus(3) + softplus(0)) / 2],
];

describe.each(family)('the loss %s', (_, loss, discriminator, generator) => {
  const [real, fake] = [() => logits(2, 0.5), () => logits(-1, 0.5)];

  it('has the value worked out by hand', () => {
    expectTypeOf(loss.discriminator).returns.toEqualTypeOf<tf.Scalar>();
    expect(read(loss.discriminator({ real: real(), fake: fake() }))).toBeCloseTo(discriminator, 5);
    expect(read(loss.generator({ real: real(), fake: fake() }))).toBeCloseTo(generator, 5);
  });

  it('has right first and second derivatives', () => {
    // away from the kinks of the hinge
    const [a, b] = [logits(1.7, 0.45, -0.3), logits(-1.6, 0.55, 0.2)];
    const bent = (x: tf.Tensor) => tf.mul(x, tf.tanh(x));
    checkDerivatives((x, y) => loss.discriminator({ real: bent(x as tf.Tensor), fake: bent(y as tf.Tensor) }), [a, b]);
    checkDerivatives((x, y) => loss.generator({ real: bent(x as tf.Tensor), fake: bent(y as tf.Tensor) }), [a, b]);
  });

  it('draws the generator’s logits up and pushes the discriminator’s apart', () => {
    const w = { real: tf.variable(logits(-0.1)), fake: tf.variable(logits(0.1)) };
    const apart = gradients(() => loss.discriminator(w), w).gradients;
    expect(read(apart.real as tf.Tensor)).toBeLessThan(0);
    expect(read(apart.fake as tf.Tensor)).toBeGreaterThan(0);
    const up = gradients(() => loss.generator({ ...w, real: logits(0.1) }), { fake: w.fake }).gradients;
    expect(read(up.fake as tf.Tensor)).toBeLessThan(0);
  });

  it('takes a batch of one, stays finite far out, and leaves only what it returns', () => {
    const far = { real: logits(-80), fake: logits(80) };
    const before = tf.memory().numTensors;
    const values = [loss.discriminator(far), loss.generator(far)];
    expect(tf.memory().numTensors).toBe(before + 2);
    for (const value of values) expect(Number.isFinite(read(value))).toBe(true);
  });
});

describe('the losses', () => {
  it('say what they expected', () => {
    expect(() => nonSaturating({ smoothing: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: nonSaturating.smoothing: expected a number in [0, 1), got 1.]`,
    );
    expect(() => hinge({ margin: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: hinge.margin: expected a number > 0, got 0.]`);
  });
});
