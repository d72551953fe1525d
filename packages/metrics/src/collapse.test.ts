import { describe, expect, it } from 'vitest';
import { sixteenBits } from '../test/rebuild.js';
import { binomialAtMost } from './binomial.js';
import { collapse, type Evaluation } from './collapse.js';
import { modes } from './modes.js';

/** Draws `n` samples at each of `steps` evaluations, with the shares that `sharesAt` gives. */
function simulate(seed: number, evaluations: number, n: number, sharesAt: (i: number) => readonly number[]): Evaluation[] {
  const next = sixteenBits(seed);
  next(); // neighbouring seeds begin alike
  return Array.from({ length: evaluations }, (_, i) => {
    const shares = sharesAt(i);
    const sum = shares.reduce((total, share) => total + share, 0);
    const counts = new Array<number>(shares.length).fill(0);
    for (let draw = 0; draw < n; draw++) {
      let left = ((next() * 65536 + next()) / 2 ** 32) * sum;
      let k = 0;
      while (k < shares.length - 1 && left >= shares[k]!) left -= shares[k++]!;
      counts[k]! += 1;
    }
    return { step: 100 * (i + 1), counts };
  });
}
const even = new Array<number>(26).fill(1);
const without = (dead: readonly number[], left = 0) => even.map((share, k) => (dead.includes(k) ? left : share));
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

