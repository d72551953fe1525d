import { describe, expect, it } from 'vitest';
import * as metrics from '../src/index.js';
import { normals } from './noise.js';

type Rows = { readonly data: ArrayLike<number>; readonly shape: readonly [number, number] };

/** The headline of each metric that looks at one set of codes, or at bars; rows take the labels 0 and 1 in turn. */
const table: Record<string, (x: Rows) => number> = {
  'posterior: information': (x) =>
    metrics.posterior({ mean: x, logVar: { ...x, data: Float64Array.from(x.data, () => -1) } }).mutualInformation.value,
  'likelihood: bound': (x) => metrics.likelihood(x).iwae[x.shape[1]]!.value,
  'probe, ridge': (x) => metrics.probe({ train: { x, y: labels(x) }, test: { x, y: labels(x) } }).accuracy.value,
  'probe, logistic': (x) => metrics.probe({ train: { x, y: labels(x) }, test: { x, y: labels(x) } }, { model: 'logistic' }).accuracy.value,
  'probe, knn': (x) => metrics.probe({ train: { x, y: labels(x) }, test: { x, y: labels(x) } }, { model: 'knn' }).accuracy.value,
  'disentanglement: mig': (x) => metrics.disentanglement({ codes: x, factors: { data: labels(x), shape: [x.shape[0], 1] } }).mig,
  'classStructure: eta squared': (x) => metrics.classStructure({ x, labels: labels(x) }).etaSquared,
  'pathSmoothness: ratio': (x) => metrics.pathSmoothness(x).ratio,
  'distanceOverlap of the numbers': (x) => metrics.distanceOverlap({ real: x.data, fake: x.data }).overlap,
  'patterns of their signs: diversity': (x) => metrics.patterns({ fake: signs(x) }, { steps: x.shape[1], instruments: 1 }).diversity.value,
  'reconstruction of their signs: f1': (x) => metrics.reconstruction({ target: signs(x), probability: signs(x) }).f1.value,
  'interval of the first number': (x) => metrics.interval({ x }, (sets) => sets.x.data[0]!).value,
};
const labels = ({ shape }: Rows) => Int32Array.from({ length: shape[0] }, (_, i) => i % 2);
const signs = (x: Rows): Rows => ({ ...x, data: Array.from(x.data, (value) => (Number.isFinite(value) ? Number(value > 0) : value)) });
/** What is documented to have no value: pairs of one bar, a gap between one code, a path on which nothing moves, no hits to count. */
const withoutValue = [
  'disentanglement: mig',
  'pathSmoothness: ratio',
  'patterns of their signs: diversity',
  'reconstruction of their signs: f1',
];

const normal = (n: number, d: number): Rows => ({ data: normals(1, n * d), shape: [n, d] });
const but = ({ data, shape }: Rows, value: (x: number, at: number) => number): Rows => ({ data: Float64Array.from(data, value), shape });
const inputs: Record<string, Rows> = {
  'no rows': normal(0, 2),
  'one row': normal(1, 2),
  'two rows': normal(2, 2),
  'three rows': normal(3, 2),
  'one column': normal(8, 1),
  'a constant column': but(normal(8, 2), (x, at) => (at % 2 === 0 ? 1 : x)),
  'all rows one': but(normal(6, 2), () => 1),
  'all zeros': but(normal(6, 2), () => 0),
  'a shape that does not fit': { data: normals(1, 7), shape: [4, 2] },
  'a NaN': but(normal(8, 2), (x, at) => (at === 3 ? Number.NaN : x)),
  'an infinity': but(normal(8, 2), (x, at) => (at === 3 ? Number.POSITIVE_INFINITY : x)),
};

describe('metrics of codes and bars, of input at the edge', () => {
  it.each(Object.keys(inputs))('give the value or say what is wrong: %s', (name) => {
    const results = Object.entries(table).map(([metric, of]) => {
      try {
        const value = of(inputs[name]!);
        if (!withoutValue.includes(metric)) expect(value, metric).not.toBeNaN();
        return `${metric}: ${Number(value.toPrecision(4))}`;
      } catch (error) {
        expect(error, metric).toBeInstanceOf(RangeError);
        return `${metric}: ${(error as Error).message}`;
      }
    });
    expect(results.join('\n')).toMatchSnapshot();
  });
});
