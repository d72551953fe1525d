import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normals } from '../../test/noise.js';
import { distanceOverlap } from './distance-overlap.js';

const values = (seed: number, n: number, mean = 0, sd = 1) => normals(seed, n).map((x) => mean + sd * x);

describe('distanceOverlap', () => {
  it('is near 1 for two sets of one distribution, and falls as they part', () => {
    const real = values(1, 150);
    const shifts = [0, 1, 2, 4, 8].map((shift) => distanceOverlap({ real, fake: values(2, 150, shift) }));
    expect(shifts[0]!.overlap).toBeGreaterThan(0.93);
    shifts.slice(1).forEach(({ overlap, kld }, i) => {
      expect(overlap).toBeLessThan(shifts[i]!.overlap);
      expect(kld).toBeGreaterThan(shifts[i]!.kld);
    });
    expect(shifts[4]!.overlap).toBeLessThan(0.05);
  });

  it('sees that a shifted copy is no copy', () => {
    const real = values(3, 60);
    const got = distanceOverlap({ real, fake: real.map((x) => x + 5) });
    expect(got.kld).toBeGreaterThan(0.5);
    expect(got.fake.mean - got.real.mean).toBeCloseTo(5, 12);
    expect(got.fake.sd).toBeCloseTo(got.real.sd, 12);
  });

  it('does not depend on order, shift or scale', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0.1, max: 20, noNaN: true }), (seed, scale) => {
        const [real, fake] = [values(seed, 12), values(seed + 100, 15, 0.5, 2)];
        const a = distanceOverlap({ real, fake });
        const b = distanceOverlap({ real: real.toReversed().map((x) => scale * x + 3), fake: fake.map((x) => scale * x + 3) });
        expect(b.overlap).toBeCloseTo(a.overlap, 6);
        expect(b.kld).toBeCloseTo(a.kld, 6);
      }),
      { numRuns: 20 },
    );
  });

  it('takes histograms where all distances are one', () => {
    const same = distanceOverlap({ real: [3, 3, 3], fake: [3, 3] });
    expect(same).toMatchObject({ overlap: 1, kld: 0, bandwidth: { intra: 0, inter: 0 } });
    const apart = distanceOverlap({ real: [3, 3, 3], fake: [7, 7] });
    expect(apart.overlap).toBe(0);
    expect(apart.kld).toBeGreaterThan(100);
    expect(distanceOverlap({ real: [0, 0], fake: [0, 1] }).overlap).toBeCloseTo(0.5, 12);
  });

  it('says what is wrong', () => {
    expect(() => distanceOverlap({ real: [1], fake: [1, 2] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: distanceOverlap: expected the number of real values to be an integer >= 2, got 1.]`,
    );
    expect(() => distanceOverlap({ real: [1, 2], fake: [1, Number.NaN] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: distanceOverlap: expected finite fake values, got NaN.]`,
    );
  });
});
