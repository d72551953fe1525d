import { describe, expect, it } from 'vitest';
import { map, normal, stack, take } from '../../test/samples-of.js';
import { mannWhitney } from './mann-whitney.js';
import { memorisation } from './memorisation.js';
import { neighbours } from './neighbours.js';

const [train, test, honest] = [normal(200, 4, 1), normal(150, 4, 2), normal(150, 4, 3)];
const copies = map(take(train, [...Array(150).keys()]), (x) => x + 1e-3);

describe('memorisation', () => {
  it('finds honest samples as near to the training data as test samples are', () => {
    const got = memorisation({ train, fake: honest, test });
    expect(Math.abs(got.z!)).toBeLessThan(3);
    expect(Math.abs(got.ratio! - 1)).toBeLessThan(0.1);
    expect(got.copies).toBeLessThan(8);
    expect(got.expectedCopies).toBe(2); // 2 of 150 test samples lie within their own 1 % quantile
    expect(Math.abs(got.authenticity.value - got.authenticityOfTest!.value)).toBeLessThan(0.15);
  });

  it('finds copies, and names what they were copied from', () => {
    const got = memorisation({ train, fake: copies, test }, { pairs: 5 });
    expect(got.z).toBeLessThan(-10);
    expect(got.ratio).toBeLessThan(0.01);
    expect(got.copies).toBe(150);
    expect(got.authenticity.value).toBe(0);
    expect(got.pairs).toHaveLength(5);
    for (const { fake, train: source, distance } of got.pairs) {
      expect(source).toBe(fake);
      expect(distance).toBeCloseTo(2e-3, 10);
    }
  });

  it('finds the copies among honest samples: their share', () => {
    const got = memorisation({ train, fake: stack(take(copies, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), honest), test });
    expect(got.copies).toBeGreaterThanOrEqual(10);
    expect(got.copies).toBeLessThan(18);
    expect(got.pairs.slice(0, 10).every(({ fake }) => fake < 10)).toBe(true);
  });

  it('does without test samples, and takes neighbours that are there already', () => {
    const got = memorisation({ train, fake: honest });
    expect([got.ratio, got.z, got.authenticityOfTest]).toEqual([undefined, undefined, undefined]);
    expect(got.expectedCopies).toBeCloseTo(0.01 * 150, 10);
    const known = neighbours({ real: train, fake: honest });
    expect(memorisation({ train, fake: honest, test }, { neighbours: known })).toEqual(memorisation({ train, fake: honest, test }));
  });

  it('says what is wrong', () => {
    expect(() => memorisation({ train, fake: normal(3, 3, 1) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: memorisation: expected train and fake of one width, got 4 and 3.]`,
    );
    expect(() => memorisation({ train: normal(1, 4, 1), fake: honest })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: memorisation: expected the number of training samples to be an integer >= 2, got 1.]`,
    );
    expect(() => memorisation({ train, fake: honest, test: { data: [], rows: 0, cols: 4 } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: memorisation: expected the number of test samples to be an integer >= 1, got 0.]`,
    );
    expect(() => memorisation({ train, fake: honest }, { copyQuantile: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: memorisation.copyQuantile: expected a number in [0, 1], got 2.]`,
    );
    const other = neighbours({ real: test, fake: honest });
    expect(() => memorisation({ train, fake: honest }, { neighbours: other })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: memorisation: expected neighbours of 200 training samples and 150 fakes, got 150 and 150.]`,
    );
  });
});

describe('mannWhitney', () => {
  it('agrees with scipy 1.10 where there are ties', () => {
    // scipy.stats.mannwhitneyu([1, 2, 2, 3, 5], [2, 4, 4, 6], method='asymptotic', use_continuity=False): U 5, two-sided p 0.2109029, which is z
    const { u, z } = mannWhitney(Float64Array.of(1, 2, 2, 3, 5), Float64Array.of(2, 4, 4, 6));
    expect(u).toBe(5);
    expect(z).toBeCloseTo(-1.25108648, 7);
  });
  it('is 0 where all numbers are one', () => {
    expect(mannWhitney(Float64Array.of(1, 1), Float64Array.of(1, 1, 1))).toEqual({ u: 3, z: 0 });
  });
});
