import { describe, expect, it } from 'vitest';
import { posterior, probe } from '../src/index.js';
import { logistic } from '../src/probe/logistic.js';
import { ridge } from '../src/probe/ridge.js';
import { allNear, goldenCase, near } from './golden-case.js';

describe('posterior', () => {
  // Not returned: activeByKL, meanPosteriorVariance and gaussianTotalCorrelationActive, which klPerDim and totalCorrelation say better, and `mutualInformation` of the
  // golden file, with the entropy in closed form: it can pass log n, and calls the noise of the samples information. Ours is its mutualInformationSampled.
  it('agrees with numpy on vae/latents', () => {
    const { input, outputs: want, tol } = goldenCase('vae/latents');
    const [mean, logVar, noise] = [input('mu'), input('logvar'), input('eps')];
    const z = { ...mean, data: mean.data.map((value, at) => value + Math.exp(logVar.data[at]! / 2) * noise.data[at]!) };
    const got = posterior({ mean, logVar, z });
    allNear(got.varianceOfMeans, want.varianceOfMeans, tol, 'varianceOfMeans');
    allNear(got.klPerDim, want.klPerDim, tol, 'klPerDim');
    allNear(got.quietShare, want.collapsedEpsDelta, tol, 'quietShare');
    near(got.kl.value, want.klTotal, tol, 'kl');
    near(got.mutualInformation.value, want.mutualInformationSampled, tol, 'mutualInformation');
    near(got.miCeiling, want.logN, tol, 'miCeiling');
    near(got.marginalKl, want.marginalKL, tol, 'marginalKl');
    near(got.totalCorrelation, want.totalCorrelation, tol, 'totalCorrelation');
    near(got.dimensionWiseKl, want.dimensionWiseKL, tol, 'dimensionWiseKl');
    expect(got.activeUnits).toBe(want.activeUnits);
    expect(got.collapsed).toEqual([3, 4]);
  });
});

describe('the probes', () => {
  const { input, outputs: want } = goldenCase('latent/style-structure');
  const x = input('x');
  const labels = Int32Array.from(input('labels').data);
  const rows = (from: number, to: number) => ({
    x: { data: x.data.slice(from * 3, to * 3), rows: to - from, cols: 3 },
    y: labels.slice(from, to),
  });
  const [train, test] = [rows(0, 60), rows(60, 90)];
  const classed = { data: train.x.data, labels: train.y, n: 60, dims: 3, classes: 3 };

  it('have the coefficients of the normal equations (numpy)', () => {
    allNear(ridge(classed, 1e-3), want.ridgeProbe.weights, 1e-6, 'weights');
  });
  it('have the cross-entropy of scikit-learn on the test rows', () => {
    const weights = logistic(classed, 1 / 120); // C = 1 at 60 rows
    const losses = Array.from(test.y, (label, i) => {
      const scores = [0, 1, 2].map((c) =>
        [0, 1, 2].reduce((sum, j) => sum + test.x.data[3 * i + j]! * weights[3 * j + c]!, weights[9 + c]!),
      );
      return Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[label]!;
    });
    near(losses.reduce((a, b) => a + b) / 30, want.logisticProbe.testLogLoss, 1e-4, 'testLogLoss');
  });
  it.each([
    ['ridge', want.ridgeProbe],
    ['logistic', want.logisticProbe],
  ] as const)('name as many test rows rightly: %s', (model, { testAccuracy }) => {
    const got = probe({ train, test }, { model });
    near(got.accuracy.value, testAccuracy, 1e-12, 'accuracy');
    near(got.chance, want.chance, 1e-12, 'chance');
  });
  it('name 14 in 15 training rows rightly', () => {
    near(probe({ train, test: train }).accuracy.value, want.ridgeProbe.trainAccuracy, 1e-12, 'trainAccuracy');
  });
});
