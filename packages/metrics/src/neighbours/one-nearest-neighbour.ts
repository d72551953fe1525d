import type { RealFake, Sizes } from '../rows.js';
import { neighbourRate } from '../uncertainty/neighbour-rate.js';
import type { Score } from '../wilson.js';
import { isFound, type NearestSample, type Neighbours, neighbours } from './neighbours.js';

/** What {@link oneNearestNeighbour} returns: `value` is the share of samples whose nearest other sample is of their own set. */
export interface OneNearestNeighbour extends Score, Sizes {
  /** The share among the real samples. */
  readonly accuracyReal: number;
  /** The share among the fake samples. Far above `accuracyReal`: fakes sit close together, as after a collapse. */
  readonly accuracyFake: number;
  /** What `value` is on average if both sets come from one distribution: just under 0.5 for sets of one size. */
  readonly chance: number;
}

/**
 * Can a nearest neighbour tell real from fake? The leave-one-out accuracy of a one-nearest-neighbour classifier between the two sets.
 *
 * Use it with 500 samples a set or more, of one size. Near `chance` the sets can't be told apart, near 1 they can; well below `chance` the
 * fakes are copies:
 * each sits next to the real sample it was taken from. Where the nearest of the own and of the other set are equally far, half a hit is
 * counted.
 * The interval is Wilson's, of as many samples as are independent: two that are each other's nearest are hit or missed together, so their
 * pair counts once.
 *
 * @param x rows of the real and of the generated samples, or `neighbours` of them.
 * @throws RangeError as {@link neighbours} does, with k = 1.
 * @example
 * ```ts
 * import { oneNearestNeighbour } from '@genlab/metrics';
 *
 * const real = { data: [0, 1, 2, 3], shape: [4, 1] };
 * const copies = { data: [0.1, 1.1, 2.1, 3.1], shape: [4, 1] };
 * console.log(oneNearestNeighbour({ real, fake: copies }).value); // 0: copies
 * ```
 * @see Lopez-Paz and Oquab, "Revisiting classifier two-sample tests", 2017. Differs: leave-one-out, and ties count half.
 */
export function oneNearestNeighbour(x: RealFake | Neighbours): OneNearestNeighbour {
  const { ownReal, ownFake, nearestReal, nearestFake, n, dims } = isFound(x) ? x : neighbours(x, { k: 1 });
  const [real, fake] = [hits(ownReal, nearestFake), hits(ownFake, nearestReal)];
  const all = n.real + n.fake;
  return {
    ...neighbourRate(real + fake, nearestOf({ ownReal, ownFake, nearestReal, nearestFake })),
    accuracyReal: real / n.real,
    accuracyFake: fake / n.fake,
    chance: (n.real * (n.real - 1) + n.fake * (n.fake - 1)) / (all * (all - 1)),
    n,
    dims,
  };
}

function hits(own: NearestSample, other: NearestSample): number {
  return own.distance.reduce(
    (sum, distance, i) => sum + (distance < other.distance[i]! ? 1 : distance === other.distance[i]! ? 0.5 : 0),
    0,
  );
}

/** The nearest other sample of each in both sets together: real ones first, then fakes; of two at one distance the one of the own set. */
function nearestOf(found: Pick<Neighbours, 'ownReal' | 'ownFake' | 'nearestReal' | 'nearestFake'>): Int32Array {
  const { ownReal, ownFake, nearestReal, nearestFake } = found;
  const n = ownReal.index.length;
  const real = ownReal.index.map((own, i) => (ownReal.distance[i]! <= nearestFake.distance[i]! ? own : n + nearestFake.index[i]!));
  const fake = ownFake.index.map((own, j) => (ownFake.distance[j]! <= nearestReal.distance[j]! ? n + own : nearestReal.index[j]!));
  return Int32Array.of(...real, ...fake);
}
