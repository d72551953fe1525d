import { type Matrix, moments } from '../../src/index.js';
import { dots } from '../../src/linear/dots.js';
import { draw, letters } from './glyphs.js';

/** How the study sees images: their coordinates on the main axes of real images, and how near they are to the mean of each letter. */
export interface Eyes {
  readonly features: (images: Matrix) => Matrix;
  /**
   * Minus half the squared distance to the mean of each letter, in variances within a letter, `[n, letters]`: the logits of letters that
   * are balls.
   */
  readonly logits: (features: Matrix) => Matrix;
  /** The letter whose mean is nearest. */
  readonly read: (features: Matrix) => Int32Array;
}

/** Learns the axes and the means from real images of their own. */
export function learn(n: number, axes: number, seed: number): Eyes {
  const real = draw(n, seed);
  const { mean, cov } = moments(real.cols).push(real).value();
  const directions = mainAxes(cov, real.cols, axes);
  const axesFlat = Float64Array.from(directions.flatMap((direction) => Array.from(direction)));
  const features = ({ data, rows, cols }: Matrix): Matrix => ({
    data: dots(
      Float64Array.from(data, (value, i) => value - mean[i % cols]!),
      axesFlat,
      cols,
    ),
    rows,
    cols: axes,
  });
  const seen = features(real);
  const means = letters.map((_, k) =>
    Float64Array.from({ length: axes }, (_, t) => {
      let [sum, count] = [0, 0];
      real.labels.forEach((label, i) => {
        if (label !== k) return;
        sum += seen.data[i * axes + t]!;
        count += 1;
      });
      return sum / count;
    }),
  );
  let within = 0;
  real.labels.forEach((label, i) => {
    within += means[label]!.reduce((sum, value, t) => sum + (value - seen.data[i * axes + t]!) ** 2, 0) / (n * axes);
  });
  const logits = ({ data, rows }: Matrix): Matrix => ({
    data: Float64Array.from({ length: rows * letters.length }, (_, at) => {
      const i = Math.floor(at / letters.length);
      return means[at % letters.length]!.reduce((sum, value, t) => sum - (value - data[i * axes + t]!) ** 2 / (2 * within), 0);
    }),
    rows,
    cols: letters.length,
  });
  const read = (features: Matrix) => {
    const { data, rows, cols } = logits(features);
    return Int32Array.from({ length: rows }, (_, i) => {
      const row = Array.from({ length: cols }, (_, k) => data[i * cols + k]!);
      return row.indexOf(Math.max(...row));
    });
  };
  return { features, logits, read };
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
