import type { Matrix, RealFake } from '../../src/index.js';
import * as metrics from '../../src/index.js';
import { map } from '../samples-of.js';

type Headline = (sets: RealFake<Matrix>) => number | Promise<number>;

/** 0 and 1 in turn, one a row. */
const inTurn = ({ rows }: Matrix) => Int32Array.from({ length: rows }, (_, i) => i % 2);
/** 1 where a number is above 0, else 0; what is no number stays. */
const signs = (set: Matrix) => map(set, (x) => (Number.isFinite(x) ? Number(x > 0) : x));
/** Numbers brought into [0, 1]; what is no number stays. */
const bright = (set: Matrix) => map(set, (x) => (Number.isFinite(x) ? 1 / (1 + Math.exp(-x)) : x));
/** The first number of each row, as a class: 0 or 1. */
const classOf = (set: Matrix) => Array.from({ length: set.rows }, (_, i) => signs(set).data[i * set.cols]!);
/** Rows as images of one line. */
const images = ({ data, rows, cols }: Matrix) => ({ data, shape: [rows, 1, cols, 1] });
const labelled = (x: Matrix): metrics.LabelledRows => ({ x, y: inTurn(x) });
const [k1, k2, k5] = [{ k: 1 }, { k: 2 }, { k: 5 }];

