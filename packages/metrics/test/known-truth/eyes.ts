import { type Matrix, moments } from '../../src/index.js';
import { draw, letters } from './glyphs.js';

/** How the study sees images: their coordinates on the main axes of real images, and the letter whose mean is nearest. */
export interface Eyes {
  readonly features: (images: Matrix) => Matrix;
  readonly read: (features: Matrix) => Int32Array;
}

/** Learns the axes and the means from real images of their own. */
export function learn(n: number, axes: number, seed: number): Eyes {
  const real = draw(n, seed);
  const { mean, cov } = moments(real.cols).push(real).value();
  const directions = mainAxes(cov, real.cols, axes);
  const features = ({ data, rows, cols }: Matrix): Matrix => ({
    data: Float64Array.from({ length: rows * axes }, (_, i) => {
      const start = Math.floor(i / axes) * cols;
      return directions[i % axes]!.reduce((sum, weight, t) => sum + weight * (data[start + t]! - mean[t]!), 0);
    }),
    rows,
    cols: axes,
  });
  const seen = features(real);
  const means = letters.map((_, k) =>
    Float64Array.from({ length: axes }, (_, t) => {
      let sum = 0;
      for (let i = k; i < n; i += letters.length) sum += seen.data[i * axes + t]!;
      return (sum * letters.length) / n;
    }),
  );
  const read = ({ data, rows }: Matrix) =>
    Int32Array.from({ length: rows }, (_, i) => {
      const distances = means.map((middle) => middle.reduce((sum, value, t) => sum + (value - data[i * axes + t]!) ** 2, 0));
      return distances.indexOf(Math.min(...distances));
    });
  return { features, read };
}

/** The eigenvectors of the largest eigenvalues, one by one: powers of the matrix on a vector that is kept orthogonal to those before. */
function mainAxes(cov: Float64Array, cols: number, count: number): Float64Array[] {
  const found: Float64Array[] = [];
  while (found.length < count) {
    let v = Float64Array.from({ length: cols }, (_, t) => Math.cos(1 + t * (found.length + 1)));
    for (let round = 0; round < 300; round++) {
      for (const earlier of found) {
        const overlap = earlier.reduce((sum, value, t) => sum + value * v[t]!, 0);
        v = v.map((value, t) => value - overlap * earlier[t]!);
      }
      const next = v.map((_, s) => v.reduce((sum, value, t) => sum + cov[s * cols + t]! * value, 0));
      const length = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0));
      v = next.map((value) => value / length);
    }
    found.push(v);
  }
  return found;
}
