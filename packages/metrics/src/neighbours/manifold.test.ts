import { describe, expect, it } from 'vitest';
import { normal } from '../../test/samples-of.js';
import { manifold } from './manifold.js';
import { neighbours } from './neighbours.js';

describe('manifold', () => {
  it('takes five neighbours and counts the surface by default', () => {
    const sets = { real: normal(30, 2, 1), fake: normal(30, 2, 2) };
    expect(manifold(sets)).toEqual(manifold(neighbours(sets, { k: 5 }), { ties: 'inclusive' }));
  });

  it('finds a generator of one kind precise and poor, and its mirror image rich and imprecise', () => {
    const [wide, narrow] = [normal(300, 4, 1), normal(300, 4, 2, { scale: 0.25 })];
    const collapsed = manifold({ real: wide, fake: narrow });
    expect(collapsed.precision.value).toBeGreaterThan(0.95);
    expect(collapsed.recall.value).toBeLessThan(0.3);
    const scattered = manifold({ real: narrow, fake: wide });
    expect(scattered.precision.value).toBeLessThan(0.3);
    expect(scattered.recall.value).toBeGreaterThan(0.95);
  });

  it('has an expected coverage that sets of one distribution reach, and a density of 1', () => {
    const runs = [...Array(10).keys()].map((i) => manifold({ real: normal(200, 3, 50 + i), fake: normal(200, 3, 80 + i) }));
    const mean = (of: (run: (typeof runs)[number]) => number) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
    expect(Math.abs(mean((run) => run.coverage.value) - runs[0]!.expectedCoverage)).toBeLessThan(0.01);
    expect(Math.abs(mean((run) => run.density.value) - 1)).toBeLessThan(0.05);
  });

  it('is 1 for samples that are all one, and with strict ties 0', () => {
    const one = { data: new Float64Array(16).fill(3), rows: 8, cols: 2 };
    const got = manifold({ real: one, fake: one }, { k: 3 });
    expect([got.precision.value, got.recall.value, got.coverage.value, got.f1]).toEqual([1, 1, 1, 1]);
    expect(got.density.value).toBeCloseTo(8 / 3, 12);
    expect(manifold({ real: one, fake: one }, { k: 3, ties: 'strict' })).toMatchObject({
      precision: { value: 0 },
      density: { value: 0 },
      f1: 0,
    });
  });
});
