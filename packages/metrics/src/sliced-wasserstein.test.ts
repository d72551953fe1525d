import { describe, expect, it } from 'vitest';
import { map, normal } from '../test/samples-of.js';
import { slicedWasserstein } from './sliced-wasserstein.js';

const column = (data: readonly number[]) => ({ data, rows: data.length, cols: 1 });

describe('slicedWasserstein', () => {
  it('draws 128 directions of seed 0 by default', () => {
    const sets = { real: normal(30, 3, 1), fake: normal(30, 3, 2) };
    expect(slicedWasserstein(sets)).toEqual(slicedWasserstein(sets, { directions: 128, seed: 0 }));
  });

  it('is the squared distance moved, by hand, also for sets of different sizes', () => {
    // Quantile functions: 0 | 3 by halves against 0 | 1 | 5 by thirds. Pieces of 1/3, 1/6, 1/6, 1/3: distances 0, 1, 2, 2.
    const got = slicedWasserstein({ real: column([3, 0]), fake: column([5, 0, 1]) });
    expect(got.first).toBeCloseTo((0 + 1 / 2 + 2 / 2 + 2) / 3, 14);
    expect(got.value).toBeCloseTo((0 + 1 / 2 + 4 / 2 + 4) / 3, 14);
    expect(got.mind).toBeCloseTo(3 * got.value, 14);
  });

  it('is a mean square over directions: a shift by 1 in each of d columns gives 3 d in mind, within the error of the directions', () => {
    const real = normal(50, 6, 1);
    const got = slicedWasserstein({ real, fake: map(real, (x) => x + 1) }, { directions: 400 });
    expect(Math.abs(got.value - 1)).toBeLessThan(4 * got.directionError);
    expect(got.mind).toBeCloseTo(18 * got.value, 10);
  });

  it('says what is wrong', () => {
    const real = normal(4, 2, 1);
    expect(() => slicedWasserstein({ real, fake: normal(4, 3, 1) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: slicedWasserstein: expected real and fake of one width, got 2 and 3.]`,
    );
    expect(() => slicedWasserstein({ real, fake: real }, { directions: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: slicedWasserstein.directions: expected an integer >= 1, got 0.]`,
    );
    expect(() => slicedWasserstein({ real, fake: real }, { directions: normal(2, 3, 1) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: slicedWasserstein: expected directions of 2 numbers, got 3.]`,
    );
    expect(() => slicedWasserstein({ real, fake: { data: [], rows: 0, cols: 2 } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: slicedWasserstein: expected the number of fake samples to be an integer >= 1, got 0.]`,
    );
  });
});
