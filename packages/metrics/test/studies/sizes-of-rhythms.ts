import { Rng } from '@genlab/core';
import * as metrics from '../../src/index.js';
import type { SizeStudy } from './sizes.js';
import { bars, normalRows } from './worlds.js';

type Bars = (n: number, seed: number) => metrics.Matrix;

/** Onsets anywhere, as many as real bars have on average. */
const noise: Bars = (n, seed) => {
  const rng = new Rng(seed).fork('noise');
  const like = bars(n, seed).data as Float64Array;
  const density = like.reduce((a, b) => a + b, 0) / like.length;
  return { data: like.map(() => (rng.number() < density ? 1 : 0)), rows: n, cols: 144 };
};
/** The same 20 bars again and again. */
const twenty: Bars = (n, seed) => {
  const few = bars(20, 5);
  const rng = new Rng(seed).fork('twenty');
  const rows = Array.from({ length: n }, () => rng.integer(20));
  return { data: rows.flatMap((row) => Array.from(few.data).slice(144 * row, 144 * (row + 1))), rows: n, cols: 144 };
};

const patterns = (made: Bars) => (n: number, seed: number) => {
  const found = metrics.patterns({ fake: made(n, seed), train: bars(n, seed + 1), test: bars(n, seed + 2) });
  return {
    'patterns.density': found.density.value,
    'patterns.stepDensity': found.stepDensity.value,
    'patterns.syncopation': found.syncopation!.value,
    'patterns.selfSimilarity': found.selfSimilarity!.value,
    'patterns.pairwiseHamming': found.pairwiseHamming.value,
    'patterns.diversity': found.diversity.value,
    'patterns.unique': found.unique,
    'patterns.valid': found.valid.value,
    'patterns.novelty': found.novelty!.value,
    'patterns.noveltyRatio': found.noveltyRatio!,
  };
};

const overlap =
  (shift: number, scale = 1) =>
  (n: number, seed: number) => {
    const [real, made] = [normalRows(n, 1, seed), normalRows(n, 1, seed + 1)];
    const found = metrics.distanceOverlap({ real: real.data, fake: Array.from(made.data, (value) => shift + scale * value) });
    return { 'distanceOverlap.overlap': found.overlap, 'distanceOverlap.kld': found.kld };
  };

/** Bars that come back with some of their cells turned over, or not at all. */
const reconstruction = (probability: (cell: number, chance: number) => number) => (n: number, seed: number) => {
  const target = bars(n, seed);
  const rng = new Rng(seed).fork('cells');
  const found = metrics.reconstruction({
    target,
    probability: { ...target, data: Array.from(target.data, (cell) => probability(cell, rng.number())) },
  });
  return {
    'reconstruction.accuracy': found.accuracy.value,
    'reconstruction.f1': found.f1.value,
    'reconstruction.exact': found.exact.value,
  };
};
const flipped = (share: number) => reconstruction((cell, chance) => (chance < share ? 1 - cell : cell));

/** Metrics of rhythm. */
export const sizesOfRhythms: readonly SizeStudy[] = [
  {
    metric: 'patterns',
    counts: 'bars',
    sizes: [50, 100, 250, 500, 1000],
    worlds: {
      'bars of the grammar': patterns(bars),
      'noise of their density': patterns(noise),
      'the same 20 bars': patterns(twenty),
      'the training bars': patterns((n, seed) => bars(n, seed + 1)),
    },
  },
  {
    metric: 'distanceOverlap',
    counts: 'values a set',
    sizes: [50, 100, 250, 500],
    worlds: { 'one distribution': overlap(0), 'shifted by half a deviation': overlap(0.5), 'twice as wide': overlap(0, 2) },
  },
  {
    metric: 'reconstruction',
    counts: 'bars',
    sizes: [50, 100, 250, 500, 1000],
    worlds: { 'a cell in 200 wrong': flipped(1 / 200), 'a cell in 20 wrong': flipped(1 / 20), silence: reconstruction(() => 0) },
  },
];