describe('collapse', () => {
  it('finds none where every class stays', () => {
    const got = collapse(simulate(1, 12, 520, () => even));
    expect(got).toMatchObject({
      verdict: 'none',
      died: [],
      recovered: [],
      never: [],
      doubtful: [],
      evaluations: 12,
      n: 520,
      of: 26,
      patience: 3,
    });
    expect(got.sentence).toMatchInlineSnapshot(
      `"No mode collapse: all 26 classes are alive at the end. This rests on 12 evaluations of at least 520 samples; a class is alive with 25 % of its expected count or more, and dead after 3 evaluations below it."`,
    );
  });

  it('names the classes that died and the step since when', () => {
    const got = collapse(
      simulate(2, 12, 1000, (i) => (i < 5 ? even : without([3, 16, 25], 0.03))),
      { names: letters },
    );
    expect(got.verdict).toBe('collapse');
    expect(got.died.map(({ class: k, since }) => [letters[k], since])).toEqual([
      ['D', 600],
      ['Q', 600],
      ['Z', 600],
    ]);
    expect(got.died[0]!.before).toBeCloseTo(1 / 26, 1);
    expect(got.died[0]!.after).toBeLessThan(0.005);
    expect(got.sentence).toMatchInlineSnapshot(
      `"Mode collapse: 3 of 26 classes died: D, Q, Z (since step 600). This rests on 12 evaluations of at least 1,000 samples; a class is alive with 25 % of its expected count or more, and dead after 3 evaluations below it."`,
    );
  });

  it('finds a collapse onto one class', () => {
    const got = collapse(simulate(3, 10, 520, (i) => (i < 5 ? even : without([...Array(25).keys()], 0.001))));
    expect(got.died).toHaveLength(25);
  });

  it('tells a collapse that passed from one that lasts', () => {
    const got = collapse(simulate(4, 15, 1000, (i) => (i < 5 || i >= 10 ? even : without([0, 1]))));
    expect(got.verdict).toBe('recovered');
    expect(got.recovered).toMatchObject([
      { class: 0, since: 600, until: 1100, after: 0 },
      { class: 1, since: 600, until: 1100, after: 0 },
    ]);
    expect(got.sentence).toMatchInlineSnapshot(
      `"Mode collapse that passed: class 0, class 1 (since step 600 to 1,100); at the end no class that lived is dead. This rests on 15 evaluations of at least 1,000 samples; a class is alive with 25 % of its expected count or more, and dead after 3 evaluations below it."`,
    );
  });

  it('sees a class die a second time', () => {
    const got = collapse(simulate(5, 20, 1000, (i) => (i % 10 < 5 ? even : without([7]))));
    expect(got.recovered).toMatchObject([{ class: 7, since: 600, until: 1100 }]);
    expect(got.died).toMatchObject([{ class: 7, since: 1600 }]);
    expect(got.sentence).toContain('Died and came back: class 7 (since step 600 to 1,100).');
  });

  it('does not call a class dead that was never there', () => {
    const got = collapse(
      simulate(6, 12, 520, () => without([4, 5])),
      { names: letters },
    );
    expect(got).toMatchObject({ verdict: 'incomplete', never: [4, 5], died: [] });
    expect(got.sentence).toMatchInlineSnapshot(
      `"No class died, but 2 of 26 were never drawn in earnest: E, F. This rests on 12 evaluations of at least 520 samples; a class is alive with 25 % of its expected count or more, and dead after 3 evaluations below it."`,
    );
  });

  it('speaks of one class and of one evaluation in the singular', () => {
    const got = collapse(
      simulate(6, 12, 520, () => without([4])),
      { names: letters },
    );
    expect(got.sentence).toContain('No class died, but 1 of 26 was never drawn in earnest: E. This rests on 12 evaluations of');
    const once = collapse(simulate(6, 1, 520, () => without([])));
    expect(once.sentence).toContain('This rests on 1 evaluation of');
  });

  it('calls a fall of the last two evaluations doubtful', () => {
    const got = collapse(simulate(7, 12, 520, (i) => (i < 10 ? even : without([9]))));
    expect(got).toMatchObject({ verdict: 'none', doubtful: [9], died: [] });
    expect(got.sentence).toContain('Below the line in the last evaluation, without enough evidence to call it: class 9.');
  });

  it('is undecided on few evaluations and on few samples, and on none', () => {
    expect(collapse(simulate(8, 5, 520, () => even)).verdict).toBe('undecided');
    expect(collapse(simulate(8, 12, 100, () => even)).verdict).toBe('undecided');
    expect(collapse([])).toMatchObject({ verdict: 'undecided', evaluations: 0, n: 0, of: 0 });
  });

  it('raises a false alarm in at most 1 % of runs whose shares do not change, even with classes right at the line', () => {
    const rare = even.map((share, k) => (k < 8 ? [0.15, 0.2, 0.22, 0.25, 0.28, 0.3, 0.35, 0.5][k]! : share));
    const alarms = (shares: readonly number[], n: number) =>
      [...Array(100).keys()].filter((seed) => {
        const { died, recovered } = collapse(simulate(1000 + 7919 * seed, 20, n, () => shares));
        return died.length + recovered.length > 0;
      }).length;
    expect(alarms(even, 520)).toBe(0);
    expect(alarms(rare, 520)).toBeLessThanOrEqual(1);
    expect(alarms(rare, 1000)).toBeLessThanOrEqual(1);
  });

  it('finds every death of a class that falls to a tenth, at 520 samples an evaluation', () => {
    const found = [...Array(50).keys()].filter((seed) => {
      const { died } = collapse(simulate(5000 + 104729 * seed, 12, 520, (i) => (i < 6 ? even : without([11], 0.05))));
      return died.some((death) => death.class === 11);
    });
    expect(found.length).toBeGreaterThanOrEqual(45);
  });

  it('takes the results of modes as evaluations, their rule and their target', () => {
    const labels = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
    const history = [...Array(6).keys()].map((step) => ({ step, ...modes({ labels, classes: 2 }) }));
    expect(collapse(history, { rule: 'any' }).n).toBe(10);
    expect(collapse(history, { rule: { atLeast: 3 } }).never).toEqual([1]);
    expect(collapse(history, { target: [4, 1] }).never).toEqual([]);
    expect(collapse(history, { rule: 'any' }).sentence).toContain('alive with 1 sample or more');
    expect(collapse(history, { rule: { atLeast: 3 } }).sentence).toContain('alive with 3 samples or more');
  });

  it('asks nothing of a class without a share in the target', () => {
    const got = collapse(
      simulate(9, 8, 200, () => [1, 1, 0]),
      { target: [1, 1, 0] },
    );
    expect(got).toMatchObject({ verdict: 'none', never: [] });
  });

  it('says what is wrong', () => {
    const good = { step: 1, counts: [1, 2] };
    expect(() => collapse([good, good])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: collapse: expected ascending steps, got 1 after 1.]`,
    );
    expect(() => collapse([good, { step: 2, counts: [1] }])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: collapse: expected counts of 2 classes at step 2, got 1.]`,
    );
    expect(() => collapse([{ step: 1, counts: [1, -2] }])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: collapse: expected counts of samples at step 1, got -2.]`,
    );
    expect(() => collapse([{ step: 1, counts: [] }])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: collapse: expected counts of samples at step 1, got none.]`,
    );
    expect(() => collapse([good], { patience: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: collapse.patience: expected an integer >= 2, got 1.]`,
    );
    expect(() => collapse([good], { significance: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: collapse.significance: expected a number in (0, 1), got 0.]`,
    );
    expect(() => collapse([good], { names: ['A'] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: collapse: expected 2 names, got 1.]`);
  });
});

describe('binomialAtMost', () => {
  // Sums of exact fractions.
  it.each([
    [3, 10, 0.5, 0.171875],
    [0, 4, 0.25, 0.31640625],
    [12, 100, 0.25, 0.0010274381448721617],
    [10, 10, 0.3, 1],
    [2, 5, 0, 1],
    [2, 5, 1, 0],
  ])('of %i, %i, %d is %d', (k, n, p, want) => {
    expect(binomialAtMost(k, n, p)).toBeCloseTo(want, 14);
  });
});
