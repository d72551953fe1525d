import { squaredDistance } from '../linear/squared-distance.js';
import type { Classed, Predict } from './classed.js';

/** Votes of the k nearest training rows: each counts 1, and the nearer ones decide a tie. */
export function nearest({ data: train, labels, n: size, dims, classes }: Classed, k: number): Predict {
  return (data, n) => {
    const scores = new Float64Array(n * classes);
    const distances = new Float64Array(size);
    for (let i = 0; i < n; i++) {
      for (let t = 0; t < size; t++) distances[t] = squaredDistance(data, i * dims, train, t * dims, dims);
      const order = Array.from(distances.keys()).sort((a, b) => distances[a]! - distances[b]! || a - b);
      order.slice(0, k).forEach((row, place) => {
        scores[i * classes + labels[row]!]! += 1 + (k - place) * (1 / (k + 1) ** 2); // All k together weigh less than a vote.
      });
    }
    return scores;
  };
}