/** Every export that takes data: its headline of two sets, by the name of the export, with what else there is to know of the call. */
export const table: Readonly<Record<string, Headline>> = {
  frechet: (sets) => metrics.frechet(sets).value,
  kernelDistance: (sets) => metrics.kernelDistance(sets).value,
  'kernelDistance, rbf': (sets) => metrics.kernelDistance(sets, { kernel: { kind: 'rbf', sigma: 'median' } }).value,
  'neighbours, k 1: radius': (sets) => metrics.neighbours(sets, k1).radiiFake[0]!,
  'neighbours, k 2: radius': (sets) => metrics.neighbours(sets, k2).radiiFake[0]!,
  'neighbours, k 5: radius': (sets) => metrics.neighbours(sets, k5).radiiFake[0]!,
  'manifold, k 1: density': (sets) => metrics.manifold(sets, k1).density.value,
  'manifold, k 2: density': (sets) => metrics.manifold(sets, k2).density.value,
  'manifold, k 5: density': (sets) => metrics.manifold(sets, k5).density.value,
  'manifold, k 5: coverage': (sets) => metrics.manifold(sets, k5).coverage.value,
  'realism, k 1': (sets) => metrics.realism(sets, k1).value,
  'realism, k 2': (sets) => metrics.realism(sets, k2).value,
  'realism, k 5': (sets) => metrics.realism(sets, k5).value,
  oneNearestNeighbour: (sets) => metrics.oneNearestNeighbour(sets).value,
  'memorisation: authenticity': ({ real, fake }) => metrics.memorisation({ train: real, fake }).authenticity.value,
  'memorisation, with tests: ratio': ({ real, fake }) =>
    metrics.memorisation({ train: real, fake, test: map(real, (x) => x + 0.1) }).ratio!,
  slicedWasserstein: (sets) => metrics.slicedWasserstein(sets).value,
  'ndb, 2 bins: jsd': (sets) => metrics.ndb(sets, { bins: 2, seed: 1 }).jsd,
  vendi: ({ fake }) => metrics.vendi(fake).value,
  'vendi, rbf': ({ fake }) => metrics.vendi(fake, { kernel: 'rbf', sigma: 1 }).value,
  'diversity, euclidean': ({ fake }) => metrics.diversity(fake).value,
  'diversity, perceptual': ({ fake }) => metrics.diversity(images(fake), { metric: 'perceptual' }).value,
  'ssim, windows of 1': ({ real, fake }) => metrics.ssim(images(bright(real)), images(bright(fake)), { window: 1 }).value,
  classifierScore: ({ fake }) => metrics.classifierScore(fake).value,
  'modes: kl': ({ fake }) => metrics.modes({ labels: classOf(fake), classes: 2 }).kl.value,
  'collapse: classes': ({ fake }) =>
    metrics.collapse(Array.from({ length: fake.rows }, (_, i) => ({ step: i, counts: signs(fake).data.slice(i * fake.cols, (i + 1) * fake.cols) })) ).of, // biome-ignore format: one call
  'posterior: information': ({ real, fake }) => metrics.posterior({ mean: real, logVar: fake }).mutualInformation.value,
  'likelihood: bound': ({ fake }) => metrics.likelihood(fake).iwae[fake.cols]!.value,
  'probe, ridge': ({ real, fake }) => metrics.probe({ train: labelled(real), test: labelled(fake) }).accuracy.value,
  'probe, logistic': ({ real, fake }) =>
    metrics.probe({ train: labelled(real), test: labelled(fake) }, { model: 'logistic' }).accuracy.value,
  'probe, knn': ({ real, fake }) => metrics.probe({ train: labelled(real), test: labelled(fake) }, { model: 'knn' }).accuracy.value,
  'disentanglement: mig': ({ real, fake }) => metrics.disentanglement({ codes: fake, factors: signs(real) }).mig,
  'classStructure: eta squared': ({ real, fake }) => metrics.classStructure({ x: fake, labels: classOf(real) }).etaSquared,
  'pathSmoothness: ratio': ({ fake }) => metrics.pathSmoothness(fake).ratio,
  'rhythm of the signs: lhl': ({ fake }) => metrics.rhythm(signs(fake).data).lhl,
  'patterns of the signs: diversity': ({ real, fake }) =>
    metrics.patterns({ fake: signs(fake), train: signs(real) }, { steps: real.cols, instruments: 1 }).diversity.value,
  'distanceOverlap of the numbers': ({ real, fake }) => metrics.distanceOverlap({ real: real.data, fake: fake.data }).overlap,
  'reconstruction: f1': ({ real, fake }) => metrics.reconstruction({ target: signs(real), probability: bright(fake) }).f1.value,
  'interval of the first number': ({ real, fake }) => metrics.interval({ real, fake }, (sets) => sets.fake.data[0]!).value,
  'acrossSeeds, of the numbers': ({ fake }) => metrics.acrossSeeds(fake.data).value,
  'extrapolate, the numbers by their place': ({ fake }) =>
    metrics.extrapolate(Array.from(fake.data, (value, i) => ({ n: i + 1, value }))).value,
  'wilson: lower end': ({ fake }) => metrics.wilson(classOf(fake).reduce((a, b) => a + b, 0), fake.rows).low, // biome-ignore format: one call
  'moments: mean': ({ real, fake }) => metrics.moments(real.cols).push(real).push(fake).value().mean[0]!,
  'counts: of class 0': ({ fake }) => metrics.counts(2).push(classOf(fake)).value()[0]!,
  'reservoir: rows': ({ real, fake }) => metrics.reservoir({ capacity: 4, dims: real.cols, seed: 0 }).push(real).push(fake).rows,
  'report: value': ({ fake }) =>
    metrics.report({ metrics: { frechet: { value: fake.data[2] ?? 0 } }, n: { fake: fake.rows }, seed: 0 }).metrics.frechet!.value,
  'compareReports, readReport, writeReport: figures': ({ real, fake }) => {
    const [before, after] = [real, fake].map(({ data, rows }) => metrics.report({ metrics: { frechet: data[2] ?? 0 }, n: { rows }, seed: 0 })) as [metrics.Report, metrics.Report]; // biome-ignore format: one call
    return metrics.compareReports({ before, after: metrics.readReport(metrics.writeReport(after)) }).length;
  },
  'PixelPca: components': async ({ real, fake }) =>
    (await (await metrics.PixelPca.fit(images(real), { dims: 1 })).extract(images(fake))).rows,
  'ImageClassifier, classifierFeatures: rows': async ({ real, fake }) => {
    const classifier = new metrics.ImageClassifier({ imageShape: [1, real.cols, 1], classes: 2, features: 2 });
    try {
      await classifier.fit({ images: images(bright(real)), labels: inTurn(real) }, { epochs: 1 });
      return (await metrics.classifierFeatures(classifier, 'content').extract(images(bright(fake)))).rows;
    } finally {
      classifier.dispose();
    }
  },
};

/** Exports that take no data. */
export const takeNoData: readonly string[] = ['drumFaults', 'metricInfo', 'registry'];

/**
 * Where there is no value, as the documentation of the metric says: a gap between fewer than two codes, a path on which nothing moves,
 * pairs of one bar, and so on.
 */
export const withoutValue: Readonly<Record<string, readonly string[]>> = {
  'pathSmoothness: ratio': ['all samples one', 'all zeros'],
  'disentanglement: mig': ['one column'],
  'patterns of the signs: diversity': ['one of each', 'one fake'],
  'report: value': ['a fake NaN'],
};
