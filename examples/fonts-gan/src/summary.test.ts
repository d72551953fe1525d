import { frechet, kernelDistance, manifold, memorisation, modes } from '@genlab/metrics';
import { expect, test } from 'vitest';
import { presets } from './config.js';
import { summarise } from './summary.js';

const labels = Int32Array.from([...new Array(90).fill(0), ...new Array(90).fill(1), ...new Array(20).fill(2)]);
const features = (shift: number) => ({ data: Float32Array.from({ length: 40 }, (_, i) => (i % 5) + shift), shape: [20, 2] as const });
const compare = (shift: number) => {
  const sets = { real: features(0), fake: features(shift) };
  return { frechet: frechet(sets), kernel: kernelDistance(sets), manifold: manifold(sets) };
};
const scrutiny = (shift: number) => ({
  content: compare(shift),
  style: compare(shift),
  copies: memorisation({ train: features(0), fake: features(shift), test: features(0.5) }),
});
const input = {
  config: { ...presets.default, data: 'three letters' },
  backend: 'genlab (simd)',
  steps: 40,
  seconds: 8,
  last: {
    step: 40,
    labels,
    modes: modes({ labels, confidence: new Float32Array(200).fill(0.95), classes: 4 }),
    frechet: frechet({ real: features(0), fake: features(1) }),
    scrutiny: scrutiny(0),
    realScrutiny: scrutiny(0.25),
  },
  classes: ['A', 'B', 'C', 'D'],
  realReal: 0.25,
  validationAccuracy: 0.93,
};

test('a summary names what is missing, and how fast it went', () => {
  const summary = summarise(input);
  expect(summary).toMatchObject({ backend: 'genlab (simd)', steps: 40, seconds: 8, stepsPerSecond: 5 });
  // 200 samples of 4 classes: 50 expected, 12.5 needed; C has 20.
  expect(summary.modes).toMatchObject({ covered: 3, of: 4, missing: ['D'], confidentShare: 1, klFloor: 0.0075 });
  // 2 x 0.45 log 1.8 + 0.1 log 0.4
  expect(summary.modes.kl).toBeCloseTo(0.4374, 3);
  expect(summary.frechet.value).toBeCloseTo(2, 3); // moved by (1, 1)
  expect(summary.frechet.realReal).toBe(0.25);
  expect(summary.classifier).toEqual({ validationAccuracy: 0.93 });
  expect(summary.content).toMatchObject({ frechet: 0, precision: 1, coverage: 1, real: { frechet: 0.125 } });
  expect(summary.style?.real.frechet).toBe(0.125);
  expect(summary.memorisation).toMatchObject({ ratio: 0, copies: 20, authenticity: 0 });
  expect(summary.conditional).toBeUndefined();
  expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
});

test('a conditional run says how often the letter asked for is the letter read', () => {
  expect(summarise({ ...input, last: { ...input.last, asked: 0.875 } }).conditional).toEqual({ asReadShare: 0.875 });
});
