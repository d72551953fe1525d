import { describe, expect, it } from 'vitest';
import { map, normal } from '../../test/samples-of.js';
import { oneNearestNeighbour } from './one-nearest-neighbour.js';

describe('oneNearestNeighbour', () => {
  it('is at chance for two samples of one distribution, and its interval holds it in 90 % of runs', () => {
    const runs = [...Array(40).keys()].map((i) => oneNearestNeighbour({ real: normal(150, 3, 100 + i), fake: normal(150, 3, 200 + i) }));
    const mean = runs.reduce((sum, run) => sum + run.value, 0) / runs.length;
    expect(runs[0]!.chance).toBeCloseTo(149 / 299, 12);
    expect(Math.abs(mean - runs[0]!.chance)).toBeLessThan(0.02);
    expect(runs.filter(({ interval, chance }) => interval!.low <= chance && chance <= interval!.high).length).toBeGreaterThanOrEqual(36);
  });

  it('is 1 for sets far apart and 0 for copies', () => {
    const real = normal(50, 3, 1);
    expect(oneNearestNeighbour({ real, fake: map(real, (x) => x + 100) }).value).toBe(1);
    expect(oneNearestNeighbour({ real, fake: map(real, (x) => x + 1e-6) }).value).toBe(0);
  });

  it('gives half a hit to a tie: 1/2 where all samples are one', () => {
    const one = { data: new Float64Array(12), rows: 6, cols: 2 };
    expect(oneNearestNeighbour({ real: one, fake: one })).toMatchObject({ value: 0.5, accuracyReal: 0.5, accuracyFake: 0.5 });
  });

  it('shows a collapse by its fakes, which keep to themselves', () => {
    const { accuracyReal, accuracyFake } = oneNearestNeighbour({ real: normal(100, 3, 1), fake: normal(100, 3, 2, { scale: 0.1 }) });
    expect(accuracyFake).toBeGreaterThan(0.95);
    expect(accuracyReal).toBeLessThan(accuracyFake);
  });
});
