import * as tf from '@tensorflow/tfjs-core';
import { expect, expectTypeOf, it } from 'vitest';
import { onEachBackend } from '../../test/backends.js';
import { type Gradients, globalNorm, gradients } from './gradients.js';

onEachBackend('gradients', () => {
  it('returns the loss and one gradient a variable, by name', () => {
    const variables = { w: tf.variable(tf.tensor1d([1, 2])), b: tf.variable(tf.scalar(3)) };
    const result = gradients(() => tf.add(tf.sum(tf.square(variables.w)), tf.mul(variables.b, 5)) as tf.Scalar, variables);
    expectTypeOf(result).toEqualTypeOf<Gradients>();
    expect(result.loss.dataSync()[0]).toBe(20);
    expect([...(result.gradients.w as tf.Tensor).dataSync()]).toEqual([2, 4]);
    expect([...(result.gradients.b as tf.Tensor).dataSync()]).toEqual([5]);
    expect(result.logs).toEqual({});
  });

  it('leaves exactly what it returns, also outside a tidy, and hands logs over', () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const before = tf.memory().numTensors;
    const result = gradients(
      () => {
        const squares = tf.square(w);
        return { loss: tf.sum(squares) as tf.Scalar, logs: { largest: tf.max(squares) as tf.Scalar } };
      },
      { w },
    );
    expect(tf.memory().numTensors).toBe(before + 3);
    expect(result.logs.largest?.dataSync()[0]).toBe(4);
    tf.dispose([result.loss, result.logs.largest as tf.Tensor, result.gradients.w as tf.Tensor]);
    expect(tf.memory().numTensors).toBe(before);
    tf.tidy(() => {
      gradients(() => ({ loss: tf.sum(w) as tf.Scalar, logs: { again: tf.sum(w) as tf.Scalar } }), { w });
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves nothing when the loss throws, and works afterwards', () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const before = tf.memory().numTensors;
    const failing = () =>
      gradients(
        () => {
          tf.exp(tf.square(w));
          throw new Error('out of luck');
        },
        { w },
      );
    expect(failing).toThrow('out of luck');
    expect(tf.memory().numTensors).toBe(before);
    const { loss, gradients: again } = gradients(() => tf.sum(tf.exp(w)) as tf.Scalar, { w });
    tf.dispose([loss, again.w as tf.Tensor]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves nothing when a gradient throws on the way back', () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const before = tf.memory().numTensors;
    const bad = tf.customGrad((x) => ({
      value: tf.square(x as tf.Tensor),
      gradFunc: () => {
        throw new Error('no way back');
      },
    }));
    expect(() => gradients(() => ({ loss: tf.sum(bad(tf.exp(w))) as tf.Scalar, logs: { w: tf.sum(w) as tf.Scalar } }), { w })).toThrow(
      'no way back',
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  it('can be nested: a gradient of a gradient', () => {
    const x = tf.variable(tf.scalar(3));
    const inner = () => gradients(() => tf.mul(tf.square(x), x) as tf.Scalar, { x }).gradients.x as tf.Scalar; // 3 x^2
    const outer = gradients(() => inner(), { x });
    expect((outer.gradients.x as tf.Tensor).dataSync()[0]).toBe(18); // 6 x
  });

  it('pays no heed to the trainable flag', () => {
    const w = tf.variable(tf.scalar(1), false);
    expect((gradients(() => tf.mul(w, 2) as tf.Scalar, { w }).gradients.w as tf.Tensor).dataSync()[0]).toBe(2);
  });

  it('says what it expected', () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const unused = tf.variable(tf.scalar(1));
    const before = tf.memory().numTensors;
    expect(() => gradients(() => tf.sum(w) as tf.Scalar, {})).toThrowErrorMatchingInlineSnapshot(
      `[Error: gradients: expected at least one variable, got {}.]`,
    );
    expect(() => gradients(() => tf.square(w) as unknown as tf.Scalar, { w })).toThrowErrorMatchingInlineSnapshot(
      `[Error: gradients: expected a loss that is a scalar, got shape [2]. Take a mean or a sum.]`,
    );
    expect(() => gradients(() => tf.sum(w) as tf.Scalar, { w, unused })).toThrowErrorMatchingInlineSnapshot(
      `[Error: gradients: expected a loss that depends on every variable, got none on unused. Leave them out of the list.]`,
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  it('measures the norm of all of them', () => {
    expect(globalNorm({ a: tf.tensor1d([3, 0]), b: tf.scalar(4) }).dataSync()[0]).toBe(5);
  });
});
