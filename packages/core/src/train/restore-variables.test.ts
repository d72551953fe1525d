import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onEachBackend } from '../../test/backends.js';
import { prefixed, restoreVariables } from './restore-variables.js';

const bits = (x: tf.Tensor) => [...new Uint32Array(Float32Array.from(x.dataSync()).buffer)];

onEachBackend('restoreVariables', () => {
  const variables = () => ({
    w: tf.variable(tf.zeros([2, 3])),
    count: tf.variable(tf.scalar(0, 'int32')),
    rate: tf.variable(tf.scalar(0)),
  });

  it('copies every bit, zeros with a sign and the smallest numbers too, and leaks nothing', () => {
    const to = variables();
    const from = {
      w: tf.tensor2d([1, -0, 1e-45, 3.4e38, -1e-38, 0.1], [2, 3]),
      count: tf.scalar(7, 'int32'),
      rate: tf.scalar(-0),
    };
    const before = tf.memory().numTensors;
    restoreVariables('Test', to, from);
    expect(tf.memory().numTensors).toBe(before);
    expect([bits(to.w), bits(to.rate), to.count.dataSync()[0]]).toEqual([bits(from.w), bits(from.rate), 7]);
    tf.dispose(from);
    expect(to.w.dataSync()[0]).toBe(1);
  });

  it('changes nothing if one name, shape or dtype is wrong, and says which', () => {
    const to = variables();
    const right = { w: tf.ones([2, 3]), count: tf.scalar(1, 'int32'), rate: tf.scalar(1) };
    const restore = (tensors: object) => () => restoreVariables('Test', to, tensors as Record<string, tf.Tensor>);
    const { rate: _, ...without } = right;
    expect(restore(without)).toThrowErrorMatchingInlineSnapshot(
      `[Error: Test: expected a tensor for each of the model's 3 variables, got none for rate.]`,
    );
    expect(restore({ ...without, a: right.w, b: right.w, c: right.w, d: right.w })).toThrowErrorMatchingInlineSnapshot(
      `[Error: Test: expected a tensor for each of the model's 3 variables, got none for rate, and one for a, b, c and 1 more.]`,
    );
    expect(restore({ ...right, rate: tf.zeros([1]) })).toThrowErrorMatchingInlineSnapshot(
      `[Error: Test: expected rate to be float32 [], got float32 [1]. Was the state taken of a model with the same options?]`,
    );
    expect(restore({ ...right, count: tf.scalar(1) })).toThrowErrorMatchingInlineSnapshot(
      `[Error: Test: expected count to be int32 [], got float32 []. Was the state taken of a model with the same options?]`,
    );
    expect([...to.w.dataSync(), ...to.count.dataSync(), ...to.rate.dataSync()]).toEqual(Array(8).fill(0));
  });

  it('puts prefixes before names', () => {
    expect(prefixed('a/', { b: 1 })).toEqual({ 'a/b': 1 });
  });
});
