import { solve } from '../linear/solve.js';
import type { Classed } from './classed.js';

/**
 * The weights `[dims + 1, classes]`, intercepts last, that minimise mean |x W + b - onehot|^2 + lambda |W|^2: in closed form, on centred
 * columns.
 */
export function ridge({ data, labels, n, dims, classes }: Classed, lambda: number): Float64Array {
  const centre = new Float64Array(dims);
  const share = new Float64Array(classes);
  for (let at = 0; at < data.length; at++) centre[at % dims]! += data[at]! / n;
  for (const label of labels) share[label]! += 1 / n;

  const gram = new Float64Array(dims * dims);
  const cross = new Float64Array(dims * classes);
  const row = new Float64Array(dims);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < dims; j++) row[j] = data[i * dims + j]! - centre[j]!;
    for (let j = 0; j < dims; j++) {
      cross[j * classes + labels[i]!]! += row[j]! / n;
      for (let k = 0; k <= j; k++) gram[j * dims + k]! += (row[j]! * row[k]!) / n;
    }
  }
  for (let j = 0; j < dims; j++) {
    gram[j * dims + j]! += lambda;
    for (let k = 0; k < j; k++) gram[k * dims + j] = gram[j * dims + k]!;
  }
  const slopes = solve(gram, cross, dims); // The mean of a one-hot column drops out: the rows are centred.
  const weights = new Float64Array((dims + 1) * classes);
  weights.set(slopes);
  for (let c = 0; c < classes; c++) {
    weights[dims * classes + c] = share[c]!;
    for (let j = 0; j < dims; j++) weights[dims * classes + c]! -= centre[j]! * slopes[j * classes + c]!;
  }
  return weights;
}
