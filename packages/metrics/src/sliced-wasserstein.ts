import { config, expected, Rng } from '@genlab/core';
import { count, pair, rows as readRows, seed as readSeed } from './arguments.js';
import { atLeast } from './at-least.js';
import { normal } from './normal.js';
import { asMatrix, type Matrix, type RealFake, type Rows, type Sizes } from './rows.js';
import { meanScore } from './uncertainty/mean-score.js';

/** Options of {@link slicedWasserstein}. */
export interface SlicedWassersteinOptions {
  /** The number of random directions, or the directions themselves, rows of length 1. 128 by default. */
  readonly directions?: number | Rows;
  /** Seed of the random directions, 0 by default. One seed, the same directions: differences of two models are sharper than each value. */
  readonly seed?: number;
}

const { optional, record } = config;
const readOptions = record<SlicedWassersteinOptions>({
  directions: optional((value, path) => (typeof value === 'object' ? readRows(value, path) : count(value, path))),
  seed: optional(readSeed),
});

/** What {@link slicedWasserstein} returns. */
export interface SlicedWasserstein extends Sizes {
  /** Mean over directions of the squared 2-Wasserstein distance. */
  readonly value: number;
  /** Standard error of `value` by the choice of directions alone: NaN of a single one. What the choice of samples brings is not in it. */
  readonly directionError: number;
  /** Mean over directions of the 1-Wasserstein distance. */
  readonly first: number;
  /** 3 dims `value`: grows with a shift of all columns as the Frechet distance does, times 3. */
  readonly mind: number;
}

/**
 * The sliced Wasserstein distance of two samples: both are projected on a direction, sorted and compared; the mean over many directions.
 *
 * Use it during training, in place of `frechet`: it takes O(n log n) a direction, sees more than mean and covariance and needs no matrix
 * root. It is not 0 for two samples of one distribution: read it against the value of a second real sample of the same size. How sure it is
 * of the samples, `interval` says.
 *
 * @param sets rows `[n, dims]` of the real and of the generated samples. Unit: the features' squared (`first`: the features'). Range: 0 and
 *   up; lower is better.
 * @throws RangeError on sets of different widths or empty ones, no directions, NaN or infinite numbers.
 * @example
 * ```ts
 * import { slicedWasserstein } from '@genlab/metrics';
 *
 * const real = { data: [0, 1, 2], shape: [3, 1] };
 * console.log(slicedWasserstein({ real, fake: { data: [4, 2, 3], shape: [3, 1] } }).value); // 4: moved by 2
 * ```
 * @see Bonneel et al., "Sliced and Radon Wasserstein barycenters of measures", 2015.
 */
export function slicedWasserstein(sets: RealFake, options: SlicedWassersteinOptions = {}): SlicedWasserstein {
  const { real, fake } = pair(sets);
  const { directions = 128, seed = 0 } = readOptions(options, 'slicedWasserstein');
  const [x, y] = [asMatrix('slicedWasserstein (real)', real), asMatrix('slicedWasserstein (fake)', fake)];
  if (x.cols !== y.cols) throw new RangeError(expected('slicedWasserstein', 'real and fake of one width', `${x.cols} and ${y.cols}`));
  atLeast('slicedWasserstein', 'the number of real samples', x.rows, 1);
  atLeast('slicedWasserstein', 'the number of fake samples', y.rows, 1);
  const lines = typeof directions === 'number' ? random(directions, x.cols, seed) : asMatrix('slicedWasserstein (directions)', directions);
  if (lines.cols !== x.cols) throw new RangeError(expected('slicedWasserstein', `directions of ${x.cols} numbers`, lines.cols));
  atLeast('slicedWasserstein', 'the number of directions', lines.rows, 1);
  const squares = new Float64Array(lines.rows);
  let first = 0;
  for (let u = 0; u < lines.rows; u++) {
    const [ofOne, ofTwo] = transport(project(x, lines, u), project(y, lines, u));
    first += ofOne / lines.rows;
    squares[u] = ofTwo;
  }
  const { value, se = Number.NaN } = meanScore(squares);
  return { value, directionError: se, first, mind: 3 * x.cols * value, n: { real: x.rows, fake: y.rows }, dims: x.cols };
}

function random(directions: number, cols: number, seed: number): Matrix {
  const rng = new Rng(seed).fork('directions');
  const data = new Float64Array(directions * cols);
  for (let start = 0; start < data.length; start += cols) {
    for (let t = 0; t < cols; t++) data[start + t] = normal(rng); // their direction is uniform on the sphere
    const length = Math.hypot(...data.subarray(start, start + cols));
    for (let t = 0; t < cols; t++) data[start + t]! /= length;
  }
  return { data, rows: directions, cols };
}

function project({ data, rows, cols }: Matrix, lines: Matrix, u: number): Float64Array {
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let t = 0; t < cols; t++) sum += data[i * cols + t]! * lines.data[u * cols + t]!;
    out[i] = sum;
  }
  return out.sort();
}

/**
 * Mean distance and mean squared distance that mass moves between two sorted samples; of different sizes, piece by piece of their quantile
 * functions.
 */
function transport(x: Float64Array, y: Float64Array): readonly [number, number] {
  let [first, second] = [0, 0];
  for (let i = 0, j = 0, done = 0; i < x.length && j < y.length; ) {
    const [endOfX, endOfY] = [(i + 1) * y.length, (j + 1) * x.length]; // in units of 1 / (n m), whole numbers
    const next = Math.min(endOfX, endOfY);
    const mass = (next - done) / (x.length * y.length);
    const distance = Math.abs(x[i]! - y[j]!);
    first += mass * distance;
    second += mass * distance * distance;
    done = next;
    if (endOfX === next) i++;
    if (endOfY === next) j++;
  }
  return [first, second];
}
