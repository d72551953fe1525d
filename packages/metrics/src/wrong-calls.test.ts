import { useBackend } from '@genlab/backend';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as metrics from './index.js';

const rows = { data: [0, 1, 2, 3, 4, 5, 6, 7], shape: [4, 2] };
const sets = { real: rows, fake: rows };
// What a caller in JavaScript may pass.
type Any = Readonly<Record<string, (...given: readonly unknown[]) => unknown>>;
const { call } = { call: metrics as unknown as Any };

const wrong: readonly (readonly [name: string, given: readonly unknown[], message: string])[] = [
  ['frechet', [], 'frechet (real): expected rows such as { data, shape: [n, d] }, got undefined. Of a tensor: '],
  ['frechet', [{ real: rows }], 'frechet (fake): expected rows such as { data, shape: [n, d] }, got undefined.'],
  [
    'frechet',
    [{ real: rows, fake: { values: [1] } }],
    'frechet (fake): expected rows such as { data, shape: [n, d] }, got a record of values.',
  ],
  ['frechet', [{ real: rows, fake: [1, 2] }], 'frechet (fake): expected rows such as { data, shape: [n, d] }, got '],
  ['kernelDistance', [sets, { block: 2 }], 'kernelDistance: expected options among kernel, blocks, seed, got block. Did you mean blocks?'],
  ['kernelDistance', [sets, { kernel: { kind: 'cubic' } }], 'kernelDistance.kernel.name: expected one of "poly", "rbf", got "cubic".'],
  ['kernelDistance', [sets, { kernel: { kind: 'rbf' } }], 'kernelDistance.kernel.sigma: expected a number > 0, got undefined.'],
  [
    'neighbours',
    [sets, { k: 1, metric: 'manhattan' }],
    'neighbours.metric: expected one of "euclidean", "cosine", "hamming", got "manhattan".',
  ],
  ['manifold', [sets, { ties: 'none' }], 'manifold.ties: expected one of "strict", "inclusive", got "none".'],
  ['manifold', [undefined], 'neighbours (real): expected rows such as'],
  ['oneNearestNeighbour', [3], 'neighbours (real): expected rows such as'],
  ['realism', [sets, null], 'realism: expected an object with options among k, got null.'],
  ['memorisation', [{ train: rows, fakes: rows }], 'memorisation: expected options among train, fake, test, got fakes. Did you mean fake?'],
  ['memorisation', [{ train: rows, fake: rows }, { neighbours: {} }], 'memorisation.neighbours: expected what neighbours() found, got {}.'],
  ['vendi', [rows, { kernel: 'rfb' }], 'vendi.kernel: expected one of "cosine", "jaccard", "rbf", got "rfb".'],
  ['vendi', [rows, { q: Number.NaN }], 'vendi.q: expected a number >= 0, got NaN.'],
  ['ndb', [sets, {}], 'ndb: expected centers, or bins and a seed, got neither.'],
  ['ndb', [sets, { bins: 2 }], 'ndb.seed: expected an integer >= 0, got undefined.'],
  ['slicedWasserstein', [sets, { directions: '9' }], 'slicedWasserstein.directions: expected an integer >= 1, got "9".'],
  ['classifierScore', [rows, { split: 2 }], 'classifierScore: expected options among splits, got split. Did you mean splits?'],
  [
    'modes',
    [{ labels: [0], class: 2 }],
    'modes: expected options among labels, confidence, classes, target, confusion, features, got class. Did you mean classes?',
  ],
  ['modes', [{ labels: 'AB', classes: 2 }], 'modes.labels: expected a list of numbers, got AB.'],
  [
    'modes',
    [{ labels: [0], classes: 2 }, { rule: 'some' }],
    'modes.rule: expected an object with options among fractionOfExpected, got "some".',
  ],
  ['collapse', [{}], 'collapse: expected a list of evaluations, got {}.'],
  ['collapse', [[{ step: 1 }]], 'collapse[0].counts: expected a list of numbers, got undefined.'],
  ['likelihood', [rows, { k: 2 }], 'likelihood.k: expected a list, got 2.'],
  ['posterior', [{ mean: rows }], 'posterior.logVar: expected rows such as { data, shape: [n, d] }, got undefined.'],
  ['posterior', [{ mean: rows, logVar: rows, z: Number.NaN }], 'posterior.z: expected rows such as { data, shape: [n, d] }, got NaN.'],
  ['classStructure', [{ x: rows }], 'classStructure: expected a list of numbers, got undefined.'],
  ['probe', [{ train: { x: rows, y: [0, 1, 0, 1] } }], 'probe (test): expected rows such as'],
  ['probe', [{}, { model: 'svm' }], 'probe.model: expected one of "ridge", "logistic", "knn", got "svm".'],
  ['disentanglement', [{ codes: rows, factors: rows }, { bin: 9 }], 'Did you mean bins?'],
  [
    'patterns',
    [{ fake: rows }, { faults: ['silent'] }],
    'patterns.faults: expected functions by name, such as drumFaults, got ["silent"].',
  ],
  ['reconstruction', [{ target: rows }], 'reconstruction (probability): expected rows such as'],
  ['rhythm', [undefined], 'rhythm: expected a list of numbers, got undefined.'],
  ['distanceOverlap', [{ real: [1, 2] }], 'distanceOverlap (fake): expected a list of numbers, got undefined.'],
  ['ssim', [rows, rows, { scales: [] }], 'ssim.scales: expected a list of at least 1, got [].'],
  [
    'diversity',
    [rows, { metric: 'cosine' }],
    'diversity.metric: expected one of "euclidean", "hamming", "ssim", "perceptual", got "cosine".',
  ],
  ['interval', [sets], 'interval: expected a metric of the sets, got undefined.'],
  ['interval', [{}, () => 1], 'interval: expected named sets of rows, got {}.'],
  ['acrossSeeds', [3], 'acrossSeeds: expected a list of numbers, got 3.'],
  ['extrapolate', [{ n: 1 }], 'extrapolate: expected a list of sizes and values, got {"n":1}.'],
  ['counts', [undefined], 'counts: expected a list of numbers, got undefined.'],
  ['moments', [{ n: -1, mean: [0], scatter: [1] }], 'moments: expected a state with a number of rows n, got -1.'],
  ['reservoir', [undefined], 'reservoir: expected capacity to be an integer >= 1, got undefined.'],
  ['report', [{ metrics: {} }], 'report: expected metrics, n and a seed, got {"metrics":{}}.'],
  ['report', [{ metrics: { frechet: 'low' }, n: {}, seed: 0 }], 'report: expected a number or a score as frechet, got low.'],
  ['readReport', [{}], 'readReport: expected JSON as writeReport writes it, got {}.'],
  ['compareReports', [{}], 'compareReports (before): expected a report, got undefined.'],
  ['classifierFeatures', [{}], 'classifierFeatures: expected a trained ImageClassifier, got {}.'],
];

