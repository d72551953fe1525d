import { gradients, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onEachBackend } from '../../core/test/backends.js';
import { checkDerivatives } from '../../core/test/finite-differences.js';
import { powerIteration, SpectralNorm, spectrallyNormalized } from './spectral-norm.js';

const read = (x: tf.Tensor) => [...x.dataSync()];

onEachBackend('spectral normalisation', () => {
  // [[3, 0], [4, 5]] has the singular values 3 sqrt(5) and sqrt(5); the right singular vectors are (1, 1) and (1, -1) over sqrt(2).
  const matrix = () => tf.tensor2d([3, 0, 4, 5], [2, 2]);
  const unit = () => tf.tensor2d([1, 0], [2, 1]);

  it('finds the first singular vector by power iteration', () => {
    let u: tf.Tensor = unit();
    for (let i = 0; i < 20; i++) u = powerIteration(matrix(), u);
    for (const value of read(u)) expect(value).toBeCloseTo(Math.SQRT1_2, 5);
    const normalized = spectrallyNormalized(matrix(), u);
    read(normalized).forEach((value, i) => {
      expect(value).toBeCloseTo((read(matrix())[i] as number) / (3 * Math.sqrt(5)), 5);
    });
  });

  it('takes a convolution’s kernel as the matrix [everything else, outputs]', () => {
    const kernel = new Rng(1).normal([3, 3, 2, 5]);
    const flat = tf.reshape(kernel, [18, 5]);
    const u = powerIteration(kernel, new Rng(2).normal([5, 1]));
    expect(read(u)).toEqual(read(powerIteration(flat, new Rng(2).normal([5, 1]))));
    expect(spectrallyNormalized(kernel, u).shape).toEqual([3, 3, 2, 5]);
  });

  it('is a pure function: the same at every call, with the gradient going through the norm', () => {
    const [kernel, u] = [new Rng(1).normal([4, 3]), powerIteration(new Rng(1).normal([4, 3]), tf.ones([3, 1]))];
    expect(read(spectrallyNormalized(kernel, u))).toEqual(read(spectrallyNormalized(kernel, u)));
    const weights = new Rng(3).normal([4, 3]);
    checkDerivatives((w) => tf.sum(tf.mul(weights, tf.square(spectrallyNormalized(w as tf.Tensor, u)))), [kernel]);
  });

  it('does not depend on the scale of the kernel, so that its gradient is at right angles to it', () => {
    const w = { 'a/kernel': tf.variable(new Rng(1).normal([4, 3])) };
    const u = powerIteration(w['a/kernel'], tf.ones([3, 1]));
    const { gradients: g } = gradients(() => tf.sum(tf.exp(spectrallyNormalized(w['a/kernel'], u))) as tf.Scalar, w);
    expect(Math.abs(read(tf.sum(tf.mul(g['a/kernel'] as tf.Tensor, w['a/kernel'])))[0] as number)).toBeLessThan(1e-4);
  });

  it('normalises kernels and embeddings of a network to a largest singular value of 1, and frees its vectors', () => {
    const variables = {
      'down/kernel': tf.variable(new Rng(1).normal([4, 4, 2, 8])),
      'down/bias': tf.variable(tf.ones([8])),
      'class/embeddings': tf.variable(new Rng(2).normal([5, 7])),
    };
    const before = tf.memory().numTensors;
    const norm = new SpectralNorm(variables, new Rng(4));
    expect(Object.keys(norm.vectors)).toEqual(['down/kernel', 'class/embeddings']);
    for (let i = 0; i < 30; i++) norm.advance();
    tf.tidy(() => {
      for (const [name, weight] of Object.entries(norm.weights())) {
        const u = norm.vectors[name] as tf.Variable;
        const largest = tf.sqrt(tf.sum(tf.square(tf.matMul(tf.reshape(weight, [-1, u.size]), u as unknown as tf.Tensor2D))));
        expect(read(largest)[0]).toBeCloseTo(1, 5);
      }
    });
    norm.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
