import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onEachBackend } from '../../test/backends.js';
import { Adam } from './adam.js';
import { guarded } from './guarded.js';
import { SGD } from './sgd.js';

const read = (tensors: Readonly<Record<string, tf.Tensor>>) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]));
const rate = 0.5;

onEachBackend('guarded', () => {
  const variables = () => tf.tidy(() => ({ a: tf.variable(tf.ones([2])), b: tf.variable(tf.scalar(1)) }));
  /** One step with the gradient [x, 0] and y. */
  const step = (optimizer: { step: Adam['step'] }, x: number, y: number) =>
    tf.tidy(() => optimizer.step({ a: tf.tensor1d([x, 0]), b: tf.scalar(y) }, tf.scalar(rate)));

  it('changes nothing about gradients within its limits, to the bit', () => {
    const [plain, limited] = [variables(), variables()];
    const [adam, both] = [new Adam(plain), guarded(new Adam(limited), limited, { clipNorm: 5, skipNorm: 5 })];
    for (const [x, y] of [
      [3, 4],
      [0.1, 1e-3],
      [0, 0],
    ] as const) {
      step(adam, x, y);
      step(both, x, y);
    }
    const { skippedUpdates, ...slots } = both.slots;
    expect([read(limited), read(slots)]).toEqual([read(plain), read(adam.slots)]);
    expect(read({ skippedUpdates: skippedUpdates as tf.Tensor })).toEqual({ skippedUpdates: [0] });
  });

  it('scales what is above clipNorm down to it, all variables alike', () => {
    const clipped = variables();
    step(guarded(new SGD(clipped), clipped, { clipNorm: 1 }), 3, 4); // of norm 5: to 0.6 and 0.8
    expect(clipped.a.dataSync()[0]).toBeCloseTo(1 - rate * 0.6, 6);
    expect(clipped.b.dataSync()[0]).toBeCloseTo(1 - rate * 0.8, 6);
  });

  it.each([
    ['above skipNorm', 3, 4.1],
    ['NaN', Number.NaN, 1],
    ['infinite', Number.POSITIVE_INFINITY, 1],
    ['too large to be squared', 3e38, 3e38],
  ])('makes no update where the norm is %s, and counts it', (_, x, y) => {
    const held = variables();
    const optimizer = guarded(new Adam(held), held, { skipNorm: 5 });
    step(optimizer, 1, 1);
    const { skippedUpdates: __, ...slots } = optimizer.slots;
    const [before, slotsBefore] = [read(held), read(slots)];
    const tensors = tf.memory().numTensors;
    step(optimizer, x, y);
    expect(tf.memory().numTensors).toBe(tensors);
    expect([read(held), read(slots)]).toEqual([before, slotsBefore]);
    step(optimizer, 1, 1);
    expect(read(held)).not.toEqual(before);
    expect(read(optimizer.slots).skippedUpdates).toEqual([1]);
  });

  it('without skipNorm leaves out only what is not finite', () => {
    const held = variables();
    const optimizer = guarded(new SGD(held), held, {});
    step(optimizer, 1e18, 0);
    step(optimizer, Number.NaN, 0);
    expect(read(optimizer.slots).skippedUpdates).toEqual([1]);
    expect(held.b.dataSync()[0]).toBe(1);
    optimizer.dispose();
  });

  it('says what it is, and what is wrong', () => {
    const held = variables();
    const optimizer = guarded(new SGD(held), held, { clipNorm: 1 });
    expect(optimizer.config).toEqual({
      optimizer: { name: 'sgd', momentum: 0, nesterov: false },
      guard: { clipNorm: 1, skipNorm: 'Infinity' },
    });
    expect(() => guarded(new SGD(held), held, { clipNorm: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: guarded.clipNorm: expected a number > 0, got 0.]`,
    );
  });
});
