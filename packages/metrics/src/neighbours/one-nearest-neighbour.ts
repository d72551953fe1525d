import type { RealFake, Sizes } from '../rows.js';
import { type Score, wilson } from '../wilson.js';
import { type NearestSample, type Neighbours, neighbours } from './neighbours.js';

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
 * Use it with 500 samples a set or more, of one size. Near `chance` the sets can't be told apart, near 1 they can; well below `chance` the fakes are copies:
 * each sits next to the real sample it was taken from. Where the nearest of the own and of the other set are equally far, half a hit is counted.
 * The interval is Wilson's, of as many samples as are independent: two that are each other's nearest are hit or missed together, so their pair counts once.
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
  const { ownReal, ownFake, nearestReal, nearestFake, n, dims } = 'balls' in x ? x : neighbours(x, { k: 1 });
  const [real, fake] = [hits(ownReal, nearestFake), hits(ownFake, nearestReal)];
  const all = n.real + n.fake;
  const value = (real + fake) / all;
  const independent = Math.max(1, Math.round(all / (1 + mutual({ ownReal, ownFake, nearestReal, nearestFake }))));
  return {
    value,
    interval: wilson(value * independent, independent),
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

/** Share of samples that are the nearest of their own nearest: the pairs of twins. */
function mutual({
  ownReal,
  ownFake,
  nearestReal,
  nearestFake,
}: Pick<Neighbours, 'ownReal' | 'ownFake' | 'nearestReal' | 'nearestFake'>): number {
  const n = ownReal.index.length;
  const nearest = (own: NearestSample, other: NearestSample, i: number, ownOffset: number, otherOffset: number) =>
    own.distance[i]! <= other.distance[i]! ? own.index[i]! + ownOffset : other.index[i]! + otherOffset;
  const all = [
    ...Array.from(ownReal.index.keys(), (i) => nearest(ownReal, nearestFake, i, 0, n)),
    ...Array.from(ownFake.index.keys(), (j) => nearest(ownFake, nearestReal, j, n, 0)),
  ];
  return all.filter((other, i) => all[other] === i).length / all.length;
}
