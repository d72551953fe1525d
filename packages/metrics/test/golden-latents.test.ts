import { describe, expect, it } from 'vitest';
import { classStructure, disentanglement, posterior, probe } from '../src/index.js';
import { logistic } from '../src/probe/logistic.js';
import { ridge } from '../src/probe/ridge.js';
import { allNear, goldenCase, near, unreadOutputs } from './golden-case.js';

describe('posterior', () => {
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

describe('classStructure', () => {
  it('agrees with scikit-learn on latent/style-structure', () => {
    const { input, outputs: want, tol } = goldenCase('latent/style-structure');
    const got = classStructure({ x: input('x'), labels: input('labels').data });
    near(got.etaSquared, want.etaSquared, tol, 'etaSquared');
    allNear(got.perDim, want.etaSquaredPerDim, tol, 'perDim');
    near(got.intraInterVariance, want.intraInterVarianceRatio, tol, 'intraInterVariance');
    near(got.intraInterDistance, want.intraInterDistanceRatio, tol, 'intraInterDistance');
    near(got.calinskiHarabasz, want.calinskiHarabasz, tol, 'calinskiHarabasz');
    near(got.silhouette, want.silhouette, tol, 'silhouette');
    near(got.nearestAccuracy.value, want.oneNNLeaveOneOutAccuracy, tol, 'nearestAccuracy');
  });
});

describe('disentanglement', () => {
  it('agrees with scikit-learn on disentanglement/mig-sap-dci', () => {
    const { input, outputs: want, tol } = goldenCase('disentanglement/mig-sap-dci');
    const [factors, noise] = [input('factors'), input('noise')];
    const code = (f: Float64Array, e: Float64Array) => [
      f[0]! + e[0]! / 8,
      f[1]! + f[2]! / 4 + e[1]! / 4,
      f[2]! + e[2]! / 2,
      e[3]!,
      f[0]! / 2 + e[4]!,
    ];
    const row = (i: number) => code(factors.data.subarray(3 * i, 3 * i + 3), noise.data.subarray(5 * i, 5 * i + 5));
    const codes = { data: Array.from({ length: 600 }, (_, i) => row(i)).flat(), rows: 600, cols: 5 };
    const got = disentanglement({ codes, factors });
    allNear(got.mi.data, want.mutualInformation, tol, 'mi');
    near(got.mig, want.mig, tol, 'mig');
    near(got.sap, want.sapContinuous, tol, 'sap');
    near(got.modularity, want.modularity, tol, 'modularity');
    near(got.disentanglement, want.dciFromMI.disentanglement, tol, 'disentanglement');
    near(got.completeness, want.dciFromMI.completeness, tol, 'completeness');
    near(got.miFloor, want.migMillerMadowBiasPerCell, tol, 'miFloor');
  });

  const { input, outputs, tol } = goldenCase('disentanglement/dci-closed-form');
  const diagonal = Array.from({ length: 5 }, (_, i) => [...input('diag').data.subarray(5 * i, 5 * i + 5)]);
  it.each([
    ['diagonal', diagonal],
    ['redundantCodes', [...diagonal, ...diagonal]],
    ['oneCodeTwoFactors', diagonal.map((row) => [...row, ...row])],
    ['zero', Array.from({ length: 10 }, () => new Array<number>(10).fill(0))],
    ['missedFactors', diagonal.slice(0, 2)],
  ])('has the closed forms of disentanglement/dci-closed-form: %s', (name, importance) => {
    const [rows, cols] = [importance.length, importance[0]!.length];
    const of = (width: number) => ({ data: Float64Array.from({ length: 4 * width }, (_, at) => (at >> 1) % 2), rows: 4, cols: width });
    const got = disentanglement({ codes: of(rows), factors: varying(4, cols) }, { importance: { data: importance.flat(), rows, cols } });
    near(got.disentanglement, outputs[name].disentanglement, tol, 'disentanglement');
    near(got.completeness, outputs[name].completeness, tol, 'completeness');
  });
  const varying = (n: number, width: number) => ({
    data: Float64Array.from({ length: n * width }, (_, at) => Math.floor(at / width) % 2),
    rows: n,
    cols: width,
  });
});

describe('the golden outputs of latents', () => {
  it('are all compared but for those that are not returned', () => {
    expect(unreadOutputs()).toEqual({
      // The golden file's mutualInformation has the entropy in closed form: it can pass log n, and calls the noise of the samples information. Ours is its mutualInformationSampled.
      // The others klPerDim, varianceOfMeans and totalCorrelation say better.
      'vae/latents': [
        'activeUnitsPopulationVar',
        'activeByKL',
        'meanPosteriorVariance',
        'mutualInformation',
        'gaussianTotalCorrelationActive',
      ],
      'latent/style-structure': ['between', 'within', 'daviesBouldin', 'meanIntraDistance', 'meanInterDistance'], // their ratios are returned
      'disentanglement/mig-sap-dci': ['factorEntropy', 'migPerFactor', 'r2'], // mig and sap are their means
      'disentanglement/dci-closed-form': ['expectedRedundantCompleteness'], // the closed form of an entry that is compared
    });
  });
});
