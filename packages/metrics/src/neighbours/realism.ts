import { config, expected } from '@genlab/core';
import { count, pair } from '../arguments.js';
import { atLeast } from '../at-least.js';
import { quantile } from '../quantile.js';
import type { RealFake, Sizes } from '../rows.js';
import { rate, type Score } from '../wilson.js';
import { nearPairs } from './near-pairs.js';
import { nearestOthers } from './nearest.js';
import { points } from './points.js';

/** What {@link realism} returns: `value` is the share of fakes with a score of 1 or more. */
export interface Realism extends Score, Sizes {
  /** The score of each fake, `[fake]`: 0 and up, above 1 within the real data; infinite for a copy of a real sample. */
  readonly scores: Float64Array;
}

const readOptions = config.record<{ readonly k?: number }>({ k: config.optional(count) });

/**
 * How realistic each generated sample is: the largest ratio, over real samples, of a real sample's radius to its distance.
 *
 * Use it to sort samples for a picture, best or worst first. R(y) = max over x of r(x) / |x - y|, where r(x) is the distance to the k-th
 * nearest other real sample; only x with a radius up to the median count, so that an outlier's huge ball makes nothing realistic.
 *
 * @param sets rows of the real and of the generated samples. `k`: 3 by default.
 * @throws RangeError on sets of different widths, k or fewer real samples, no fakes, NaN or infinite numbers.
 * @example
 * ```ts
 * import { realism } from '@genlab/metrics';
 *
 * const real = { data: [0, 1, 2, 3, 4], shape: [5, 1] };
 * console.log(realism({ real, fake: { data: [2.5, 9], shape: [2, 1] } }, { k: 1 }).scores); // [2, 0.2]
 * ```
 * @see Kynkaanniemi et al., "Improved precision and recall metric for assessing generative models", 2019, section 5.
 */
export function realism(sets: RealFake, options: { readonly k?: number } = {}): Realism {
  const { real, fake } = pair(sets);
  const { k = 3 } = readOptions(options, 'realism');
  const [a, b] = [points('realism (real)', real, 'euclidean'), points('realism (fake)', fake, 'euclidean')];
  if (a.dims !== b.dims) throw new RangeError(expected('realism', 'real and fake of one width', `${a.dims} and ${b.dims}`));
  if (a.n <= k) throw new RangeError(expected('realism (real)', `more than k = ${k} samples`, a.n));
  atLeast('realism', 'the number of fakes', b.n, 1);
  const radii = nearestOthers(a, k).furthest;
  const median = quantile(radii.map(Math.sqrt), 0.5);
  const kept = radii.map((radius) => (Math.sqrt(radius) <= median ? radius : -1));
  const widest = kept.reduce((most, radius) => Math.max(most, radius), 0);
  const best = new Float64Array(b.n).fill(Number.NEGATIVE_INFINITY); // squared ratios
  const reach = new Float64Array(b.n).fill(Number.POSITIVE_INFINITY); // beyond it, no ball does better
  const none = new Float64Array(a.n).fill(Number.NEGATIVE_INFINITY);
  nearPairs(b, a, reach, none, (j, i, squared) => {
    if (kept[i]! < 0) return;
    const ratio = squared === 0 ? Number.POSITIVE_INFINITY : kept[i]! / squared;
    if (ratio <= best[j]!) return;
    best[j] = ratio;
    reach[j] = widest / ratio;
  });
  const scores = best.map(Math.sqrt);
  return { ...rate(scores.filter((score) => score >= 1).length, b.n), scores, n: { real: a.n, fake: b.n }, dims: a.dims };
}
