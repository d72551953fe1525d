import { config, expected } from '@genlab/core';
import { level, pair, seed as readSeed, rows } from './arguments.js';
import { atLeast } from './at-least.js';
import { kMeans, nearestCentre } from './k-means.js';
import { normalQuantile } from './normal-quantile.js';
import { asMatrix, type RealFake, type Rows, type Sizes } from './rows.js';
import { rate, type Score } from './wilson.js';

/** How {@link ndb} cuts the space into bins: around given centres, or around those of a seeded k-means of the real samples. */
export type NdbOptions = ({ readonly centers: Rows } | { readonly bins: number; readonly seed: number }) & {
  /** A bin counts as different if its two shares differ at this level. 0.05 by default. */
  readonly significance?: number;
};

const { integer, optional, record } = config;
const readOptions = record<{ readonly centers?: Rows; readonly bins?: number; readonly seed?: number; readonly significance?: number }>({
  centers: optional(rows),
  bins: optional(integer({ least: 2 })),
  seed: optional(readSeed),
  significance: optional(level),
});

/** What {@link ndb} returns. */
export interface Ndb extends Sizes {
  /** Number of bins whose share among fakes differs from that among reals. */
  readonly ndb: number;
  /** `ndb` over the number of bins. */
  readonly share: Score;
  /** `ndb` of two samples of one distribution, on average: significance times the number of bins. */
  readonly expected: number;
  /** Jensen-Shannon divergence of the shares, nats: 0 to log 2. */
  readonly jsd: number;
  /** For each bin, the difference of the shares in standard errors; positive where real samples are more. 0 where both are empty. */
  readonly z: Float64Array;
}

/**
 * The number of statistically different bins: which regions of the data does a generator draw too rarely, which too often?
 *
 * Use it where there are no classes to count: bins are the cells of about 500 real samples each, in pixels or features. With shares p and q
 * of a bin and P of both together, z = (p - q) / sqrt(P (1 - P) (1/n + 1/m)). A perfect generator still differs in 5 % of the bins: read it
 * against `expected`. Bins made from the same real samples lie closer to them than to others: where it matters make `centers` from samples
 * of their own.
 *
 * @param sets rows `[n, dims]` of the real and of the generated samples.
 * @throws RangeError on sets of different widths or empty ones, fewer than 2 bins, more bins than real samples, NaN or infinite numbers.
 * @example
 * ```ts
 * import { ndb } from '@genlab/metrics';
 *
 * const real = { data: Array.from({ length: 400 }, (_, i) => i % 4), shape: [400, 1] };
 * const fake = { data: Array.from({ length: 300 }, (_, i) => i % 3), shape: [300, 1] };
 * console.log(ndb({ real, fake }, { bins: 4, seed: 7 }).ndb); // 4: one bin is empty, three are too full
 * ```
 * @see Richardson and Weiss, "On GANs and GMMs", 2018, section 2.
 */
export function ndb(sets: RealFake, options: NdbOptions): Ndb {
  const { real, fake } = pair(sets);
  const { significance = 0.05, centers: given, bins, seed } = readOptions(options, 'ndb');
  const [x, y] = [asMatrix('ndb (real)', real), asMatrix('ndb (fake)', fake)];
  if (x.cols !== y.cols) throw new RangeError(expected('ndb', 'real and fake of one width', `${x.cols} and ${y.cols}`));
  atLeast('ndb', 'the number of real samples', x.rows, 1);
  atLeast('ndb', 'the number of fakes', y.rows, 1);
  if (given === undefined && bins === undefined) throw new TypeError(expected('ndb', 'centers, or bins and a seed', 'neither'));
  if (bins !== undefined && bins > x.rows) throw new RangeError(expected('ndb', `at most ${x.rows} bins, one a real sample`, bins));
  const centers = bins === undefined ? asMatrix('ndb (centers)', given as Rows) : kMeans(x, bins, readSeed(seed, 'ndb.seed'));
  if (centers.cols !== x.cols) throw new RangeError(expected('ndb', `centers of ${x.cols} numbers`, centers.cols));
  atLeast('ndb', 'the number of centers', centers.rows, 2);
  const shares = (labels: Int32Array) => {
    const out = new Float64Array(centers.rows);
    for (const label of labels) out[label]! += 1 / labels.length;
    return out;
  };
  const [p, q] = [shares(nearestCentre(x, centers)), shares(nearestCentre(y, centers))];
  const z = p.map((share, k) => {
    const pooled = (share * x.rows + q[k]! * y.rows) / (x.rows + y.rows);
    const error = Math.sqrt(pooled * (1 - pooled) * (1 / x.rows + 1 / y.rows));
    return error > 0 ? (share - q[k]!) / error : 0;
  });
  const limit = normalQuantile(1 - significance / 2);
  const different = z.filter((value) => Math.abs(value) > limit).length;
  return {
    ndb: different,
    share: rate(different, centers.rows),
    expected: significance * centers.rows,
    jsd: jensenShannon(p, q),
    z,
    n: { real: x.rows, fake: y.rows },
    dims: x.cols,
  };
}

function jensenShannon(p: Float64Array, q: Float64Array): number {
  return p.reduce((sum, a, k) => {
    const b = q[k]!;
    const term = (x: number) => (x > 0 ? (x * Math.log((2 * x) / (a + b))) / 2 : 0);
    return sum + term(a) + term(b);
  }, 0);
}
