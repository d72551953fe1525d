import { Rng } from '@genlab/core';
import * as metrics from '../../src/index.js';
import { draw, letters } from '../known-truth/glyphs.js';
import type { SizeStudy } from './sizes.js';
import { eyes, features, generatorOf } from './worlds.js';

type Sets = metrics.RealFake<metrics.Matrix>;

/** A study of the features of real letters and of what some generators make of them. */
function ofGenerators(
  metric: string,
  generators: readonly string[],
  figures: (sets: Sets, seed: number) => Record<string, number>,
): SizeStudy {
  return {
    metric,
    worlds: Object.fromEntries(generators.map((name) => [name, (n: number, seed: number) => figures(features(name, n, seed), seed)])),
  };
}

/** With the floor that `frechet` gives as a world of its own. */
function withFloor({ worlds, ...rest }: SizeStudy): SizeStudy {
  return { ...rest, worlds: { ...worlds, 'its `floor`': (n, seed) => ({ frechet: metrics.frechet(features('perfect', n, seed)).floor }) } };
}

/** How sure a reading is: the largest probability of its row. */
const confidence = ({ data, rows, cols }: metrics.Matrix) =>
  Float64Array.from({ length: rows }, (_, i) => {
    const row = Array.from({ length: cols }, (_, k) => data[i * cols + k]!);
    const most = Math.max(...row);
    return 1 / row.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
  });

/** A generator of ten classes that is looked at ten times, n samples each; from the sixth look on, one class has the share left to it. */
function verdicts(left: number) {
  return (n: number, seed: number) => {
    const rng = new Rng(seed).fork('history');
    const called = Array.from({ length: 20 }, () => {
      const history = Array.from({ length: 10 }, (_, look) => {
        const counts = new Array<number>(10).fill(0);
        for (let i = 0; i < n; i++) {
          const k = rng.integer(10);
          counts[k === 0 && look >= 5 && rng.number() > left ? 1 + rng.integer(9) : k]! += 1;
        }
        return { step: look, counts };
      });
      return metrics.collapse(history).verdict === 'collapse' ? 1 : 0;
    });
    return { 'share of runs called a collapse': called.reduce<number>((a, b) => a + b, 0) / called.length };
  };
}

const ofPairs = (among?: readonly number[]) => (n: number, seed: number) => {
  const images = (from: number) => ({ data: draw(n, from, among).data, shape: [n, 12, 12] });
  return { ssim: metrics.ssim(images(seed), images(seed + 1), { window: 7 }).value };
};

/** Metrics of samples. */
export const sizesOfSamples: readonly SizeStudy[] = [
  ofGenerators('modes', ['perfect', 'drops 1 letter of 10', 'blurs, 100 %'], ({ fake }) => {
    const logits = eyes.logits(fake);
    const found = metrics.modes({ labels: eyes.read(fake), confidence: confidence(logits), classes: letters.length });
    return { 'modes.modes': found.modes.value, 'modes.kl': found.kl.value, 'modes.confident': found.confident!.value };
  }),
  withFloor(
    ofGenerators('frechet', ['perfect', 'drops 1 letter of 10', 'drops 3 letters', 'blurs, 25 %', 'memorises'], (sets) => ({
      frechet: metrics.frechet(sets).value,
    })),
  ),
  ofGenerators('kernelDistance', ['perfect', 'drops 1 letter of 10', 'drops 3 letters', 'blurs, 50 %', 'memorises'], (sets, seed) => ({
    kernelDistance: metrics.kernelDistance(sets, { seed }).value,
  })),
  ofGenerators('slicedWasserstein', ['perfect', 'drops 1 letter of 10', 'drops 3 letters', 'blurs, 50 %'], (sets) => ({
    slicedWasserstein: metrics.slicedWasserstein(sets).value,
  })),
  ofGenerators('manifold', ['perfect', 'drops 2 letters', 'blurs, 50 %', 'copies, jitter 0.4', 'memorises'], (sets) => {
    const { precision, recall, density, coverage } = metrics.manifold(sets);
    return {
      'manifold.precision': precision.value,
      'manifold.recall': recall.value,
      'manifold.density': density.value,
      'manifold.coverage': coverage.value,
    };
  }),
  ofGenerators('oneNearestNeighbour', ['perfect', 'drops 5 letters', 'blurs, 50 %', 'copies, jitter 0.4'], (sets) => ({
    oneNearestNeighbour: metrics.oneNearestNeighbour(sets).value,
  })),
  ofGenerators('realism', ['perfect', 'blurs, 50 %', 'copies, jitter 0.4'], (sets) => ({ realism: metrics.realism(sets).value })),
  {
    metric: 'memorisation',
    sizes: [50, 100, 250, 500, 1000],
    worlds: Object.fromEntries(
      ['perfect', 'memorises half', 'memorises', 'copies, jitter 0.4', 'blurs, 25 %'].map((name) => [
        name,
        (n: number, seed: number) => {
          const [train, test] = [draw(n, seed), draw(n, seed + 2)];
          const found = metrics.memorisation({ train, fake: generatorOf(name).sample(train, n, seed + 1), test });
          return {
            'memorisation.authenticity': found.authenticity.value,
            'memorisation.copies': found.copies,
            'memorisation.ratio': found.ratio!,
            'memorisation.z': found.z!,
          };
        },
      ]),
    ),
  },
  ofGenerators('classifierScore', ['perfect', 'drops 1 letter of 10', 'drops 3 letters', 'blurs, 100 %', 'memorises'], ({ fake }) => ({
    classifierScore: metrics.classifierScore(eyes.logits(fake)).value,
  })),
  ofGenerators('ndb', ['perfect', 'drops 1 letter of 10', 'drops 3 letters', 'blurs, 50 %'], (sets, seed) => {
    const { share, jsd } = metrics.ndb(sets, { bins: 10, seed });
    return { 'ndb.share': share.value, 'ndb.jsd': jsd };
  }),
  ofGenerators('vendi', ['perfect', 'drops 3 letters', 'drops 7 letters', 'memorises', 'copies, jitter 0.4'], ({ fake }) => ({
    vendi: metrics.vendi(fake).value,
  })),
  ofGenerators('diversity', ['perfect', 'drops 3 letters', 'drops 9 letters', 'memorises', 'copies, jitter 0.4'], ({ fake }, seed) => ({
    diversity: metrics.diversity(fake, { seed }).value,
  })),
  {
    metric: 'ssim',
    counts: 'pairs',
    sizes: [50, 100, 250, 500, 1000],
    worlds: { 'two letters at random': ofPairs(), 'two of one letter': ofPairs([0]) },
  },
  {
    metric: 'collapse',
    counts: 'samples an evaluation',
    sizes: [50, 100, 250, 500, 1000],
    worlds: {
      'no class changes': verdicts(1),
      'a class of 10 dies': verdicts(0),
      'a class falls to a fifth': verdicts(0.2),
      'a class falls to a half': verdicts(0.5),
    },
  },
];
