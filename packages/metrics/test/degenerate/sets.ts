import type { Matrix, RealFake } from '../../src/index.js';
import { map, normal } from '../samples-of.js';

const constantColumn = (set: Matrix) => map(set, (value, i) => (i % set.cols === 0 ? 1 : value));
const all = (rows: number, value: number): Matrix => ({ data: new Float64Array(rows * 2).fill(value), rows, cols: 2 });
const spoilt = (set: Matrix, value: number) => map(set, (x, i) => (i === set.cols ? value : x)); // the first number of the second row
const ofEach = (n: number): RealFake<Matrix> => ({ real: normal(n, 2, 1), fake: normal(n, 2, 2) });
const { real, fake } = ofEach(8);

/**
 * Two sets each, at the edge of what a metric can take. Metrics with k neighbours are tried with k = 1, 2 and 5: so 2, 3 and 6 of each are
 * k + 1.
 */
export const sets: Readonly<Record<string, RealFake<Matrix>>> = {
  'none at all': ofEach(0),
  'no fakes': { real, fake: { data: [], rows: 0, cols: 2 } },
  'one of each': ofEach(1),
  'one fake': { real, fake: normal(1, 2, 2) },
  'two of each': ofEach(2),
  'three of each': ofEach(3),
  'six of each': ofEach(6),
  'fewer fakes': { real, fake: normal(7, 2, 2) },
  'one column': { real: normal(8, 1, 1), fake: normal(8, 1, 2) },
  'a constant column': { real: constantColumn(real), fake: constantColumn(fake) },
  'all samples one': { real: all(6, 1), fake: all(6, 1) },
  'all zeros': { real: all(6, 0), fake: all(6, 0) },
  'other widths': { real, fake: normal(8, 3, 2) },
  'a number too few': { real, fake: { data: fake.data, rows: 9, cols: 2 } },
  'a fake NaN': { real, fake: spoilt(fake, Number.NaN) },
  'an infinite real': { real: spoilt(real, Number.POSITIVE_INFINITY), fake },
};
