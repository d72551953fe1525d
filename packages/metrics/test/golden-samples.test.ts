import { describe, expect, it } from 'vitest';
import { frechet, type ModeRule, modes, wilson } from '../src/index.js';
import { cases, goldenCase, near } from './golden-case.js';

describe('frechet', () => {
  // Of the outputs, traceSqrt and covDiag1 are not returned: covTerm and `moments` say the same.
  it.each(cases.filter((c) => c.name.startsWith('fid/')))('agrees with scipy on $name', ({ name }) => {
    const { input, outputs, tol } = goldenCase(name);
    const got = frechet({ real: input('real'), fake: input('fake') });
    for (const part of ['value', 'meanTerm', 'covTerm', 'diagonalOnly', 'floor'] as const) near(got[part], outputs[part], tol, part);
    expect(got.value).toBeGreaterThanOrEqual(0);
  });
});

describe('modes', () => {
  type Expected = Record<string, number>;
  // Of the outputs, reverseKL, hellinger and entropy are not returned: the first is infinite as soon as a mode is missing, the others say what jsd and effective say.
  function check(got: ReturnType<typeof modes>, want: Expected) {
    near(got.modes.value, want.modes, 0, 'modes');
    near(got.kl.value, want.kl, 1e-9, 'kl');
    near(got.klMillerMadow, want.klMillerMadow, 1e-9, 'klMillerMadow');
    near(got.klFloor, want.klNoiseFloor, 1e-9, 'klFloor');
    near(got.jsd, want.jsd, 1e-9, 'jsd');
    near(got.totalVariation, want.totalVariation, 1e-9, 'totalVariation');
    near(got.effective, want.effectiveModes, 1e-9, 'effective');
  }
  const letters = goldenCase('modes/letters-26');
  const labels = [...letters.input('counts').data].flatMap((count, k) => new Array<number>(count).fill(k));

  it('agrees with scipy on modes/letters-26, uniform target', () => {
    check(modes({ labels, classes: 26 }, { rule: 'any' }), letters.outputs.uniform);
  });
  it('agrees with scipy on modes/letters-26, weighted target', () => {
    check(modes({ labels, classes: 26, target: letters.input('weights').data }, { rule: 'any' }), letters.outputs.empirical);
  });
  it.each<[ModeRule, number]>([
    [{ atLeast: 5 }, letters.outputs.min5],
    [{ fractionOfExpected: 0.25 }, letters.outputs.alphaQuarter],
  ])('agrees on modes/letters-26 under the rule %j', (rule, want) => {
    expect(modes({ labels, classes: 26 }, { rule }).modes.value).toBe(want);
  });
  it('agrees with scipy on modes/confidence-gate', () => {
    const { input, outputs } = goldenCase('modes/confidence-gate');
    const samples = { labels: input('labels').data, confidence: input('confidence').data, classes: 26 };
    const got = modes(samples, { rule: 'any', threshold: 0.25 });
    check(got, outputs);
    near(got.accepted, outputs.accepted, 1e-12, 'accepted');
  });
});

describe('wilson', () => {
  const { outputs, tol } = goldenCase('intervals');
  it.each([
    [0, 26, outputs.wilson0of26],
    [25, 26, outputs.wilson25of26],
    [50, 100, outputs.wilson50of100],
  ])('agrees on %i of %i', (successes, n, [low, high]) => {
    const got = wilson(successes, n);
    near(got.low, low, tol, 'low');
    near(got.high, high, tol, 'high');
  });
});