beforeAll(async () => {
  await useBackend('genlab');
});

describe('a wrong call is refused in one sentence that names its place:', () => {
  it.each(wrong)('%s %j: %s', (name, given, message) => {
    expect(() => (call[name] as (...given: readonly unknown[]) => unknown)(...given)).toThrow(message);
  });

  it.each<[string, () => unknown, string]>([
    [
      'no options',
      () => new metrics.ImageClassifier(undefined as never),
      'ImageClassifier: expected an object with options among imageShape, ',
    ],
    [
      'a flat shape',
      () => new metrics.ImageClassifier({ imageShape: [8, 8] as never, classes: 2 }),
      'ImageClassifier.imageShape: expected a list of 3, got [8,8].',
    ],
    [
      'nothing saved',
      () => metrics.ImageClassifier.load(undefined as never),
      'ImageClassifier: expected an object with options among imageShape, ',
    ],
    ['a misspelt option of fit', () => fit({ epoch: 1 }), 'ImageClassifier.fit: expected options among epochs, '],
    [
      'a misspelt jitter',
      () => fit({ jitter: { rotate: 1 } }),
      'ImageClassifier.fit.jitter: expected options among rotation, scale, shear, shift, got rotate.',
    ],
    [
      'no images',
      () => metrics.PixelPca.fit(undefined as never),
      'PixelPca.fit: expected images of shape [n, height, width, channels], got undefined.',
    ],
  ])('an extractor with %s', async (_, make, message) => {
    const before = tf.memory().numTensors;
    await expect((async () => make())()).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });
});

async function fit(options: object) {
  const classifier = new metrics.ImageClassifier({ imageShape: [8, 8, 1], classes: 2 });
  try {
    await classifier.fit({ images: { data: new Float32Array(128), shape: [2, 8, 8, 1] }, labels: [0, 1] }, options);
  } finally {
    classifier.dispose();
  }
}
