import type { Matrix } from '../rows.js';

/** Numbers as the index of one of `bins` bins of one width from the least to the greatest; all 0 if they are all the same. */
export function binned(values: Float64Array, bins: number): Int32Array {
  const low = values.reduce((a, b) => Math.min(a, b));
  const width = values.reduce((a, b) => Math.max(a, b)) - low;
  return Int32Array.from(values, (value) => (width === 0 ? 0 : Math.min(bins - 1, Math.floor((bins * (value - low)) / width))));
}

/** One column of a matrix. */
export function columnOf({ data, rows, cols }: Matrix, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => data[i * cols + column]!);
}

/** Mutual information of two lists of classes, nats, from their counts. */
export function mutualInformation(a: Int32Array, b: Int32Array): number {
  const width = 1 + b.reduce((x, y) => Math.max(x, y));
  return entropy(a) + entropy(b) - entropy(a.map((value, i) => value * width + b[i]!));
}

/** Entropy of a list of classes, nats, from their counts. */
export function entropy(classes: Int32Array): number {
  const counts = new Map<number, number>();
  for (const value of classes) counts.set(value, (counts.get(value) ?? 0) + 1);
  return entropyOf([...counts.values()]);
}

/** Entropy of weights that need not sum to 1, nats; 0 if there are none. */
export function entropyOf(weights: ArrayLike<number>): number {
  const list = Array.from(weights).filter((weight) => weight > 0);
  const total = list.reduce((a, b) => a + b, 0);
  return list.reduce((sum, weight) => sum - (weight / total) * Math.log(weight / total), 0);
}
