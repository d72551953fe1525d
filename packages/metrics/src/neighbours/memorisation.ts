import { config, expected } from '@genlab/core';
import { rows as readRows, share } from '../arguments.js';
import { atLeast } from '../at-least.js';
import { quantile } from '../quantile.js';
import type { Rows } from '../rows.js';
import { rate, type Score } from '../wilson.js';
import { mannWhitney } from './mann-whitney.js';
import { nearestIn, nearestOthers } from './nearest.js';
import { isFound, type NearestSample, type Neighbours } from './neighbours.js';
import { distanceOf, type Metric, points, readMetric } from './points.js';

/** Samples in three roles. */
export interface MemorisationInput {
  /** What the model was trained on. */
  readonly train: Rows;
  /** What it makes. */
  readonly fake: Rows;
  /** Data that it has not seen: the measure of how near to the training data honest samples come. */
  readonly test?: Rows;
}

/** Options of {@link memorisation}. */
export interface MemorisationOptions {
  /** `'euclidean'` by default. */
  readonly metric?: Metric;
  /**
   * A fake is a near copy if its nearest training sample is within this quantile of the distances that test samples (without them: other
   * training samples) have. 0.01 by default.
   */
  readonly copyQuantile?: number;
  /** The number of pairs returned, nearest first. 16 by default. */
  readonly pairs?: number;
  /** What `neighbours({ real: train, fake })` found, where it is at hand: saves most of the work. Its metric is used. */
  readonly neighbours?: Neighbours;
}

const { integer, optional, record } = config;
const readInput = record<MemorisationInput>({ train: readRows, fake: readRows, test: optional(readRows) });
const readOptions = record<MemorisationOptions>({
  metric: optional(readMetric),
  copyQuantile: optional(share),
  pairs: optional(integer({ least: 0 })),
  neighbours: optional(readFound),
});

function readFound(value: unknown, path: string): Neighbours {
  if (isFound(value as Neighbours)) return value as Neighbours;
  throw new TypeError(expected(path, 'what neighbours() found', value));
}

/** A generated sample and the training sample next to it: look at both. */
export interface CopyPair {
  /** Row of `fake`. */
  readonly fake: number;
  /** Row of `train`. */
  readonly train: number;
  /** Their distance. */
  readonly distance: number;
}

/** What {@link memorisation} returns. */
export interface Memorisation {
  /**
   * Share of fakes that lie further from their nearest training sample than that one from its own nearest. About 0.5 for honest samples, 0
   * for copies.
   */
  readonly authenticity: Score;
  /** The same share of the test samples: what `authenticity` is to be read against. */
  readonly authenticityOfTest?: Score;
  /** Fakes within `copyDistance` of a training sample. */
  readonly copies: number;
  /**
   * As many of them as honest samples would give: the share of test (without them: training) samples within `copyDistance`, times the
   * number of fakes.
   */
  readonly expectedCopies: number;
  /** The distance below which a fake counts as a near copy. */
  readonly copyDistance: number;
  /**
   * Mean distance to the nearest training sample, of fakes over that of test samples: about 1 for honest samples, well below 1 for copies.
   */
  readonly ratio?: number;
  /**
   * Mann and Whitney's test of those two sets of distances, in standard deviations: about 0 for honest samples; below -3, fakes are nearer
   * to the training data than chance allows.
   */
  readonly z?: number;
  /** The fakes nearest to training samples. */
  readonly pairs: readonly CopyPair[];
  /** Number of samples in each role. */
  readonly n: { readonly train: number; readonly fake: number; readonly test: number };
  /** Number of dimensions of a sample. */
  readonly dims: number;
}

