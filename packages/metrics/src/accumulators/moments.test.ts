import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moments } from './moments.js';

const table = (maxRows: number) =>
  fc.integer({ min: 1, max: 4 }).chain((cols) =>
    fc.integer({ min: 2, max: maxRows }).chain((rows) =>
      fc.record({
        rows: fc.constant(rows),
        cols: fc.constant(cols),
        data: fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: rows * cols, maxLength: rows * cols }),
      }),
    ),
  );
const close = (a: Float64Array, b: Float64Array) => {
  a.forEach((value, i) => {
    expect(value).toBeCloseTo(b[i]!, 8);
  });
};

describe('moments', () => {
  it('are the mean and the covariance over n - 1', () => {
    const { n, mean, cov } = moments(2)
      .push({ data: [1, 2, 3, 6, 5, 10], shape: [3, 2] })
      .value();
    expect(n).toBe(3);
    expect([...mean]).toEqual([3, 6]);
    expect([...cov]).toEqual([4, 8, 8, 16]);
  });

  it('keep their digits under a large common offset', () => {
    const data = [0, 1, 2, 3, 4].map((x) => x + 1e9);
    expect(moments(1).push({ data, rows: 5, cols: 1 }).value().cov[0]).toBe(2.5);
  });

  it('are the same whether rows come at once, in two batches, or merged', () => {
    fc.assert(
      fc.property(table(12), fc.nat(), ({ data, rows, cols }, at) => {
        const cut = at % (rows + 1);
        const first = { data: data.slice(0, cut * cols), rows: cut, cols };
        const second = { data: data.slice(cut * cols), rows: rows - cut, cols };
        const whole = moments(cols).push({ data, rows, cols }).value();
        for (const parts of [moments(cols).push(first).push(second), moments(cols).push(second).merge(moments(cols).push(first))]) {
          expect(parts.n).toBe(rows);
          close(parts.value().mean, whole.mean);
          close(parts.value().cov, whole.cov);
        }
      }),
    );
  });

  it('go on from their JSON', () => {
    const batch = { data: [1, 2, 3, 5], shape: [2, 2] };
    const saved = moments(JSON.parse(JSON.stringify(moments(2).push(batch))));
    expect(saved.push(batch).value()).toEqual(moments(2).push(batch).push(batch).value());
  });

  it('say what is wrong', () => {
    expect(() => moments(0)).toThrowErrorMatchingInlineSnapshot(`[RangeError: moments: expected dims to be an integer >= 1, got 0.]`);
    expect(() => moments({ n: 1, mean: [0, 0], scatter: [0] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: moments: expected a state with 4 numbers in scatter, got 1.]`,
    );
    expect(() => moments(2).push({ data: [1, 2, 3], shape: [1, 3] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: moments: expected rows of 2 numbers, got 3.]`,
    );
    expect(() => moments(2).push({ data: [1, Number.NaN], shape: [1, 2] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: moments: expected finite numbers, got NaN in row 0, column 1. Look for a diverged model or a division by zero before it.]`,
    );
    expect(() => moments(2).push({ data: [1, 2, 3, 4], shape: [1, 2, 2] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: moments: expected rows of shape [n, d], got [1,2,2]. Flatten each sample to one row.]`,
    );
    expect(() => moments(2).push({ data: [1, 2, 3], shape: [2, 2] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: moments: expected data of n * d numbers with d >= 1, got 3 numbers for [2,2].]`,
    );
    expect(() => moments(2).merge(moments(3))).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: moments: expected rows of 2 numbers, got 3.]`,
    );
    expect(() =>
      moments(1)
        .push({ data: [1], shape: [1, 1] })
        .value(),
    ).toThrowErrorMatchingInlineSnapshot(`[RangeError: moments: expected at least 2 rows, got 1. A covariance needs two.]`);
  });
});
