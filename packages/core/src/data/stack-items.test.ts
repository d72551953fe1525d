import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { useCpu } from '../../test/backends.js';
import type { Batch, LabelledBatch } from './in-memory.js';
import { stackItems } from './stack-items.js';

beforeAll(useCpu);

describe('stackItems', () => {
  it('makes one batch of items, with labels where there are classes', () => {
    const plain = stackItems({ shape: [2] })([{ x: [1, 2] }, { x: [3, 4], label: 9 }], [0, 1]);
    expectTypeOf(plain).toEqualTypeOf<Batch>();
    expect(plain.x.arraySync()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(plain).not.toHaveProperty('labels');
    const before = tf.memory().numTensors;
    const labelled = stackItems({ shape: [1, 2, 1], classes: 3 })([{ x: Float32Array.of(5, 6), label: 2 }], ['a.png']);
    expectTypeOf(labelled).toEqualTypeOf<LabelledBatch>();
    expect(labelled.x.shape).toEqual([1, 1, 2, 1]);
    expect([labelled.labels.dtype, [...labelled.labels.dataSync()]]).toEqual(['int32', [2]]);
    expect(tf.memory().numTensors).toBe(before + 2);
  });

  it('names the item that is wrong, and makes nothing then', () => {
    const before = tf.memory().numTensors;
    const message = (items: { x: number[]; label?: number }[], classes = 3) => {
      try {
        return stackItems({ shape: [2], classes })(items, ['a.png', 'b.png']);
      } catch (error) {
        return (error as Error).message;
      }
    };
    const sound = { x: [0, 1], label: 0 };
    expect([
      message([]),
      message([sound, { x: [1], label: 0 }]),
      message([{ x: [1, Number.NaN], label: 0 }]),
      message([{ x: [1e39, 0], label: 0 }]), // too large for a float32
      message([sound, { x: [1, 2] }]),
      message([sound, { x: [1, 2], label: 3 }]),
      message([sound, { x: [1, 2], label: 0.5 }]),
    ]).toMatchInlineSnapshot(`
      [
        "stackItems: expected at least one item, got none.",
        "stackItems: expected 2 values of shape [2], got 1 in item b.png.",
        "stackItems: expected finite values, got NaN in item a.png.",
        "stackItems: expected finite values, got 1e+39 in item a.png.",
        "stackItems: expected labels that are integers in [0, 3), got undefined for item b.png.",
        "stackItems: expected labels that are integers in [0, 3), got 3 for item b.png.",
        "stackItems: expected labels that are integers in [0, 3), got 0.5 for item b.png.",
      ]
    `);
    expect(tf.memory().numTensors).toBe(before);
  });
});
