import { describe, expect, it } from 'vitest';
import { table } from '../../test/noise.js';
import { pathSmoothness } from './path-smoothness.js';

describe('pathSmoothness', () => {
  it('of an even straight line is at its best', () => {
    const got = pathSmoothness(table(11, 2, (i, j) => (j === 0 ? 3 : 4) * i));
    expect(got.length).toBeCloseTo(50, 12);
    expect(got.ratio).toBeCloseTo(1, 12);
    expect(got.maxOverMean).toBeCloseTo(1, 12);
    expect(got.curvature).toBeCloseTo(0, 9);
  });

  it('finds the second derivative of a parabola, whatever the number of points', () => {
    for (const points of [3, 11, 101]) expect(pathSmoothness(table(points, 1, (i) => (i / (points - 1)) ** 2)).curvature).toBeCloseTo(2, 9);
  });

  it('finds a half circle pi / 2 times as long as its chord, and a jump', () => {
    expect(pathSmoothness(table(201, 2, (i, j) => (j === 0 ? Math.cos : Math.sin)((Math.PI * i) / 200))).ratio).toBeCloseTo(Math.PI / 2, 3);
    expect(pathSmoothness(table(6, 1, (i) => (i < 3 ? 0 : 1))).maxOverMean).toBe(5);
  });

  it('has no ratio where the ends meet, and none of all where nothing moves', () => {
    expect(pathSmoothness({ data: [0, 1, 0], shape: [3, 1] }).ratio).toBe(Number.POSITIVE_INFINITY);
    expect(pathSmoothness(table(3, 1, () => 2))).toEqual({ length: 0, ratio: Number.NaN, maxOverMean: Number.NaN, curvature: 0 });
  });

  it('says what is wrong', () => {
    expect(() => pathSmoothness(table(2, 1, (i) => i))).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: pathSmoothness: expected the number of rows to be an integer >= 3, got 2.]`,
    );
  });
});
