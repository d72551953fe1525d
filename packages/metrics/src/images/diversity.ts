import { config, expected, Rng } from '@genlab/core';
import { count as readCount, seed as readSeed } from '../arguments.js';
import { squaredDistance } from '../linear/squared-distance.js';
import { asMatrix, type Matrix, type Rows } from '../rows.js';
import { meanScore } from '../uncertainty/mean-score.js';
import type { Score } from '../wilson.js';
import { type Planes, planes } from './planes.js';
import { ssim } from './ssim.js';

/** Options of {@link diversity}. */
export interface DiversityOptions {
  /**
   * The distance of two samples. `'euclidean'` by default; `'hamming'`: share of columns that differ; `'ssim'`: 1 less the structural
   * similarity of images in [0, 1], windows of 7; `'perceptual'`: of feature maps `[n, height, width, channels]`, the squared distance of
   * their channels brought to length 1, mean over places.
   */
  readonly metric?: 'euclidean' | 'hamming' | 'ssim' | 'perceptual';
  /** Number of random pairs; by default n / 2, so that each sample is in one and the pairs are independent. */
  readonly pairs?: number;
  /** Seed of the pairs, 0 by default. */
  readonly seed?: number;
}

const { oneOf, optional, record } = config;
const readOptions = record<DiversityOptions>({
  metric: optional(oneOf('euclidean', 'hamming', 'ssim', 'perceptual')),
  pairs: optional(readCount),
  seed: optional(readSeed),
});

/** What {@link diversity} returns: `value` is the mean distance of a pair. */
export interface Diversity extends Score {
  /** The smallest distance among the pairs looked at. */
  readonly min: number;
  /** Distinct samples among all, as a share. */
  readonly uniqueRate: number;
  /** Number of samples. */
  readonly n: number;
  /** Number of pairs. */
  readonly pairs: number;
}

/**
 * How different the samples of a set are from one another: the mean distance of random pairs.
 *
 * Use it within a class, on the generated and on the real samples: it matters which of the two is larger, and by how many standard errors.
 * A mean says little of a set in which a few samples come again and again: see `uniqueRate` and `vendi`. The error takes n / 2 pairs as
 * independent, however many are drawn.
 *
 * @param x rows `[n, dims]`; for `'ssim'` images `[n, height, width]` or `[n, height, width, channels]`; for `'perceptual'` feature maps.
 * @throws RangeError on fewer than 2 samples, shapes the metric can't take, NaN or infinite numbers.
 * @example
 * ```ts
 * import { diversity } from '@genlab/metrics';
 *
 * const { value, uniqueRate } = diversity({ data: [0, 1, 0, 1, 1, 0, 1, 0], shape: [4, 2] }, { metric: 'hamming' });
 * console.log(uniqueRate); // 0.5
 * ```
 * @see Odena, Olah and Shlens, "Conditional image synthesis with auxiliary classifier GANs", 2017, section 4.2; Zhang et al., "The
 *   unreasonable effectiveness of deep features
 * as a perceptual metric", 2018 (all layers' weights being 1 here).
 */
export function diversity(x: Rows, options: DiversityOptions = {}): Diversity {
  const { metric = 'euclidean', pairs, seed = 0 } = readOptions(options, 'diversity');
  const { rows, distance } = reader(x, metric);
  if (rows.rows < 2) throw new RangeError(expected('diversity', 'at least 2 samples', rows.rows));
  const independent = rows.rows >> 1;
  const drawn = pairs ?? independent;
  const rng = new Rng(seed).fork('pairs');
  const distances: number[] = [];
  while (distances.length < drawn) {
    const order = rng.permutation(rows.rows);
    for (let p = 0; p < independent && distances.length < drawn; p++) distances.push(distance(order[2 * p]!, order[2 * p + 1]!));
  }
  const { value } = meanScore(distances);
  const { se, interval } = meanScore(distances.slice(0, independent));
  const shift = value - meanScore(distances.slice(0, independent)).value;
  return {
    value,
    se,
    interval: interval && { ...interval, low: interval.low + shift, high: interval.high + shift },
    min: distances.reduce((least, distance) => Math.min(least, distance)),
    uniqueRate: distinct(rows) / rows.rows,
    n: rows.rows,
    pairs: distances.length,
  };
}

function reader(x: Rows, metric: NonNullable<DiversityOptions['metric']>): { rows: Matrix; distance: (i: number, j: number) => number } {
  if (metric === 'euclidean' || metric === 'hamming') {
    const rows = asMatrix('diversity', x);
    return { rows, distance: metric === 'hamming' ? (i, j) => differing(rows, i, j) : (i, j) => Math.sqrt(squared(rows, i, j)) };
  }
  const maps = planes('diversity', x);
  const cols = maps.height * maps.width * maps.channels;
  const rows = { data: maps.data, rows: maps.n, cols };
  if (metric === 'perceptual') {
    const unit = { ...rows, data: normalised(maps) };
    return { rows, distance: (i, j) => squared(unit, i, j) / (maps.height * maps.width) };
  }
  // Channels apart, as one image each would be: their mean is the image's.
  const image = (i: number) => ({
    data: maps.data.subarray(i * cols, (i + 1) * cols),
    shape: [maps.channels, maps.height, maps.width],
  });
  return { rows, distance: (i, j) => 1 - ssim(image(i), image(j), { window: 7 }).value };
}

const squared = ({ data, cols }: Matrix, i: number, j: number) => squaredDistance(data, i * cols, data, j * cols, cols);

function differing({ data, cols }: Matrix, i: number, j: number): number {
  let count = 0;
  for (let t = 0; t < cols; t++) if (data[i * cols + t] !== data[j * cols + t]) count += 1;
  return count / cols;
}

/** Feature maps with the channels at each place brought to length 1; where all are (nearly) 0 they stay so. */
function normalised({ data, n, height, width, channels }: Planes): Float64Array {
  const size = height * width;
  const out = new Float64Array(data.length);
  for (let i = 0; i < n * size; i++) {
    const start = Math.floor(i / size) * size * channels + (i % size);
    let squares = 1e-16;
    for (let c = 0; c < channels; c++) squares += data[start + c * size]! ** 2;
    for (let c = 0; c < channels; c++) out[start + c * size] = data[start + c * size]! / Math.sqrt(squares);
  }
  return out;
}

function distinct({ data, rows, cols }: Matrix): number {
  const seen = new Set<string>();
  for (let i = 0; i < rows; i++) seen.add(Array.from({ length: cols }, (_, t) => data[i * cols + t]).join());
  return seen.size;
}
