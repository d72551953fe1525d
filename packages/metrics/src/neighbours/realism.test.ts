import { describe, expect, it } from 'vitest';
import { normal } from '../../test/samples-of.js';
import { realism } from './realism.js';

describe('realism', () => {
  it('is the largest ratio of radius to distance, worked out by hand', () => {
    const real = { data: [0, 1, 3, 6, 10], rows: 5, cols: 1 }; // radii to the nearest other: 1, 1, 2, 3, 4; the median is 2
    const { scores, value } = realism({ real, fake: { data: [0.5, 2, 5, 9, 1], rows: 5, cols: 1 } }, { k: 1 });
    expect([...scores]).toEqual([2, 2, 1, 1 / 3, Number.POSITIVE_INFINITY]);
    expect(value).toBe(0.8);
  });
  it('falls with every step away', () => {
    const real = normal(60, 3, 1);
    const { scores } = realism({ real, fake: { data: [0, 0, 0, 4, 0, 0, 8, 0, 0, 16, 0, 0], rows: 4, cols: 3 } });
    expect([...scores]).toEqual([...scores].sort((a, b) => b - a));
  });
});
