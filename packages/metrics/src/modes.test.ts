import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counts } from './accumulators/counts.js';
import { modes } from './modes.js';

const repeat = (classCounts: readonly number[]) => classCounts.flatMap((count, k) => new Array<number>(count).fill(k));

it('takes what a classifier returns as it is, features and all', () => {
  const read = { labels: [0, 1], confidence: [1, 1], features: { data: [1, 2], rows: 2, cols: 1 } };
  expect(modes({ ...read, classes: 2 }).n).toBe(2);
});

describe('modes', () => {
  it('cover, by default, the classes with a quarter of their expected count', () => {
    const got = modes({ labels: repeat([100, 8, 7, 0, 5]), classes: 5 }); // expected 24 each, needed 6
    expect(got.modes.value).toBe(3);
    expect(got.of).toBe(5);
    expect(got.missing).toEqual([3, 4]);
    expect([...got.counts]).toEqual([100, 8, 7, 0, 5]);
    expect(got).toMatchObject({ n: 120, accepted: 1, confident: undefined });
  });

  it('count no phantoms: three letters read with 1 % of errors are three', () => {
    const labels = repeat([850, 850, 850, ...new Array<number>(23).fill(2)]);
    expect(modes({ labels, classes: 26 }).modes.value).toBe(3);
    expect(modes({ labels, classes: 26 }, { rule: 'any' }).modes.value).toBe(26);
  });

  it('are at their best on a sample of exactly the target', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 9 }), (target) => {
        fc.pre(target.some((count) => count > 0));
        const got = modes({ labels: repeat(target), classes: target.length, target });
        expect(got.modes.value).toBe(got.of);
        expect(got.kl.value).toBeCloseTo(0, 12);
        expect(got.jsd).toBeCloseTo(0, 12);
        expect(got.totalVariation).toBeCloseTo(0, 12);
      }),
    );
  });

  it('do not depend on the order of samples, and take counts in place of labels', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 60 }), fc.nat(), (labels, at) => {
        const cut = at % labels.length;
        const whole = modes({ labels, classes: 5 });
        expect(modes({ labels: [...labels].reverse(), classes: 5 })).toEqual(whole);
        const parts = counts(5)
          .push(labels.slice(cut))
          .merge(counts(5).push(labels.slice(0, cut)));
        expect(modes({ labels: parts, classes: 5 })).toEqual(whole);
      }),
    );
  });

  it('have an interval: the classes covered at either end of their Wilson intervals', () => {
    const got = modes({ labels: repeat([100, 100, 100, 16, 12, 0]), classes: 6 });
    expect(got.modes).toMatchObject({ value: 4, interval: { low: 3, high: 5, level: 0.95 } });
  });

  it('tell the share of confident samples, and count only those over the threshold', () => {
    const input = { labels: [0, 0, 1, 1], confidence: [0.95, 0.5, 0.91, 0.2], classes: 2 };
    expect(modes(input).confident?.value).toBe(0.5);
    expect(modes(input, { sure: 0.94 }).confident?.value).toBe(0.25);
    expect(modes(input, { threshold: 0.5 })).toMatchObject({ n: 3, accepted: 0.75, confident: { value: 0.5 } });
  });

  it('cover nothing if no sample passes the threshold', () => {
    const got = modes({ labels: [0, 1], confidence: [0.3, 0.4], classes: 2 }, { threshold: 0.5 });
    expect(got).toMatchObject({ modes: { value: 0 }, kl: { value: Number.NaN }, missing: [0, 1], n: 0, accepted: 0 });
  });

  it('find an infinite divergence where the target has nothing, and do not ask for such a class', () => {
    const got = modes({ labels: [0, 1], classes: 3, target: [1, 0, 1] });
    expect(got).toMatchObject({ kl: { value: Number.POSITIVE_INFINITY }, of: 2, missing: [2] });
    expect(got.jsd).toBeLessThan(Math.LN2);
  });

  it('have a KL that is its floor on average under the target', () => {
    let state = 1;
    const random = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const runs = Array.from({ length: 200 }, () =>
      modes({ labels: Array.from({ length: 520 }, () => Math.floor(random() * 26)), classes: 26 }),
    );
    const mean = runs.reduce((sum, run) => sum + run.kl.value, 0) / runs.length;
    // KL is about chi-square of 25 degrees over 2n: its standard error over 200 runs is 2 % of the floor.
    expect(Math.abs(mean / runs[0]!.klFloor - 1)).toBeLessThan(0.08);
  });

  it('take out what a known confusion of the classifier has put in: no phantoms, even by the rule of one sample in a hundred', () => {
    // Class 0 is read as 1 in 10 % of cases; the generator draws 0 alone.
    const confusion = { data: [0.9, 0.1, 0, 0, 1, 0, 0, 0, 1], rows: 3, cols: 3 };
    const labels = repeat([900, 100, 0]);
    const rule = { fractionOfExpected: 0.01 };
    expect(modes({ labels, classes: 3 }, { rule }).modes.value).toBe(2);
    const got = modes({ labels, classes: 3, confusion }, { rule });
    expect(got.modes.value).toBe(1);
    expect(got.kl.value).toBeCloseTo(Math.log(3), 3);
    expect([...got.counts]).toEqual([900, 100, 0]);
    // Where the classifier makes no errors, nothing changes.
    const perfect = { data: [5, 0, 0, 0, 7, 0, 0, 0, 2], rows: 3, cols: 3 };
    expect(modes({ labels, classes: 3, confusion: perfect }).kl.value).toBeCloseTo(modes({ labels, classes: 3 }).kl.value, 12);
  });

  it('say what is wrong', () => {
    expect(() => modes({ labels: [0], classes: 2, confusion: { data: [1], rows: 1, cols: 1 } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: modes: expected a confusion of shape [2,2], got [1,1].]`,
    );
    expect(() =>
      modes({ labels: [0], classes: 2, confusion: { data: [1, 0, 0, 0], rows: 2, cols: 2 } }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: modes: expected a confusion of non-negative numbers with samples of every class, got rows of sum [1,0].]`,
    );
    expect(() => modes({ labels: [], classes: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: modes: expected at least one label, got none. Take 100 samples a class.]`,
    );
    expect(() => modes({ labels: [3], classes: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: counts: expected labels from 0 to 2, got 3 at place 0.]`,
    );
    expect(() => modes({ labels: [0.5], classes: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: counts: expected labels from 0 to 2, got 0.5 at place 0.]`,
    );
    expect(() => modes({ labels: [0], classes: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: modes.classes: expected an integer >= 1, got 0.]`,
    );
    expect(() => modes({ labels: counts(2).push([1]), classes: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: modes: expected counts of 3 classes, got 2.]`,
    );
    expect(() => modes({ labels: [0], classes: 3 }, { threshold: 0.5 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: modes: expected confidence beside a threshold, got none.]`,
    );
    expect(() => modes({ labels: [0], confidence: [], classes: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: modes: expected 1 confidences, got 0.]`,
    );
    expect(() => modes({ labels: [0], confidence: [1.2], classes: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: modes: expected confidence from 0 to 1, got 1.2. Probabilities, not logits.]`,
    );
    expect(() => modes({ labels: counts(3).push([0]), confidence: [1], classes: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: modes: expected labels beside confidence, got counts. Counts no longer know which sample was which.]`,
    );
    expect(() => modes({ labels: [0], classes: 3, target: [1, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: modes: expected a target with 3 shares, got 2.]`,
    );
    expect(() => modes({ labels: [0], classes: 3, target: [1, -1, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: modes: expected a target of non-negative weights with a positive sum, got [1,-1,1].]`,
    );
    expect(() => modes({ labels: [0], classes: 3 }, { rule: { fractionOfExpected: 0 } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: modes.rule.fractionOfExpected: expected a number in (0, 1], got 0.]`,
    );
    expect(() => modes({ labels: [0], classes: 3 }, { rule: { atLeast: 0 } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: modes.rule.atLeast: expected an integer >= 1, got 0.]`,
    );
  });
});

describe('counts', () => {
  it('go on from their JSON', () => {
    expect(
      counts(JSON.parse(JSON.stringify(counts(3).push([0, 2, 2]))))
        .push([1])
        .value(),
    ).toEqual(Float64Array.of(1, 1, 2));
  });
  it('count nothing of a batch with a bad label', () => {
    const seen = counts(2);
    expect(() => seen.push([0, 1, 2])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: counts: expected labels from 0 to 1, got 2 at place 2.]`,
    );
    expect(seen.n).toBe(0);
    expect(() => seen.merge(counts(3))).toThrowErrorMatchingInlineSnapshot(`[RangeError: counts: expected 2 classes, got 3.]`);
  });
});
