import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { useCpu } from '../../test/backends.js';
import { type Batch, type InMemoryDataset, inMemory, type LabelledBatch } from './in-memory.js';

beforeAll(useCpu);

describe('inMemory', () => {
  const points = { data: [0, 1, 10, 11, 20, 21], shape: [3, 2] };

  it('gives out the items asked for, in the order asked for', () => {
    const set = inMemory({ x: points });
    expectTypeOf(set).toEqualTypeOf<InMemoryDataset<Batch>>();
    expect(set.length).toBe(3);
    const { x, labels } = set.batch(Int32Array.of(2, 0));
    expect(x.shape).toEqual([2, 2]);
    expect([...x.dataSync()]).toEqual([20, 21, 0, 1]);
    expect(labels).toBeUndefined();
  });

  it('gives out labels beside them where it has some', () => {
    const set = inMemory({ x: points, labels: [5, 6, 7] });
    expectTypeOf(set).toEqualTypeOf<InMemoryDataset<LabelledBatch>>();
    const { labels } = set.batch(Int32Array.of(1, 1, 2));
    expect(labels.dtype).toBe('int32');
    expect([...labels.dataSync()]).toEqual([6, 6, 7]);
  });

  it('reads a tensor once and makes only what it returns', () => {
    const x = tf.tensor4d(
      Array.from({ length: 16 }, (_, i) => i),
      [2, 2, 2, 2],
    );
    const before = tf.memory().numTensors;
    const set = inMemory({ x });
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
    expect(set.batch(Int32Array.of(1)).x.shape).toEqual([1, 2, 2, 2]);
  });

  it('has a fingerprint that tells values, shapes and labels apart', () => {
    const sets = [
      { x: points },
      { x: { ...points, shape: [2, 3] } },
      { x: { ...points, data: [0, 1, 10, 11, 20, 22] } },
      { x: points, labels: [0, 1, 2] },
      { x: points, labels: [0, 1, 1] },
    ].map((source) => inMemory(source).fingerprint?.());
    expect(new Set(sets).size).toBe(5);
    expect(sets[0]).toBe(inMemory({ x: tf.tensor2d(points.data, [3, 2]) }).fingerprint?.());
    expect(sets[0]).toMatch(/^[0-9a-f]{16}$/);
  });

  it('says what it expected, naming the item', () => {
    expect(() => inMemory({ x: { data: [], shape: [0, 2] } })).toThrowErrorMatchingInlineSnapshot(
      `[Error: inMemory: expected at least one item with at least one value, got shape [0,2].]`,
    );
    expect(() => inMemory({ x: { data: [1, 2, 3], shape: [2, 2] } })).toThrowErrorMatchingInlineSnapshot(
      `[Error: inMemory: expected 4 values for shape [2,2], got 3.]`,
    );
    expect(() => inMemory({ x: { data: [1, 2, 3, Number.NaN], shape: [2, 2] } })).toThrowErrorMatchingInlineSnapshot(
      `[Error: inMemory: expected finite values, got NaN in item 1.]`,
    );
    expect(() => inMemory({ x: points, labels: [1, 2] })).toThrowErrorMatchingInlineSnapshot(
      `[Error: inMemory: expected 3 labels, one an item, got 2.]`,
    );
    expect(() => inMemory({ x: points, labels: [1, 2, -1] })).toThrowErrorMatchingInlineSnapshot(
      `[Error: inMemory: expected labels that are integers >= 0, got -1 for item 2.]`,
    );
    expect(() => inMemory({ x: points, labels: [1, 2, 3], classes: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[Error: inMemory: expected labels that are integers in [0, 3), got 3 for item 2.]`,
    );
    expect(() => inMemory({ x: points }).batch(Int32Array.of(0, 3))).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: batch: expected indices in [0, 3), got 3.]`,
    );
  });
});
