import { Rng } from '@genlab/core';
import { dots } from './linear/dots.js';
import { squaredDistance } from './linear/squared-distance.js';
import type { Matrix } from './rows.js';

/** `k` centres of some rows: the first ones spread by k-means++, then Lloyd's rounds until nothing moves, or 100. */
export function kMeans({ data, rows, cols }: Matrix, k: number, seed: number): Matrix {
  const own = Float64Array.from(data);
  const centres = spread(own, cols, k, new Rng(seed).fork('k-means'));
  let labels = new Int32Array(rows).fill(-1);
  for (let round = 0; round < 100; round++) {
    const next = nearestCentre({ data: own, rows, cols }, { data: centres, rows: k, cols });
    if (next.every((label, i) => label === labels[i])) break;
    labels = next;
    const sizes = new Float64Array(k);
    const sums = new Float64Array(k * cols);
    labels.forEach((label, i) => {
      sizes[label]! += 1;
      for (let t = 0; t < cols; t++) sums[label * cols + t]! += own[i * cols + t]!;
    });
    // A centre that lost all its rows stays where it is.
    for (let i = 0; i < k * cols; i++) if (sizes[Math.floor(i / cols)]! > 0) centres[i] = sums[i]! / sizes[Math.floor(i / cols)]!;
  }
  return { data: centres, rows: k, cols };
}

/** The centre nearest to each row; of equals the first. */
export function nearestCentre({ data, rows, cols }: Matrix, { data: centres, rows: k }: Matrix): Int32Array<ArrayBuffer> {
  const [x, c] = [Float64Array.from(data), Float64Array.from(centres)];
  const squares = Float64Array.from({ length: k }, (_, j) =>
    c.subarray(j * cols, (j + 1) * cols).reduce((sum, value) => sum + value * value, 0),
  );
  const products = dots(x, c, cols);
  return Int32Array.from({ length: rows }, (_, i) => {
    let best = 0;
    for (let j = 1; j < k; j++) {
      if (squares[j]! - 2 * products[i * k + j]! < squares[best]! - 2 * products[i * k + best]!) best = j;
    }
    return best;
  });
}

/** Each centre is a row, chosen with a chance that grows with its squared distance from the centres before it. */
function spread(data: Float64Array, cols: number, k: number, rng: Rng): Float64Array {
  const rows = data.length / cols;
  const centres = new Float64Array(k * cols);
  const left = new Float64Array(rows).fill(1);
  for (let c = 0; c < k; c++) {
    const total = left.reduce((sum, value) => sum + value, 0);
    let target = rng.number() * total;
    let chosen = 0;
    while (chosen < rows - 1 && target >= left[chosen]!) target -= left[chosen++]!;
    centres.set(data.subarray(chosen * cols, (chosen + 1) * cols), c * cols);
    for (let i = 0; i < rows; i++) {
      const squared = squaredDistance(data, i * cols, centres, c * cols, cols);
      left[i] = c === 0 ? squared : Math.min(left[i]!, squared);
    }
  }
  return centres;
}
