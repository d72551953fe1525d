import { describe, expect, it } from 'vitest';
import { normal, stack } from '../../test/samples-of.js';
import { manifold } from '../neighbours/manifold.js';
import { reservoir } from './reservoir.js';

const column = (values: readonly number[]) => ({ data: values, rows: values.length, cols: 1 });
const upTo = (n: number) => column(Array.from({ length: n }, (_, i) => i));

describe('reservoir', () => {
  it('holds all rows until it is full', () => {
    const kept = reservoir({ capacity: 5, dims: 1, seed: 1 }).push(upTo(3));
    expect([...kept.data].sort()).toEqual([0, 1, 2]);
    expect(kept).toMatchObject({ n: 3, rows: 3, cols: 1 });
  });

  it('holds every row with the same chance', () => {
    const held = new Float64Array(20);
    for (let seed = 0; seed < 1000; seed++) {
      const kept = reservoir({ capacity: 5, dims: 1, seed });
      for (let i = 0; i < 20; i++) kept.push(column([i]));
      for (const row of kept.data) held[row]! += 1;
    }
    // Each count is binomial(1000, 1/4): a standard deviation of 13.7.
    expect(Math.min(...held)).toBeGreaterThan(250 - 4 * 13.7);
    expect(Math.max(...held)).toBeLessThan(250 + 4 * 13.7);
  });

  it('does not care how rows are cut into batches', () => {
    const whole = reservoir({ capacity: 7, dims: 1, seed: 3 }).push(upTo(100));
    const parts = reservoir({ capacity: 7, dims: 1, seed: 3 });
    for (let i = 0; i < 100; i += 25) parts.push(column([...Array(25).keys()].map((j) => i + j)));
    expect(parts.value()).toEqual(whole.value());
  });

  it('merges to a uniform sample of both', () => {
    let fromFirst = 0;
    for (let seed = 0; seed < 400; seed++) {
      const first = reservoir({ capacity: 10, dims: 1, seed: 2 * seed }).push(column(new Array<number>(90).fill(1)));
      const second = reservoir({ capacity: 10, dims: 1, seed: 2 * seed + 1 }).push(column(new Array<number>(30).fill(0)));
      const merged = first.merge(second);
      expect(merged).toMatchObject({ n: 120, rows: 10 });
      fromFirst += merged.data.reduce((sum, value) => sum + value, 0);
    }
    // 4000 draws with chance 3/4: a standard deviation of 27 or less.
    expect(Math.abs(fromFirst - 3000)).toBeLessThan(4 * 27);
  });

  it('goes on from its JSON', () => {
    const kept = reservoir({ capacity: 4, dims: 1, seed: 5 }).push(upTo(50));
    const again = reservoir(JSON.parse(JSON.stringify(kept)));
    expect(again.push(upTo(30)).value()).toEqual(kept.push(upTo(30)).value());
  });

  it('stands in for rows in any metric', () => {
    const [real, fake] = [normal(40, 2, 1), normal(40, 2, 2)];
    const kept = reservoir({ capacity: 100, dims: 2, seed: 0 }).push(real);
    expect(manifold({ real: kept, fake }).coverage).toEqual(manifold({ real, fake }).coverage);
    expect(kept.push(fake).value().rows).toBe(stack(real, fake).rows);
  });

  it('says what is wrong', () => {
    const kept = reservoir({ capacity: 4, dims: 2, seed: 5 });
    expect(() => kept.push(upTo(3))).toThrowErrorMatchingInlineSnapshot(`[RangeError: reservoir: expected rows of 2 numbers, got 1.]`);
    expect(() => kept.merge(reservoir({ capacity: 3, dims: 2, seed: 6 }))).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: reservoir: expected a capacity of at least 4, got 3. Merge the larger one into the smaller: what it has let go of may be missing here.]`,
    );
    expect(() => reservoir({ capacity: 0, dims: 2, seed: 5 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: reservoir: expected capacity to be an integer >= 1, got 0.]`,
    );
    expect(() => reservoir({ ...kept.toJSON(), data: [1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: reservoir: expected a state of 0 rows of 2, got 0 keys and 1 numbers.]`,
    );
  });
});
