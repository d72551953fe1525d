import { Rng } from '@genlab/core';
import * as metrics from '../../src/index.js';
import type { SizeStudy } from './sizes.js';
import { classRows, normalRows } from './worlds.js';

/**
 * Posteriors N(mean, 0.2) of means with variance 0.8, so that the aggregate is the prior: log(5) / 2 = 0.80 nats a dimension. Or the same
 * posterior for all.
 */
const posterior = (dims: number, tells: boolean) => (n: number, seed: number) => {
  const z = normalRows(n, dims, seed);
  const mean = { ...z, data: Float64Array.from(z.data, (value) => (tells ? Math.sqrt(0.8) * value : 0.5)) };
  const logVar = { ...z, data: new Float64Array(n * dims).fill(tells ? Math.log(0.2) : 0) };
  const found = metrics.posterior({ mean, logVar }, { seed });
  return {
    'posterior.activeUnits': found.activeUnits,
    'posterior.kl': found.kl.value,
    'posterior.mutualInformation': found.mutualInformation.value,
    'posterior.marginalKl': found.marginalKl,
    'posterior.totalCorrelation': found.totalCorrelation,
  };
};

/**
 * Importance weights of 200 data with log p(x) = 0 and 8 latent dimensions, where the posterior's standard deviation is `scale` times the
 * true one.
 */
const weights = (scale: number) => (n: number, seed: number) => {
  const [data, dims] = [200, 8];
  const noise = normalRows(data * n, dims, seed);
  const logWeights = Float64Array.from({ length: data * n }, (_, at) => {
    let sum = 0;
    for (let j = 0; j < dims; j++) sum += (noise.data[at * dims + j]! ** 2 * (1 - scale ** 2)) / 2 + Math.log(scale);
    return sum;
  });
  const { elbo, iwae, ess, bitsPerDim } = metrics.likelihood({ data: logWeights, rows: data, cols: n }, { dims });
  return { 'likelihood.elbo': elbo.value, 'likelihood.iwae': iwae[n]!.value, 'likelihood.ess': ess, 'likelihood.bitsPerDim': bitsPerDim! };
};

const probe = (apart: number) => {
  const sets = { classes: 5, cols: 16, apart };
  return (n: number, seed: number) => {
    const [train, test] = [classRows(n, { ...sets, seed }), classRows(1000, { ...sets, seed: seed + 1 })];
    const found = metrics.probe({ train: { x: train.x, y: train.labels }, test: { x: test.x, y: test.labels } });
    return { 'probe.accuracy': found.accuracy.value, 'probe.balancedAccuracy': found.balancedAccuracy };
  };
};

/** Three factors of four levels each, and three codes that are made of them and of noise. */
const codes = (of: (factors: readonly number[]) => readonly number[]) => (n: number, seed: number) => {
  const rng = new Rng(seed).fork('factors');
  const noise = normalRows(n, 3, seed);
  const factors = Array.from({ length: n }, () => [rng.integer(4), rng.integer(4), rng.integer(4)]);
  const made = factors.map((row, i) => of(row).map((value, j) => value + 0.3 * noise.data[3 * i + j]!));
  const found = metrics.disentanglement(
    { codes: { data: made.flat(), shape: [n, 3] }, factors: { data: factors.flat(), shape: [n, 3] } },
    { shuffles: 1 },
  );
  return {
    'disentanglement.mig': found.mig,
    'disentanglement.sap': found.sap,
    'disentanglement.modularity': found.modularity,
    'disentanglement.disentanglement': found.disentanglement,
    'disentanglement.completeness': found.completeness,
  };
};

const structure = (apart: number) => (n: number, seed: number) => {
  const found = metrics.classStructure(classRows(n, { classes: 5, cols: 8, apart, seed }));
  return {
    'classStructure.etaSquared': found.etaSquared,
    'classStructure.silhouette': found.silhouette,
    'classStructure.nearestAccuracy': found.nearestAccuracy.value,
  };
};

const path = (at: (t: number) => readonly [number, number]) => (n: number) => {
  const found = metrics.pathSmoothness({ data: Array.from({ length: n }, (_, i) => at(i / (n - 1))).flat(), shape: [n, 2] });
  return { 'pathSmoothness.ratio': found.ratio, 'pathSmoothness.curvature': found.curvature };
};

/** Metrics of latent spaces. */
export const sizesOfLatents: readonly SizeStudy[] = [
  {
    metric: 'posterior',
    counts: 'data',
    worlds: {
      '2 dimensions that tell 1.61 nats': posterior(2, true),
      '2 dimensions with an offset': posterior(2, false),
      '8 dimensions that tell 6.44 nats': posterior(8, true),
    },
  },
  {
    metric: 'likelihood',
    counts: 'draws a datum, 200 data',
    sizes: [10, 50, 100, 250, 500, 1000],
    worlds: { 'posterior 0.9 times as wide': weights(0.9), '0.75 times': weights(0.75), '0.5 times': weights(0.5) },
  },
  {
    metric: 'probe',
    counts: 'rows to train on, 1,000 to test',
    worlds: { '5 classes, 3 apart': probe(3), '5 classes, 1 apart': probe(1), 'codes of noise': probe(0) },
  },
  {
    metric: 'disentanglement',
    counts: 'rows',
    worlds: {
      'a code a factor': codes((f) => f),
      'two factors rotated': codes(([a, b, c]) => [a! + b!, a! - b!, c!]),
      'codes of noise': codes(() => [0, 0, 0]),
    },
  },
  {
    metric: 'classStructure',
    counts: 'rows',
    sizes: [50, 100, 250, 500, 1000],
    worlds: { '5 classes, 3 apart': structure(3), '5 classes, 1 apart': structure(1), 'labels that mean nothing': structure(0) },
  },
  {
    metric: 'pathSmoothness',
    counts: 'points of a path',
    sizes: [3, 5, 11, 51],
    worlds: {
      'a straight line': path((t) => [t, 0]),
      'a quarter of a circle': path((t) => [Math.cos((Math.PI * t) / 2), Math.sin((Math.PI * t) / 2)]),
    },
  },
];
