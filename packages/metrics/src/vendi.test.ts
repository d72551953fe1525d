import { describe, expect, it } from 'vitest';
import { normal } from '../test/samples-of.js';
import { vendi } from './vendi.js';

const identity = (n: number, cols = n) => ({
  data: Array.from({ length: n * cols }, (_, i) => (i % (cols + 1) === 0 ? 1 : 0)),
  rows: n,
  cols,
});

describe('vendi', () => {
  it('is n for n rows with nothing in common, of every order', () => {
    for (const q of [0, 0.5, 1, 2, Number.POSITIVE_INFINITY]) expect(vendi(identity(5), { q }).value).toBeCloseTo(5, 9);
    expect(vendi(identity(5), { kernel: 'jaccard' }).value).toBeCloseTo(5, 9);
  });

  it('is 1 for copies, by every kernel', () => {
    const copies = { data: [1, 0, 1, 1, 0, 1, 1, 0, 1], rows: 3, cols: 3 };
    for (const kernel of ['cosine', 'jaccard', 'rbf'] as const) expect(vendi(copies, { kernel, sigma: 1 }).value).toBeCloseTo(1, 9);
  });

  it('counts two kinds, one twice as common, as e to their entropy', () => {
    const rows = { data: [1, 0, 1, 0, 0, 1], rows: 3, cols: 2 };
    const entropy = -(2 / 3) * Math.log(2 / 3) - (1 / 3) * Math.log(1 / 3);
    expect(vendi(rows)).toMatchObject({ max: 2, n: 3 });
    expect(vendi(rows).value).toBeCloseTo(Math.exp(entropy), 12);
    expect(vendi(rows, { q: 2 }).value).toBeCloseTo(9 / 5, 12);
    expect(vendi(rows, { q: Number.POSITIVE_INFINITY }).value).toBeCloseTo(3 / 2, 12);
  });

  it('is the same by the columns of few as by the rows of many', () => {
    const x = normal(20, 4, 1);
    const byRows = vendi(x, {
      kernel: (a, b) => {
        const dot = (p: ArrayLike<number>, q: ArrayLike<number>) => Array.from(p).reduce((sum, value, t) => sum + value * q[t]!, 0);
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
      },
    });
    expect(vendi(x).value).toBeCloseTo(byRows.value, 8);
    expect([vendi(x).max, byRows.max]).toEqual([4, 20]);
  });

  it('falls as the width of its kernel grows', () => {
    const scores = [0.1, 1, 10].map((sigma) => vendi(normal(15, 2, 1), { kernel: 'rbf', sigma }).value);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('says what is wrong', () => {
    expect(() => vendi({ data: [0, 0], rows: 1, cols: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: vendi: expected rows other than zero for the cosine, got a row of zeros.]`,
    );
    expect(() => vendi(identity(2), { kernel: 'rbf' })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: vendi: expected a sigma above 0 for rbf, got undefined.]`,
    );
    expect(() => vendi(identity(2), { q: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: vendi.q: expected a number >= 0, got -1.]`,
    );
    expect(() => vendi({ data: [], rows: 0, cols: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: vendi: expected at least one row, got none.]`,
    );
  });
});
