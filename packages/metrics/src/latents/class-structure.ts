import { expected } from '@genlab/core';
import { atLeast } from '../at-least.js';
import { labelsOf } from '../labels.js';
import { squaredDistance } from '../linear/squared-distance.js';
import { asMatrix, type Rows } from '../rows.js';
import { neighbourRate } from '../uncertainty/neighbour-rate.js';
import type { Score } from '../wilson.js';

/** What {@link classStructure} returns. */
export interface ClassStructure {
  /** Share of the variance that lies between the classes, 0 to 1. */
  readonly etaSquared: number;
  /** What labels that mean nothing have on average: (classes - 1) / (n - 1). Read `etaSquared` against it. */
  readonly etaSquaredFloor: number;
  /** The same share of each dimension, `[dims]`; 0 where it does not vary. */
  readonly perDim: Float64Array;
  /** Variance within the classes over that between them, 0 and up: smaller is tighter. */
  readonly intraInterVariance: number;
  /** Mean distance of two rows of one class over that of two classes, 0 and up: below 1 if classes hold together. */
  readonly intraInterDistance: number;
  /**
   * Calinski and Harabasz: variance between over variance within, each by its degrees of freedom. 0 and up; 1 on average for labels that
   * mean nothing.
   */
  readonly calinskiHarabasz: number;
  /** Mean silhouette, -1 to 1: how much nearer its own class is to a row than the next one. A row that is alone in its class counts 0. */
  readonly silhouette: number;
  /** Share of the rows whose nearest other row is of their class, 0 to 1. */
  readonly nearestAccuracy: Score;
  /** Number of rows. */
  readonly n: number;
}

/**
 * How much of a cloud of codes or features is about a class: whether genres lie apart.
 *
 * Use it on each level of a hierarchy for each label, as a table: the style level should have a high `etaSquared` for genre, the level of
 * variations a low one.
 * With B the variance of the class means, W that within the classes: eta^2 = B / (B + W). Takes n^2 distances: at most some thousand rows.
 * Higher `etaSquared`, `silhouette`, `calinskiHarabasz` and `nearestAccuracy` say more structure; none of them is good by itself. No unit.
 * Rows share their distances, so the spread over rows is no error of a figure: `interval`, with the labels as a paired set of one column,
 * gives one.
 *
 * What it can't see: classes of other shapes than balls (but `nearestAccuracy` does); and distances mean what the scale of the dimensions
 * makes them mean.
 *
 * @param input `x` `[n, d]`, `labels` integers from 0.
 * @throws RangeError on fewer than 3 rows, fewer than two classes, as many classes as rows, or labels that do not fit.
 * @example
 * ```ts
 * import { classStructure } from '@genlab/metrics';
 *
 * const x = { data: [0, 0.1, 0.2, 5, 5.1, 5.2], shape: [6, 1] };
 * const { etaSquared, silhouette } = classStructure({ x, labels: [0, 0, 0, 1, 1, 1] });
 * console.log(etaSquared, silhouette); // 0.999 0.97
 * ```
 * @see Rousseeuw, "Silhouettes", 1987. Calinski and Harabasz, "A dendrite method for cluster analysis", 1974.
 */
export function classStructure(input: { readonly x: Rows; readonly labels: ArrayLike<number> }): ClassStructure {
  const { x, labels } = Object(input) as typeof input;
  const { data, rows: n, cols: dims } = asMatrix('classStructure', x);
  atLeast('classStructure', 'the number of rows', n, 3);
  const given = labelsOf('classStructure', labels, n);
  const names = [...new Set(given)].sort((a, b) => a - b);
  const y = given.map((label) => names.indexOf(label));
  const classes = names.length;
  if (classes < 2 || classes >= n) throw new RangeError(expected('classStructure', `2 to ${n - 1} classes`, classes));

  // From the first row on, so that a column that does not vary is exactly 0, not the rounding of its mean.
  const { between, within } = variances(
    Float64Array.from(data, (value, at) => value - data[at % dims]!),
    y,
    dims,
    classes,
  );
  const total = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  const [B, W] = [total(between), total(within)];
  return {
    etaSquared: B + W === 0 ? 0 : B / (B + W),
    etaSquaredFloor: (classes - 1) / (n - 1),
    perDim: between.map((value, j) => (value + within[j]! === 0 ? 0 : value / (value + within[j]!))),
    intraInterVariance: W / B,
    calinskiHarabasz: (B / (classes - 1)) * ((n - classes) / W),
    ...distances(data, y, dims, classes),
    n,
  };
}

/**
 * Per dimension, the variance of the class means about the mean, weighted by class size, and that of the rows about their class's mean;
 * both over n.
 */
function variances(data: Float64Array, y: Int32Array, dims: number, classes: number): { between: Float64Array; within: Float64Array } {
  const n = y.length;
  const sizes = new Float64Array(classes);
  const centres = new Float64Array(classes * dims);
  const middle = new Float64Array(dims);
  for (const k of y) sizes[k]! += 1;
  for (let at = 0; at < data.length; at++) {
    const k = y[Math.floor(at / dims)]!;
    centres[k * dims + (at % dims)]! += data[at]! / sizes[k]!;
    middle[at % dims]! += data[at]! / n;
  }
  const [between, within] = [new Float64Array(dims), new Float64Array(dims)];
  for (let at = 0; at < data.length; at++) {
    const j = at % dims;
    within[j]! += (data[at]! - centres[y[Math.floor(at / dims)]! * dims + j]!) ** 2 / n;
  }
  for (let at = 0; at < centres.length; at++)
    between[at % dims]! += ((centres[at]! - middle[at % dims]!) ** 2 * sizes[Math.floor(at / dims)]!) / n;
  return { between, within };
}

function distances(data: ArrayLike<number>, y: Int32Array, dims: number, classes: number) {
  const n = y.length;
  const sizes = new Float64Array(classes);
  for (const k of y) sizes[k]! += 1;
  const nearestTo = new Int32Array(n);
  let [intra, inter, hits, silhouettes] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const own = y[i]!;
    const sums = new Float64Array(classes);
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const distance = Math.sqrt(squaredDistance(data, i * dims, data, k * dims, dims));
      sums[y[k]!]! += distance;
      if (distance < least) [least, nearestTo[i]] = [distance, k];
    }
    const a = sums[own]! / (sizes[own]! - 1);
    const b = sums.reduce((lowest, sum, k) => (k === own ? lowest : Math.min(lowest, sum / sizes[k]!)), Number.POSITIVE_INFINITY);
    silhouettes += sizes[own] === 1 || Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b);
    intra += sums[own]!;
    inter += sums.reduce((total, sum, k) => (k === own ? total : total + sum), 0);
    hits += y[nearestTo[i]!] === own ? 1 : 0;
  }
  const pairs = sizes.reduce((sum, size) => sum + size * (size - 1), 0);
  return {
    intraInterDistance: intra / pairs / (inter / (n * (n - 1) - pairs)),
    silhouette: silhouettes / n,
    nearestAccuracy: neighbourRate(hits, nearestTo),
  };
}
