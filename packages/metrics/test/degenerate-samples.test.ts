import { describe, expect, it } from 'vitest';
import type { Matrix, RealFake } from '../src/index.js';
import * as metrics from '../src/index.js';
import { map, normal } from './samples-of.js';

/** The headline of each metric of two samples. */
const table: Record<string, (sets: RealFake<Matrix>) => number> = {
  frechet: (sets) => metrics.frechet(sets).value,
  kernelDistance: (sets) => metrics.kernelDistance(sets).value,
  'manifold, k 2: coverage': (sets) => metrics.manifold(sets, { k: 2 }).coverage.value,
  oneNearestNeighbour: (sets) => metrics.oneNearestNeighbour(sets).value,
  'memorisation: authenticity': ({ real, fake }) => metrics.memorisation({ train: real, fake }).authenticity.value,
  'realism, k 2': (sets) => metrics.realism(sets, { k: 2 }).value,
  slicedWasserstein: (sets) => metrics.slicedWasserstein(sets).value,
  'ndb, 2 bins: jsd': (sets) => metrics.ndb(sets, { bins: 2, seed: 1 }).jsd,
  'vendi of the fakes': ({ fake }) => metrics.vendi(fake).value,
  'diversity of the fakes': ({ fake }) => metrics.diversity(fake).value,
  'classifierScore of the fakes': ({ fake }) => metrics.classifierScore(fake).value,
};
const constantColumn = (set: Matrix) => map(set, (value, i) => (i % set.cols === 0 ? 1 : value));
const ones = (rows: number): Matrix => ({ data: new Float64Array(rows * 2).fill(1), rows, cols: 2 });
const inputs: Record<string, RealFake<Matrix>> = {
  'no fakes': { real: normal(8, 2, 1), fake: { data: [], rows: 0, cols: 2 } },
  'one fake': { real: normal(8, 2, 1), fake: normal(1, 2, 2) },
  'three of each': { real: normal(3, 2, 1), fake: normal(3, 2, 2) },
  'one column': { real: normal(8, 1, 1), fake: normal(8, 1, 2) },
  'a constant column': { real: constantColumn(normal(8, 2, 1)), fake: constantColumn(normal(8, 2, 2)) },
  'all samples one': { real: ones(6), fake: ones(6) },
  'other widths': { real: normal(8, 2, 1), fake: normal(8, 3, 2) },
  'a fake NaN': { real: normal(8, 2, 1), fake: map(normal(8, 2, 2), (value, i) => (i === 3 ? Number.NaN : value)) },
  'an infinite real': { real: map(normal(8, 2, 1), (value, i) => (i === 3 ? Number.POSITIVE_INFINITY : value)), fake: normal(8, 2, 2) },
};

describe('metrics of samples, of input at the edge', () => {
  it.each(Object.keys(inputs))('give the value or say what is wrong: %s', (name) => {
    const results = Object.entries(table).map(([metric, of]) => {
      try {
        const value = of(inputs[name]!);
        expect(value).not.toBeNaN();
        return `${metric}: ${Number(value.toPrecision(4))}`;
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        return `${metric}: ${(error as Error).message}`;
      }
    });
    expect(results.join('\n')).toMatchSnapshot();
  });
});
