import { describe, expect, it } from 'vitest';
import { normals, table } from '../../test/noise.js';
import { probe } from './probe.js';

/** Normal rows around the centre of their class, i mod classes. */
function clouds(seed: number, n: number, centers: readonly (readonly number[])[], spread = 0.5) {
  const dims = centers[0]!.length;
  const noise = normals(seed, n * dims);
  const y = Int32Array.from({ length: n }, (_, i) => i % centers.length);
  return { x: table(n, dims, (i, j) => centers[y[i]!]![j]! + spread * noise[i * dims + j]!), y };
}
const models = ['ridge', 'logistic', 'knn'] as const;

describe('probe', () => {
  it('is by default linear, and reads what lies apart', () => {
    const centers = [
      [0, 0],
      [4, 0],
      [0, 4],
    ];
    const got = probe({ train: clouds(1, 90, centers), test: clouds(2, 60, centers) });
    expect(got.accuracy.value).toBe(1);
    expect(got.accuracy.interval).toMatchObject({ high: 1, method: 'wilson' });
    expect(got).toMatchObject({ balancedAccuracy: 1, chance: 1 / 3, majority: 1 / 3 });
    expect([...Array.from(got.confusion.data)]).toEqual([20, 0, 0, 0, 20, 0, 0, 0, 20]);
  });

  it.each(models)('reads nothing from noise: the interval holds chance (%s)', (model) => {
    const nothing = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    const { accuracy } = probe({ train: clouds(1, 200, nothing), test: clouds(2, 200, nothing) }, { model });
    expect(accuracy.interval!.low).toBeLessThan(0.5);
    expect(accuracy.interval!.high).toBeGreaterThan(0.5);
  });

  it('reads a class of any shape by neighbours alone', () => {
    const corners = (seed: number) => {
      const { x, y } = clouds(seed, 160, [
        [0, 0],
        [0, 4],
        [4, 4],
        [4, 0],
      ]);
      return { x, y: y.map((corner) => corner % 2) }; // opposite corners are one class
    };
    const data = { train: corners(1), test: corners(2) };
    expect(probe(data, { model: 'knn' }).accuracy.value).toBe(1);
    expect(probe(data, { model: 'ridge' }).accuracy.value).toBeLessThan(0.75);
  });

  it.each(models)('does not depend on the scale or the place of a column, nor on a constant one (%s)', (model) => {
    const centers = [
      [0, 0],
      [1, 1],
    ];
    const [train, test] = [clouds(3, 80, centers), clouds(4, 80, centers)];
    const moved = ({ x, y }: typeof train) => ({
      x: table(80, 3, (i, j) => (j === 2 ? 0.1 : x.data[2 * i + j]! * (j === 0 ? 1000 : 0.001) - 7)),
      y,
    });
    const got = probe({ train: moved(train), test: moved(test) }, { model });
    expect(got.accuracy).toEqual(probe({ train, test }, { model }).accuracy);
  });

  it('reads no more from columns that are all constant than the most frequent class', () => {
    const rows = (n: number) => table(n, 2, () => 3);
    const got = probe({ train: { x: rows(3), y: [0, 1, 1] }, test: { x: rows(4), y: [0, 0, 0, 1] } });
    expect(got.accuracy.value).toBe(0.25);
    expect(got.majority).toBe(0.25);
    expect(got.balancedAccuracy).toBe(0.5);
  });

  it('tells by balanced accuracy that a rare class is missed', () => {
    const x = table(100, 1, (i) => (i < 90 ? 0 : 0.001) + Math.sin(i));
    const set = { x, y: Int32Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : 1)) };
    const got = probe({ train: set, test: set });
    expect(got.accuracy.value).toBe(0.9);
    expect(got.balancedAccuracy).toBe(0.5);
  });

  it('lets the nearer neighbours decide a tie of votes', () => {
    const train = { x: { data: [0, 1], shape: [2, 1] }, y: [1, 0] };
    const test = { x: { data: [0.1, 0.9], shape: [2, 1] }, y: [1, 0] };
    expect(probe({ train, test }, { model: 'knn' }).accuracy.value).toBe(1);
  });

  it('takes classes that only the test rows have as missed', () => {
    const train = { x: { data: [0, 1], shape: [2, 1] }, y: [0, 1] };
    const got = probe({ train, test: { x: { data: [0, 5], shape: [2, 1] }, y: [0, 2] } });
    expect(got).toMatchObject({ accuracy: { value: 0.5 }, chance: 0.5 });
    expect(got.confusion).toMatchObject({ rows: 3, cols: 3 });
  });

  it('says what is wrong', () => {
    const set = { x: table(2, 2, (i) => i), y: [0, 1] };
    expect(() => probe({ train: set, test: { x: table(2, 3, () => 0), y: [0, 1] } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: probe: expected train and test of one width, got 2 and 3.]`,
    );
    expect(() => probe({ train: { x: set.x, y: [0] }, test: set })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: probe (train): expected 2 labels, one a row, got 1.]`,
    );
    expect(() => probe({ train: set, test: { x: set.x, y: [0, -1] } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: probe (test): expected labels that are integers >= 0, got -1 in row 1.]`,
    );
    expect(() => probe({ train: set, test: { x: table(0, 2, () => 0), y: [] } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: probe (test): expected the number of rows to be an integer >= 1, got 0.]`,
    );
    expect(() => probe({ train: set, test: set }, { lambda: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: probe.lambda: expected a number > 0, got 0.]`,
    );
    expect(() => probe({ train: set, test: set }, { model: 'knn', k: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: probe.k: expected an integer >= 1, got 0.]`,
    );
    expect(() => probe({ train: { x: table(2, 2, () => Number.NaN), y: [0, 1] }, test: set })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: probe (train): expected finite numbers, got NaN in row 0, column 0. Look for a diverged model or a division by zero before it.]`,
    );
  });
});
