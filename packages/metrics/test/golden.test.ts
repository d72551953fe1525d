import { describe, expect, it } from 'vitest';
import { frechet, type ModeRule, modes, wilson } from '../src/index.js';
import golden from './golden.json' with { type: 'json' };
import { gauss, type InputSpec, rebuild, sixteenBits } from './rebuild.js';

// Expected numbers: numpy 1.24, scipy 1.10, scikit-learn 1.2; origin and versions are in golden.json.
interface Case {
  readonly name: string;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly checksums: Readonly<Record<string, { sum: number; first: number[] }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly tol: number;
}
const cases = golden.cases as unknown as Case[];
const inputOf = (name: string, input: string) => rebuild(cases.find((c) => c.name === name)!.inputs[input]!);
const outputsOf = (name: string) => cases.find((c) => c.name === name)!.outputs;

function near(got: number, want: unknown, tolerance: number, what: string) {
  const value = want === 'Infinity' ? Number.POSITIVE_INFINITY : (want as number);
  expect(Math.abs(got - value), `${what}: ${got}, not ${value}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
}

describe('the golden inputs', () => {
  it('come from the generator that wrote them', () => {
    const next = sixteenBits(golden.selfTest.seed);
    expect(golden.selfTest.u16.map(() => next())).toEqual(golden.selfTest.u16);
    const again = sixteenBits(golden.selfTest.seed);
    expect(golden.selfTest.gauss.map(() => gauss(again))).toEqual(golden.selfTest.gauss);
  });

  it.each(cases)('of $name are rebuilt bit for bit', ({ inputs, checksums }) => {
    for (const [input, { sum, first }] of Object.entries(checksums)) {
      const { data } = rebuild(inputs[input]!);
      near(
        data.reduce((total, value) => total + value, 0),
        sum,
        1e-12,
        `sum of ${input}`,
      );
      expect([...data.slice(0, first.length)]).toEqual(first);
    }
  });
});

describe('frechet', () => {
  it.each(cases.filter((c) => c.name.startsWith('fid/')))('agrees with scipy on $name', ({ name, outputs, tol }) => {
    const got = frechet({ real: inputOf(name, 'real'), fake: inputOf(name, 'fake') });
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
  const counted = inputOf('modes/letters-26', 'counts').data;
  const labels = [...counted].flatMap((count, k) => new Array<number>(count).fill(k));
  const weights = inputOf('modes/letters-26', 'weights').data;
  const letters = outputsOf('modes/letters-26') as Record<string, Expected> & Expected;

  it('agrees with scipy on modes/letters-26, uniform target', () => {
    check(modes({ labels, classes: 26 }, { rule: 'any' }), letters.uniform!);
  });
  it('agrees with scipy on modes/letters-26, weighted target', () => {
    check(modes({ labels, classes: 26, target: weights }, { rule: 'any' }), letters.empirical!);
  });
  it.each<[ModeRule, number]>([
    [{ atLeast: 5 }, letters.min5 as unknown as number],
    [{ fractionOfExpected: 0.25 }, letters.alphaQuarter as unknown as number],
  ])('agrees on modes/letters-26 under the rule %j', (rule, want) => {
    expect(modes({ labels, classes: 26 }, { rule }).modes.value).toBe(want);
  });
  it('agrees with scipy on modes/confidence-gate', () => {
    const name = 'modes/confidence-gate';
    const input = { labels: inputOf(name, 'labels').data, confidence: inputOf(name, 'confidence').data, classes: 26 };
    const got = modes(input, { rule: 'any', threshold: 0.25 });
    check(got, outputsOf(name) as Expected);
    near(got.accepted, outputsOf(name).accepted, 1e-12, 'accepted');
  });
});

describe('wilson', () => {
  it.each([
    [0, 26, golden.wilson.outputs.wilson0of26],
    [25, 26, golden.wilson.outputs.wilson25of26],
    [50, 100, golden.wilson.outputs.wilson50of100],
  ])('agrees on %i of %i', (successes, n, [low, high]) => {
    const got = wilson(successes, n);
    near(got.low, low, golden.wilson.tol, 'low');
    near(got.high, high, golden.wilson.tol, 'high');
  });
});
