import { config, expected } from '@genlab/core';
import { count } from '../arguments.js';
import { atLeast } from '../at-least.js';
import { labelsOf } from '../labels.js';
import { asMatrix, type Matrix, type Rows } from '../rows.js';
import { rate, type Score } from '../wilson.js';
import { type Classed, linearScores, type Predict } from './classed.js';
import { logistic } from './logistic.js';
import { nearest } from './nearest.js';
import { ridge } from './ridge.js';

/** Rows with the class of each. */
export interface LabelledRows {
  /** Codes or features, `[n, d]`. */
  readonly x: Rows;
  /** The class of each row, 0 and up. */
  readonly y: ArrayLike<number>;
}

/** Options of {@link probe}. */
export interface ProbeOptions {
  /** What reads the classes. `'ridge'` (linear, closed form) by default; `'logistic'` is linear too, `'knn'` sees any shape. */
  readonly model?: 'ridge' | 'logistic' | 'knn';
  /** Weight of the squared coefficients beside the mean loss, for `'ridge'` and `'logistic'`. 0.001 by default. */
  readonly lambda?: number;
  /** Neighbours that vote, for `'knn'`. 5 by default. */
  readonly k?: number;
}

const { oneOf, optional, record, within } = config;
const readOptions = record<ProbeOptions>({
  model: optional(oneOf('ridge', 'logistic', 'knn')),
  lambda: optional(within({ above: 0 })),
  k: optional(count),
});

/** What {@link probe} returns. */
export interface Probe {
  /** Share of the test rows whose class it names, with its Wilson interval. 0 to 1; higher says more information. */
  readonly accuracy: Score;
  /** Mean over the classes in the test rows of the share named rightly: the figure to read if classes are uneven. */
  readonly balancedAccuracy: number;
  /** What guessing evenly among the training classes gets: 1 / their number. Read the accuracies against it. */
  readonly chance: number;
  /** What naming the most frequent training class for every test row gets. Read `accuracy` against it. */
  readonly majority: number;
  /** Test rows by their class (row) and the class named (column), `[classes, classes]`. */
  readonly confusion: Matrix;
}

/**
 * How well a class can be read from codes: trained on some rows, judged on others.
 *
 * Use it to ask what a latent level knows: a genre that a linear probe reads from z_high at 95 % is there, one that it reads at chance is
 * not there for a linear reader (`'knn'` is the reader for any shape). Columns are standardised with the training rows' means and
 * deviations; constant ones are left out.
 *
 * What it can't see: whether the decoder uses what the probe reads. With few rows and many columns a linear probe fits noise: then its
 * accuracy on the test rows falls, which is why they must be rows it never saw, best of sources it never saw.
 *
 * @throws RangeError on no rows, widths or lengths that differ, labels that are no integers from 0, NaN, or options out of range.
 * @example
 * ```ts
 * import { probe } from '@genlab/metrics';
 *
 * const train = { x: { data: [-2, -1, 1, 2], shape: [4, 1] }, y: [0, 0, 1, 1] };
 * const test = { x: { data: [-3, 3], shape: [2, 1] }, y: [0, 1] };
 * const { accuracy, chance } = probe({ train, test });
 * console.log(accuracy.value, chance); // 1 0.5
 * ```
 * @see Alain and Bengio, "Understanding intermediate layers using linear classifier probes", 2016.
 */
export function probe(sets: { readonly train: LabelledRows; readonly test: LabelledRows }, options: ProbeOptions = {}): Probe {
  const { train, test } = Object(sets) as typeof sets;
  const { model = 'ridge', lambda = 1e-3, k = 5 } = readOptions(options, 'probe');
  const known = read('train', train);
  const asked = read('test', test);
  if (known.dims !== asked.dims) {
    throw new RangeError(expected('probe', 'train and test of one width', `${known.dims} and ${asked.dims}`));
  }
  const classes = 1 + Math.max(...[known, asked].map(({ labels }) => labels.reduce((a, b) => Math.max(a, b))));
  const [fitted, judged] = standardised({ ...known, classes }, { ...asked, classes });
  const scores = fit(fitted, { model, lambda, k })(judged.data, judged.n);

  const confusion = new Float64Array(classes * classes);
  for (let i = 0; i < judged.n; i++) {
    const row = scores.subarray(i * classes, (i + 1) * classes);
    confusion[judged.labels[i]! * classes + row.indexOf(row.reduce((a, b) => Math.max(a, b)))]! += 1;
  }
  return { ...figures(confusion, classes, fitted.labels), confusion: { data: confusion, rows: classes, cols: classes } };
}

function read(role: 'train' | 'test', labelled: LabelledRows): Omit<Classed, 'classes'> {
  const where = `probe (${role})`;
  const { x, y } = Object(labelled) as LabelledRows;
  const { data, rows, cols } = asMatrix(where, x);
  atLeast(where, 'the number of rows', rows, 1);
  return { data: Float64Array.from(data), labels: labelsOf(where, y, rows), n: rows, dims: cols };
}

/** Both with columns of mean 0 and deviation 1 over the training rows; a constant column becomes 0. */
function standardised(train: Classed, test: Classed): [Classed, Classed] {
  const { n, dims } = train;
  const mean = new Float64Array(dims);
  const scale = new Float64Array(dims);
  for (let at = 0; at < train.data.length; at++) mean[at % dims]! += train.data[at]! / n;
  for (let at = 0; at < train.data.length; at++) scale[at % dims]! += (train.data[at]! - mean[at % dims]!) ** 2 / n;
  const move = (value: number, at: number) => {
    const j = at % dims;
    // Rounding alone gives a constant column a deviation of about 1e-16 of its mean.
    return Math.sqrt(scale[j]!) > 1e-12 * Math.abs(mean[j]!) ? (value - mean[j]!) / Math.sqrt(scale[j]!) : 0;
  };
  return [
    { ...train, data: train.data.map(move) },
    { ...test, data: test.data.map(move) },
  ];
}

function fit(train: Classed, { model, lambda, k }: Required<ProbeOptions>): Predict {
  if (model === 'knn') return nearest(train, Math.min(k, train.n));
  const weights = model === 'ridge' ? ridge(train, lambda) : logistic(train, lambda);
  return linearScores(weights, train.dims, train.classes);
}

function figures(confusion: Float64Array, classes: number, trained: Int32Array): Omit<Probe, 'confusion'> {
  const of = Array.from({ length: classes }, (_, c) => confusion.subarray(c * classes, (c + 1) * classes).reduce((a, b) => a + b, 0));
  const n = of.reduce((a, b) => a + b, 0);
  const right = of.map((_, c) => confusion[c * (classes + 1)]!);
  const seen = new Float64Array(classes);
  for (const label of trained) seen[label]! += 1;
  const present = of.flatMap((count, c) => (count > 0 ? [right[c]! / count] : []));
  return {
    accuracy: rate(
      right.reduce((a, b) => a + b, 0),
      n,
    ),
    balancedAccuracy: present.reduce((a, b) => a + b, 0) / present.length,
    chance: 1 / seen.filter((count) => count > 0).length,
    majority: of[seen.indexOf(Math.max(...seen))]! / n,
  };
}