/**
 * Does a generator copy its training data? Distances to the nearest training sample, against those of samples it never saw.
 *
 * Use it on pixels, or features close to them (`PixelPca`), with test samples of the same kind as the training samples; and look at the
 * `pairs`.
 * It finds copies and near copies; copies that were turned, moved or recoloured are far away in pixels. A model that makes poor samples is
 * far from the training data and passes with ease: read it beside precision.
 *
 * @throws RangeError on sets of different widths, fewer than 2 training samples, no fakes or no test samples, NaN or infinite numbers.
 * @example
 * ```ts
 * import { memorisation } from '@genlab/metrics';
 *
 * const train = { data: [0, 1, 2, 3, 4, 5], shape: [6, 1] };
 * const fake = { data: [2.01, 4.6], shape: [2, 1] };
 * const { pairs } = memorisation({ train, fake, test: { data: [0.4, 2.7], shape: [2, 1] } });
 * console.log(pairs[0]); // { fake: 0, train: 2, distance: 0.01 }
 * ```
 * @see Alaa et al., "How faithful is your synthetic data?", 2022 (authenticity); Meehan et al., "A non-parametric test to detect
 *   data-copying in generative models", 2020 (z).
 */
export function memorisation(input: MemorisationInput, options: MemorisationOptions = {}): Memorisation {
  const { train, fake, test } = readInput(input, 'memorisation');
  const { metric: wanted = 'euclidean', copyQuantile = 0.01, pairs = 16, neighbours } = readOptions(options, 'memorisation');
  const metric = neighbours?.metric ?? wanted;
  const seen = points('memorisation (train)', train, metric);
  atLeast('memorisation', 'the number of training samples', seen.n, 2);
  const read = (role: 'fake' | 'test', rows: Rows) => {
    const read = points(`memorisation (${role})`, rows, metric);
    if (read.dims !== seen.dims)
      throw new RangeError(expected('memorisation', `train and ${role} of one width`, `${seen.dims} and ${read.dims}`));
    atLeast('memorisation', `the number of ${role} samples`, read.n, 1);
    return read;
  };
  const [made, held] = [read('fake', fake), test && read('test', test)];
  if (neighbours && (neighbours.n.real !== seen.n || neighbours.n.fake !== made.n)) {
    const sizes = `${neighbours.n.real} and ${neighbours.n.fake}`;
    throw new RangeError(expected('memorisation', `neighbours of ${seen.n} training samples and ${made.n} fakes`, sizes));
  }
  const measured = ({ index, squared }: { index: Int32Array; squared: Float64Array }): NearestSample => ({
    index,
    distance: squared.map((value) => distanceOf(metric, value)),
  });
  const own = neighbours?.ownReal ?? measured(nearestOthers(seen, 1));
  const ofFake = neighbours?.nearestReal ?? measured(nearestIn(made, seen));
  const ofTest = held && measured(nearestIn(held, seen));

  const honest = (ofTest ?? own).distance;
  const copyDistance = quantile(honest, copyQuantile);
  const within = (distances: Float64Array) => distances.filter((distance) => distance <= copyDistance).length;
  return {
    authenticity: authenticity(ofFake, own),
    authenticityOfTest: ofTest && authenticity(ofTest, own),
    copies: within(ofFake.distance),
    expectedCopies: (within(honest) / honest.length) * made.n,
    copyDistance,
    ratio: ofTest && mean(ofFake.distance) / mean(ofTest.distance),
    z: ofTest && mannWhitney(ofFake.distance, ofTest.distance).z,
    pairs: nearestPairs(ofFake, pairs),
    n: { train: seen.n, fake: made.n, test: held?.n ?? 0 },
    dims: seen.dims,
  };
}

function authenticity({ index, distance }: NearestSample, own: NearestSample): Score {
  return rate(distance.filter((d, j) => own.distance[index[j]!]! < d).length, distance.length);
}

function nearestPairs({ index, distance }: NearestSample, count: number): CopyPair[] {
  const order = [...distance.keys()].sort((a, b) => distance[a]! - distance[b]! || a - b);
  return order.slice(0, count).map((j) => ({ fake: j, train: index[j]!, distance: distance[j]! }));
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
