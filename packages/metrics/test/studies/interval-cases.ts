import { Rng } from '@genlab/core';
import * as metrics from '../../src/index.js';
import { draw } from '../known-truth/glyphs.js';
import type { IntervalCase } from './coverage.js';
import { bars, classRows, eyes, features, generatorOf, normalRows, training } from './worlds.js';

const N = 200;

/** Cases of several figures, for which the data of a seed are looked at once. */
function together<Found>(
  look: (seed: number) => Found,
  figures: Readonly<Record<string, (found: Found) => metrics.Score>>,
): IntervalCase[] {
  const found = new Map<number, Found>();
  return Object.entries(figures).map(([name, figure]) => ({
    name,
    score: (seed) => {
      if (!found.has(seed)) found.set(seed, look(seed));
      return figure(found.get(seed)!);
    },
  }));
}

/** The figures of a generator against real letters, N of each. */
function ofGenerator(generator: string): IntervalCase[] {
  return together(
    (seed) => {
      const sets = features(generator, N, seed);
      const knn = metrics.neighbours(sets);
      return { manifold: metrics.manifold(knn), nearest: metrics.oneNearestNeighbour(knn), kernel: metrics.kernelDistance(sets, { seed }) };
    },
    {
      [`manifold.precision, ${generator}`]: ({ manifold }) => manifold.precision,
      [`manifold.recall, ${generator}`]: ({ manifold }) => manifold.recall,
      [`manifold.density, ${generator}`]: ({ manifold }) => manifold.density,
      [`manifold.coverage, ${generator}`]: ({ manifold }) => manifold.coverage,
      [`oneNearestNeighbour, ${generator}`]: ({ nearest }) => nearest,
      [`kernelDistance, ${generator}`]: ({ kernel }) => kernel,
    },
  );
}

const real = eyes.features(draw(N, 1));
const test = draw(N, 2);
const pixels = (seed: number) => generatorOf('copies, jitter 0.4').sample(training, N, seed);
const logits = (seed: number) => {
  const { x } = classRows(N, { classes: 5, cols: 5, apart: 4, seed });
  return { ...x, data: Float64Array.from(x.data, (value) => 2 * value) };
};
const codes = (seed: number) => classRows(N, { classes: 5, cols: 8, apart: 3, seed });
const known = codes(7);
const returned = (seed: number) => {
  const target = bars(N, seed);
  const rng = new Rng(seed).fork('cells');
  return {
    target,
    probability: { ...target, data: target.data.map((cell) => (rng.number() < 1 / 200 ? 1 - cell : cell)) },
  };
};

/** Every figure that comes with an interval, and frechet by `interval`. */
export const intervalCases: readonly IntervalCase[] = [
  ...['perfect', 'drops 2 letters', 'blurs, 50 %', 'copies, jitter 0.4'].flatMap(ofGenerator),
  ...['perfect', 'drops 2 letters'].map((generator) => ({
    name: `frechet by interval, ${generator}`,
    score: (seed: number) => metrics.interval(features(generator, N, seed), (sets) => metrics.frechet(sets).value, { repeats: 30, seed }),
  })),
  { name: 'slicedWasserstein by interval', score: (seed) => metrics.interval(features('drops 2 letters', N, seed), (sets) => metrics.slicedWasserstein(sets, { directions: 16 }).value, { repeats: 30, seed }) }, // biome-ignore format: a row of the table
  { name: 'realism', score: (seed) => metrics.realism({ real, fake: eyes.features(pixels(seed)) }) },
  { name: 'memorisation.authenticity', score: (seed) => metrics.memorisation({ train: training, fake: pixels(seed), test }).authenticity },
  { name: 'ndb.share', score: (seed) => metrics.ndb(features('drops 2 letters', N, seed), { bins: 20, seed }).share },
  { name: 'classifierScore', score: (seed) => metrics.classifierScore(logits(seed)) },
  { name: 'classifierScore, 10 splits', score: (seed) => metrics.classifierScore(logits(seed), { splits: 10 }) },
  { name: 'modes.confident', score: (seed) => metrics.modes({ labels: codes(seed).labels, confidence: normalRows(N, 1, seed).data.map((x) => 1 / (1 + Math.exp(-3 * x))) , classes: 5 }).confident! }, // biome-ignore format: a row of the table
  { name: 'diversity', score: (seed) => metrics.diversity(eyes.features(draw(N, seed)), { seed }) },
  { name: 'ssim', score: (seed) => metrics.ssim(images(draw(N, seed)), images(draw(N, seed + 1)), { window: 7 }) },
  { name: 'posterior.kl', score: (seed) => posterior(seed).kl },
  { name: 'posterior.mutualInformation', score: (seed) => posterior(seed).mutualInformation },
  { name: 'likelihood.elbo', score: (seed) => metrics.likelihood(normalRows(N, 20, seed)).elbo },
  { name: 'likelihood.iwae', score: (seed) => metrics.likelihood(normalRows(N, 20, seed)).iwae[20]! },
  { name: 'probe.accuracy', score: (seed) => metrics.probe({ train: { x: known.x, y: known.labels }, test: { x: codes(seed).x, y: codes(seed).labels } }).accuracy }, // biome-ignore format: a row of the table
  { name: 'classStructure.nearestAccuracy', score: (seed) => metrics.classStructure(codes(seed)).nearestAccuracy },
  ...together((seed) => metrics.patterns({ fake: bars(N, seed), train: knownBars }), {
    'patterns.density': ({ density }) => density,
    'patterns.stepDensity': ({ stepDensity }) => stepDensity,
    'patterns.syncopation': ({ syncopation }) => syncopation!,
    'patterns.selfSimilarity': ({ selfSimilarity }) => selfSimilarity!,
    'patterns.pairwiseHamming': ({ pairwiseHamming }) => pairwiseHamming,
    'patterns.diversity': ({ diversity }) => diversity,
    'patterns.valid': ({ valid }) => valid,
    'patterns.nearestTrain': ({ nearestTrain }) => nearestTrain!,
  }),
  ...together((seed) => metrics.reconstruction(returned(seed)), {
    'reconstruction.accuracy': ({ accuracy }) => accuracy,
    'reconstruction.precision': ({ precision }) => precision,
    'reconstruction.recall': ({ recall }) => recall,
    'reconstruction.f1': ({ f1 }) => f1,
    'reconstruction.exact': ({ exact }) => exact,
  }),
];

const knownBars = bars(N, 3);
function images({ data, rows }: metrics.Matrix) {
  return { data, shape: [rows, 12, 12] };
}
function posterior(seed: number): metrics.Posterior {
  const mean = normalRows(N, 2, seed);
  return metrics.posterior({ mean, logVar: { ...mean, data: mean.data.map(() => Math.log(0.2)) } }, { seed });
}
