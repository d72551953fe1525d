import { describe, expect, it } from 'vitest';
import { normalQuantile } from './normal-quantile.js';
import { wilson } from './wilson.js';

describe('wilson', () => {
  it('stays between 0 and 1 and touches them exactly', () => {
    expect(wilson(0, 26).low).toBe(0);
    expect(wilson(26, 26).high).toBe(1);
    expect(wilson(0, 26).high).toBeCloseTo(0.1287, 4);
  });
  it('widens with its level and narrows with n', () => {
    const width = (n: number, level?: number) => wilson(n / 2, n, level).high - wilson(n / 2, n, level).low;
    expect(width(100, 0.99)).toBeGreaterThan(width(100));
    expect(width(400)).toBeLessThan(width(100));
  });
  it('says what is wrong', () => {
    expect(() => wilson(0, 0)).toThrowErrorMatchingInlineSnapshot(`[RangeError: wilson: expected n to be an integer >= 1, got 0.]`);
    expect(() => wilson(3, 2)).toThrowErrorMatchingInlineSnapshot(`[RangeError: wilson: expected successes from 0 to n = 2, got 3.]`);
    expect(() => wilson(Number.NaN, 2)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: wilson: expected successes from 0 to n = 2, got NaN.]`,
    );
    expect(() => wilson(1, 2, 1)).toThrowErrorMatchingInlineSnapshot(`[RangeError: wilson: expected level between 0 and 1, got 1.]`);
  });
});

describe('normalQuantile', () => {
  // Python 3: statistics.NormalDist().inv_cdf
  it.each([
    [0.5, 0],
    [0.975, 1.9599639845400536],
    [0.995, 2.5758293035489],
    [0.025, -1.9599639845400536],
    [0.9999995, 4.891638475714779],
  ])('of %d is %d', (p, x) => {
    expect(normalQuantile(p)).toBeCloseTo(x, 8);
  });
});
