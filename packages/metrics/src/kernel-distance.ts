import { config, expected, Rng } from '@genlab/core';
import { count, pair, seed as readSeed } from './arguments.js';
import { type Kernel, kernelOf, readKernel } from './kernel.js';
import { dots } from './linear/dots.js';
import { asMatrix, type Matrix, type RealFake, type Sizes } from './rows.js';
import { meanScore } from './uncertainty/mean-score.js';
import type { Score } from './wilson.js';

/** Options of {@link kernelDistance}. */
export interface KernelDistanceOptions {
  /** The cubic (x.y / dims + 1)^3 of the "KID" by default; it presumes features of size about 1. */
  readonly kernel?: Kernel;
  /** Number of disjoint blocks; by default 10, more where blocks would exceed 1,000 samples, fewer where they would have fewer than 10. */
  readonly blocks?: number;
  /** Seed of the shuffle that fills the blocks, 0 by default. `null`: in the order given, if that is random. */
  readonly seed?: number | null;
}

const { optional, record } = config;
const readOptions = record<KernelDistanceOptions>({
  kernel: optional(readKernel),
  blocks: optional(count),
  seed: optional((value, path) => (value === null ? value : readSeed(value, path))),
});

/** What {@link kernelDistance} returns: `value` is the mean of the blocks, `se` its standard error. */
export interface KernelDistance extends Score, Sizes {
  /** The squared distance of each block. */
  readonly blocks: Float64Array;
}

/**
 * The kernel distance ("KID", squared maximum mean discrepancy) of two samples, without bias, and with an honest standard error.
 *
 * Use it beside `frechet`: it is 0 on average for samples of one distribution whatever their number, so values at different n compare.
 * Each block gives mean over i != j of k(x_i, x_j) + mean over i != j of k(y_i, y_j) - 2 mean k(x_i, y_j). Every sample is in one block, so
 * the blocks are independent: their standard deviation over the root of their number is a standard error (that of overlapping subsets is
 * not), the interval is Student's.
 *
 * @param sets rows `[n, dims]` of the real and of the generated samples. Range: unbounded; lower is better; negative values are legal, being
 *   noise about 0.
 * @throws RangeError on sets of different widths, fewer than 2 samples a block, NaN or infinite numbers, a kernel's parameter out of range.
 * @example
 * ```ts
 * import { kernelDistance } from '@genlab/metrics';
 *
 * const set = (shift: number) => ({ data: Array.from({ length: 200 }, (_, i) => Math.sin(i * i) + shift), shape: [100, 2] });
 * const { value, se } = kernelDistance({ real: set(0), fake: set(1) }, { blocks: 5 });
 * console.log(value > 3 * se!); // true
 * ```
 * @see Binkowski et al., "Demystifying MMD GANs", 2018, section 4; Gretton et al., "A kernel two-sample test", 2012, equation 3.
 */
export function kernelDistance(sets: RealFake, options: KernelDistanceOptions = {}): KernelDistance {
  const { real, fake } = pair(sets);
  const given = readOptions(options, 'kernelDistance');
  const [x, y] = [asMatrix('kernelDistance (real)', real), asMatrix('kernelDistance (fake)', fake)];
  if (x.cols !== y.cols) throw new RangeError(expected('kernelDistance', 'real and fake of one width', `${x.cols} and ${y.cols}`));
  const fewest = Math.min(x.rows, y.rows);
  const { kernel = { kind: 'poly' }, blocks = defaultBlocks(fewest, Math.max(x.rows, y.rows)), seed = 0 } = given;
  if (fewest < 2 * blocks) {
    throw new RangeError(expected('kernelDistance', `at least 2 samples a set for each of ${blocks} blocks`, fewest));
  }
  const of = kernelOf(kernel, x, y);
  const [mine, theirs] = [split(x, blocks, seed, 'real'), split(y, blocks, seed, 'fake')];
  const values = Float64Array.from({ length: blocks }, (_, b) => {
    const [p, q] = [mine[b]!, theirs[b]!];
    return meanKernel(p, p, of) + meanKernel(q, q, of) - 2 * meanKernel(p, q, of);
  });
  return { ...meanScore(values, 'blocks'), blocks: values, n: { real: x.rows, fake: y.rows }, dims: x.cols };
}

function defaultBlocks(fewest: number, most: number): number {
  return Math.max(1, Math.min(Math.floor(fewest / 10), Math.max(10, Math.ceil(most / 1000))));
}

/** Rows in `blocks` parts of as even a size as can be. */
function split({ data, rows, cols }: Matrix, blocks: number, seed: number | null, role: string): Float64Array[] {
  const order = seed === null ? Int32Array.from({ length: rows }, (_, i) => i) : new Rng(seed).fork(role).permutation(rows);
  return Array.from({ length: blocks }, (_, b) => {
    const chosen = order.subarray(Math.floor((b * rows) / blocks), Math.floor(((b + 1) * rows) / blocks));
    const part = new Float64Array(chosen.length * cols);
    chosen.forEach((row, i) => {
      for (let t = 0; t < cols; t++) part[i * cols + t] = data[row * cols + t]!;
    });
    return part;
  });
}

/** Mean of the kernel over all pairs; of a set with itself, over pairs of different rows. */
function meanKernel(a: Float64Array, b: Float64Array, { dims, value }: ReturnType<typeof kernelOf>): number {
  const [n, m] = [a.length / dims, b.length / dims];
  const squares = (x: Float64Array, i: number) => {
    let sum = 0;
    for (let t = i * dims; t < (i + 1) * dims; t++) sum += x[t]! ** 2;
    return sum;
  };
  const [ofA, ofB] = [Float64Array.from({ length: n }, (_, i) => squares(a, i)), Float64Array.from({ length: m }, (_, j) => squares(b, j))];
  const products = dots(a, b, dims);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) if (a !== b || i !== j) sum += value(products[i * m + j]!, ofA[i]!, ofB[j]!);
  }
  return sum / (a === b ? n * (n - 1) : n * m);
}
