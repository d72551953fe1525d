import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { Rng } from '../src/index.js';

type ScalarFunction = (...xs: tf.Tensor[]) => tf.Tensor;

/** Sum over all inputs of the inner product of two lists of tensors. */
const inner = (a: readonly tf.Tensor[], b: readonly tf.Tensor[]) =>
  tf.addN(a.map((x, i) => tf.sum(tf.mul(x, b[i] as tf.Tensor)))) as tf.Scalar;

const moved = (xs: readonly tf.Tensor[], directions: readonly tf.Tensor[], by: number) =>
  xs.map((x, i) => tf.add(x, tf.mul(directions[i] as tf.Tensor, by)));

/** Adds 0 x for every input, so that one the function does not depend on has a gradient of zero and not none. */
const anchored =
  (f: ScalarFunction) =>
  (...xs: tf.Tensor[]) =>
    tf.add(f(...xs), tf.mul(0, tf.addN(xs.map((x) => tf.sum(x)))));

const gradientOf = (f: ScalarFunction) => tf.grads(anchored(f)) as unknown as (xs: tf.Tensor[]) => tf.Tensor[];

const read = (x: tf.Tensor) => x.dataSync()[0] as number;

/** Both must agree to a hundredth, or to what float32 leaves of a small difference. */
function expectClose(what: string, got: number, numeric: number, scale: number): void {
  expect(Number.isFinite(got), `${what} is finite`).toBe(true);
  expect(Math.abs(got - numeric), `${what}: got ${got}, by finite differences ${numeric}`).toBeLessThan(
    0.01 * Math.abs(numeric) + 0.002 * scale + 1e-4,
  );
}

/**
 * Holds the first and the second derivatives of a scalar function against central differences along random directions: the slope of f against
 * differences of f, and the slope of its gradient (with respect to all inputs, through all inputs) against differences of the gradient.
 */
export function checkDerivatives(f: ScalarFunction, xs: readonly tf.Tensor[], { step = 2e-3, seed = 1 } = {}): void {
  tf.tidy(() => {
    const rng = new Rng(seed);
    const directions = xs.map((x) => rng.normal(x.shape));
    const probes = xs.map((x) => rng.normal(x.shape));
    const gradient = gradientOf(f);

    const first = gradient([...xs]);
    const size = read(tf.sqrt(inner(first, first)));
    const slope = (read(f(...moved(xs, directions, step))) - read(f(...moved(xs, directions, -step)))) / (2 * step);
    expectClose('first derivative', read(inner(first, directions)), slope, size);

    const probed: ScalarFunction = (...at) => inner(gradient(at), probes);
    const second = gradientOf(probed)([...xs]);
    const bend = (read(probed(...moved(xs, directions, step))) - read(probed(...moved(xs, directions, -step)))) / (2 * step);
    expectClose('second derivative', read(inner(second, directions)), bend, read(tf.sqrt(inner(second, second))));
  });
}
