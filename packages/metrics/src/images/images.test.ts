import { describe, expect, it } from 'vitest';
import { sixteenBits } from '../../test/rebuild.js';
import { diversity } from './diversity.js';
import { ssim } from './ssim.js';

function noise(shape: readonly number[], seed: number) {
  const next = sixteenBits(seed);
  return { data: Float64Array.from({ length: shape.reduce((a, b) => a * b) }, () => next() / 65536), shape };
}

describe('ssim', () => {
  it('takes windows of 11 by default, images in every shape, and reads channels one by one', () => {
    const [a, b] = [noise([12, 12], 1), noise([12, 12], 2)];
    const one = ssim(a, b);
    expect(one.value).toBe(ssim({ ...a, shape: [1, 12, 12, 1] }, { ...b, shape: [1, 12, 12, 1] }, { window: 11, sigma: 1.5 }).value);
    const grey = (x: typeof a) => ({
      data: Float64Array.from({ length: 3 * 144 }, (_, i) => x.data[Math.floor(i / 3)]!),
      shape: [12, 12, 3],
    });
    expect(ssim({ ...grey(a), shape: [1, 12, 12, 3] }, { ...grey(b), shape: [1, 12, 12, 3] }).value).toBeCloseTo(one.value, 12);
  });

  it('is 1 for equal images, the same both ways round, and gives each pair of a batch its own', () => {
    const [a, b] = [noise([2, 12, 12], 1), noise([2, 12, 12], 2)];
    expect(ssim(a, a).value).toBeCloseTo(1, 14);
    expect(ssim(a, b).value).toBeCloseTo(ssim(b, a).value, 14);
    const first = (x: typeof a) => ({ data: x.data.slice(0, 144), shape: [12, 12] });
    expect(ssim(a, b).each[0]).toBe(ssim(first(a), first(b)).value);
    expect(ssim(a, b).each).toHaveLength(2);
  });

  it('is, by hand, the luminance term for flat images', () => {
    const flat = (value: number) => ({ data: new Float64Array(121).fill(value), shape: [11, 11] });
    expect(ssim(flat(0.25), flat(0.5)).value).toBeCloseTo((0.25 + 1e-4) / (0.0625 + 0.25 + 1e-4), 12);
  });

  it('says what is wrong', () => {
    const small = noise([8, 8], 1);
    expect(() => ssim(small, small)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ssim: expected at least 11 pixels a side at the last scale, got 8. Take a smaller window, or fewer scales.]`,
    );
    expect(() => ssim(small, noise([8, 9], 1))).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ssim: expected images of one shape, got [1,8,8,1] and [1,8,9,1].]`,
    );
    expect(() => ssim({ ...small, data: small.data.map((x) => x - 1) }, small, { window: 7 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ssim: expected pixels in [0, 1], got -0.7635498046875. Bring [-1, 1] to [0, 1] by (x + 1) / 2.]`,
    );
    expect(() => ssim(noise([8], 1), small)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ssim: expected images of shape [height, width], [n, height, width] or [n, height, width, channels], got [8].]`,
    );
  });
});

describe('diversity', () => {
  it('is the mean Euclidean distance of n / 2 disjoint pairs by default', () => {
    const got = diversity({ data: [0, 0, 3, 3], rows: 4, cols: 1 });
    expect(got).toMatchObject({ n: 4, pairs: 2, uniqueRate: 0.5 });
    expect([0, 3]).toContain(got.value); // both pairs mixed, or neither
    expect(diversity({ data: [0, 0, 3, 3], rows: 4, cols: 1 }, { pairs: 3000 }).value).toBeCloseTo(2, 0); // 2 of 3 pairs are mixed
  });

  it('counts, for hamming, the share of columns that differ', () => {
    const got = diversity({ data: [0, 0, 1, 1, 0, 1, 1, 0], rows: 2, cols: 4 }, { metric: 'hamming' });
    expect(got).toMatchObject({ value: 0.5, min: 0.5 });
  });

  it('is 1 less the similarity for images', () => {
    const pair = noise([2, 12, 12, 1], 5);
    const first = { data: pair.data.slice(0, 144), shape: [12, 12] };
    const second = { data: pair.data.slice(144), shape: [12, 12] };
    expect(diversity(pair, { metric: 'ssim' }).value).toBeCloseTo(1 - ssim(first, second, { window: 7 }).value, 12);
  });

  it('does not see, for feature maps, how strong a feature is, only which', () => {
    // Two places, two channels. At the first the same direction, at the second a right angle: squared distance 2, mean over places 1.
    const maps = { data: [1, 0, 1, 0, 5, 0, 0, 3], shape: [2, 1, 2, 2] };
    expect(diversity(maps, { metric: 'perceptual' }).value).toBeCloseTo(1, 12);
  });

  it('is 0 for copies', () => {
    const copies = { data: new Float64Array(40).fill(2), rows: 10, cols: 4 };
    expect(diversity(copies)).toMatchObject({ value: 0, min: 0, uniqueRate: 0.1 });
  });

  it('says what is wrong', () => {
    expect(() => diversity({ data: [1], rows: 1, cols: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: diversity: expected at least 2 samples, got 1.]`,
    );
    expect(() => diversity({ data: [1, 2], rows: 2, cols: 1 }, { pairs: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: diversity.pairs: expected an integer >= 1, got 0.]`,
    );
  });
});
