import { config, expected } from '@genlab/core';
import { pair, count as readCount } from '../arguments.js';
import type { RealFake, Sizes } from '../rows.js';
import { nearPairs } from './near-pairs.js';
import { Nearest, nearestOthers } from './nearest.js';
import { distanceOf, type Metric, type Points, points, readMetric } from './points.js';

/** Options of {@link neighbours}. */
export interface NeighboursOptions {
  /** A ball reaches to the k-th nearest other sample of its set. 5 by default. */
  readonly k?: number;
  /** `'euclidean'` by default. */
  readonly metric?: Metric;
}

const { optional, record } = config;
const readOptions = record<NeighboursOptions>({ k: optional(readCount), metric: optional(readMetric) });

/** The nearest sample in some set, of each sample in another. */
export interface NearestSample {
  /** Its row. Of several at one distance the first. */
  readonly index: Int32Array;
  /** Its distance. */
  readonly distance: Float64Array;
}

/** How the balls about the samples of each set lie on the samples of the other. */
export interface BallCounts {
  /** Real balls that each fake sample lies in, `[fake]`. */
  readonly realBalls: Int32Array;
  /** Fake balls that each real sample lies in, `[real]`. */
  readonly fakeBalls: Int32Array;
  /** Fake samples in the ball of each real one, `[real]`. */
  readonly fakesInside: Int32Array;
}

/** What {@link neighbours} returns. */
export interface Neighbours extends Sizes {
  /** The k that the radii belong to. */
  readonly k: number;
  /** The metric of the distances. */
  readonly metric: Metric;
  /** Distance of each real sample to its k-th nearest other real one. */
  readonly radiiReal: Float64Array;
  /** Distance of each fake sample to its k-th nearest other fake one. */
  readonly radiiFake: Float64Array;
  /** The nearest real sample of each fake one. */
  readonly nearestReal: NearestSample;
  /** The nearest fake sample of each real one. */
  readonly nearestFake: NearestSample;
  /** The nearest other real sample of each real one. */
  readonly ownReal: NearestSample;
  /** The nearest other fake sample of each fake one. */
  readonly ownFake: NearestSample;
  /** Balls without their surface (`strict`), and with it (`inclusive`). */
  readonly balls: { readonly strict: BallCounts; readonly inclusive: BallCounts };
}

/**
 * Who is near whom in two sets of samples: the work that `manifold`, `oneNearestNeighbour` and `memorisation` share.
 *
 * Use it to compute several of them from one pass. Distances that matter are sums of squared differences in float64; the search for them
 * runs in blocks on the tfjs backend in use (synchronously), and without one in float64 in JavaScript. Memory: 10 MB or so beside copies of
 * the samples, whatever their number.
 *
 * @param sets rows `[n, dims]` of the real and of the generated samples: features, or what else has a meaningful distance.
 * @throws RangeError on sets of different widths, or with fewer than k + 1 samples; on NaN or infinite numbers; on rows that the metric has
 *   no distance for.
 * @example
 * ```ts
 * import { manifold, neighbours, oneNearestNeighbour } from '@genlab/metrics';
 *
 * const real = { data: [0, 1, 2, 3, 4, 5, 6], shape: [7, 1] };
 * const fake = { data: [0.5, 1.5, 2.5, 2.6, 2.7, 2.8], shape: [6, 1] };
 * const knn = neighbours({ real, fake }, { k: 2 });
 * console.log(manifold(knn).coverage.value, oneNearestNeighbour(knn).value);
 * ```
 */
export function neighbours(sets: RealFake, options: NeighboursOptions = {}): Neighbours {
  const { real, fake } = pair(sets);
  const { k = 5, metric = 'euclidean' } = readOptions(options, 'neighbours');
  const [a, b] = [points('neighbours (real)', real, metric), points('neighbours (fake)', fake, metric)];
  if (a.dims !== b.dims) throw new RangeError(expected('neighbours', 'real and fake of one width', `${a.dims} and ${b.dims}`));
  enough('real', a.n, k);
  enough('fake', b.n, k);
  const [ownReal, ownFake] = [nearestOthers(a, k), nearestOthers(b, k)];
  const { nearestReal, nearestFake, balls } = across(a, b, ownReal.furthest, ownFake.furthest);
  const distances = (squared: Float64Array) => squared.map((value) => distanceOf(metric, value));
  const nearest = ({ index, squared, k: stride }: Nearest): NearestSample => ({
    index: index.filter((_, i) => i % stride === 0),
    distance: distances(squared.filter((_, i) => i % stride === 0)),
  });
  return {
    k,
    metric,
    radiiReal: distances(ownReal.furthest),
    radiiFake: distances(ownFake.furthest),
    nearestReal: nearest(nearestReal),
    nearestFake: nearest(nearestFake),
    ownReal: nearest(ownReal),
    ownFake: nearest(ownFake),
    balls,
    n: { real: a.n, fake: b.n },
    dims: a.dims,
  };
}

/** Whether these are neighbours that were found before, and not samples. */
export function isFound(x: RealFake | Neighbours): x is Neighbours {
  return Object.hasOwn(Object(x), 'balls');
}

function enough(role: string, n: number, k: number): void {
  if (n > k) return;
  throw new RangeError(expected(`neighbours (${role})`, `more than k = ${k} samples`, n, 'Take more samples, or a smaller k.'));
}

/** Nearest in both directions, and who lies in whose ball, from one pass over all pairs. */
function across(real: Points, fake: Points, radiiReal: Float64Array, radiiFake: Float64Array) {
  const [nearestReal, nearestFake] = [new Nearest(fake.n, 1), new Nearest(real.n, 1)];
  const none = (): BallCounts => ({
    realBalls: new Int32Array(fake.n),
    fakeBalls: new Int32Array(real.n),
    fakesInside: new Int32Array(real.n),
  });
  const balls = { strict: none(), inclusive: none() };
  const count = ({ realBalls, fakeBalls, fakesInside }: BallCounts, i: number, j: number, inReal: boolean, inFake: boolean) => {
    if (inReal) realBalls[j]! += 1;
    if (inReal) fakesInside[i]! += 1;
    if (inFake) fakeBalls[i]! += 1;
  };
  const bounds = (nearest: Nearest, radii: Float64Array) => radii.map((radius, i) => Math.max(radius, nearest.furthest[i]!));
  const [ofReal, ofFake] = [bounds(nearestFake, radiiReal), bounds(nearestReal, radiiFake)];
  nearPairs(real, fake, ofReal, ofFake, (i, j, squared) => {
    nearestFake.offer(i, j, squared);
    nearestReal.offer(j, i, squared);
    ofReal[i] = Math.max(radiiReal[i]!, nearestFake.furthest[i]!);
    ofFake[j] = Math.max(radiiFake[j]!, nearestReal.furthest[j]!);
    count(balls.strict, i, j, squared < radiiReal[i]!, squared < radiiFake[j]!);
    count(balls.inclusive, i, j, squared <= radiiReal[i]!, squared <= radiiFake[j]!);
  });
  return { nearestReal, nearestFake, balls };
}
