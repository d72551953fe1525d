import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normals, table } from '../../test/noise.js';
import { classStructure } from './class-structure.js';

describe('classStructure', () => {
  it('by hand: two pairs on a line', () => {
    const got = classStructure({ x: { data: [0, 2, 10, 12], shape: [4, 1] }, labels: [0, 0, 1, 1] }); // means 1 and 11: B = 25, W = 1
    expect(got.etaSquared).toBeCloseTo(25 / 26, 12);
    expect(got.etaSquaredFloor).toBeCloseTo(1 / 3, 12);
    expect([...got.perDim]).toEqual([got.etaSquared]);
    expect(got.intraInterVariance).toBeCloseTo(1 / 25, 12);
    expect(got.intraInterDistance).toBeCloseTo(2 / 10, 12);
    expect(got.calinskiHarabasz).toBeCloseTo(25 / (1 / 2), 12);
    expect(got.silhouette).toBeCloseTo((1 - 2 / 11 + (1 - 2 / 9)) / 2, 12);
    expect(got.nearestAccuracy.value).toBe(1);
  });

  it('is at its floor for labels that mean nothing', () => {
    const draws = normals(1, 400);
    const x = table(200, 2, (i, j) => draws[2 * i + j]!);
    const got = classStructure({ x, labels: Int32Array.from({ length: 200 }, (_, i) => i % 5) });
    expect(got.etaSquared).toBeLessThan(3 * got.etaSquaredFloor);
    expect(got.calinskiHarabasz).toBeLessThan(3);
    expect(got.silhouette).toBeLessThan(0.05);
    expect(got.nearestAccuracy.interval!.low).toBeLessThan(0.2);
  });

  it('does not depend on order, on the names of the classes, on shift and rotation, nor on scale', () => {
    const draws = normals(2, 60);
    const x = table(30, 2, (i, j) => draws[2 * i + j]! + (i % 3) * j);
    const labels = Int32Array.from({ length: 30 }, (_, i) => i % 3);
    const want = classStructure({ x, labels });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 6.3, noNaN: true }), fc.double({ min: 0.01, max: 100, noNaN: true }), (angle, scale) => {
        const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
        const moved = table(30, 2, (i, j) => {
          const [a, b] = [x.data[2 * (29 - i)]!, x.data[2 * (29 - i) + 1]!];
          return 5 + (j === 0 ? cos * a - sin * b : sin * a + cos * b);
        });
        const got = classStructure({ x: moved, labels: labels.toReversed().map((label) => 7 - label) });
        expect(got.etaSquared).toBeCloseTo(want.etaSquared, 9);
        expect(got.calinskiHarabasz).toBeCloseTo(want.calinskiHarabasz, 9);
        expect(got.silhouette).toBeCloseTo(want.silhouette, 9);
        expect(got.nearestAccuracy.value).toBe(want.nearestAccuracy.value);
      }),
      { numRuns: 30 },
    );
  });

  it('takes rows that are all the same, and classes of one', () => {
    const same = classStructure({ x: table(6, 2, () => 0.1), labels: [0, 0, 1, 1, 0, 1] });
    expect(same).toMatchObject({ etaSquared: 0, silhouette: 0, intraInterVariance: Number.NaN, intraInterDistance: Number.NaN });
    expect(classStructure({ x: { data: [0, 1, 9], shape: [3, 1] }, labels: [0, 0, 1] }).silhouette).toBeCloseTo(
      (8 / 9 + 7 / 8 + 0) / 3,
      12,
    );
  });

  it('says what is wrong', () => {
    const x = table(4, 1, (i) => i);
    expect(() => classStructure({ x, labels: [0, 0, 0, 0] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: classStructure: expected 2 to 3 classes, got 1.]`,
    );
    expect(() => classStructure({ x, labels: [0, 1, 2, 3] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: classStructure: expected 2 to 3 classes, got 4.]`,
    );
    expect(() => classStructure({ x, labels: [0, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: classStructure: expected 4 labels, one a row, got 2.]`,
    );
    expect(() => classStructure({ x: table(2, 1, (i) => i), labels: [0, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: classStructure: expected the number of rows to be an integer >= 3, got 2.]`,
    );
  });
});
