import { config, expected } from '@genlab/core';
import { pair } from '../arguments.js';
import { atLeast } from '../at-least.js';
import type { RealFake } from '../rows.js';
import { histogramDensities, kernelDensities } from './densities.js';

/** Mean and standard deviation (n - 1 in the denominator). */
export interface Spread {
  /** Mean. */
  readonly mean: number;
  /** Standard deviation. */
  readonly sd: number;
}

/** What {@link distanceOverlap} returns. */
export interface DistanceOverlap {
  /** Area under both densities of distances, 0 to 1; higher is better. */
  readonly overlap: number;
  /**
   * Kullback-Leibler divergence of the density of distances within the real set from that between the sets, nats, 0 and up; lower is
   * better.
   */
  readonly kld: number;
  /** Distances between the pairs of the real set. */
  readonly intra: Spread;
  /** Distances between a real and a generated one. */
  readonly inter: Spread;
  /** The real values themselves. */
  readonly real: Spread;
  /** The generated values themselves: distances alone can look alike while these lie apart. */
  readonly fake: Spread;
  /** Bandwidths of the densities, in the unit of the values; 0 where all distances are one, and then the densities are histograms. */
  readonly bandwidth: { readonly intra: number; readonly inter: number };
}

/**
 * Whether generated values lie among the real ones as the real ones lie among one another: one descriptor a sample, such as the density or
 * syncopation of a bar.
 *
 * Use it with 100 values a set or more, per descriptor. Distances |a - b| within the real set and between the sets; a Gaussian kernel
 * density of each (bandwidth sd n^-1/5); both on one grid of 1,001 points that reaches 3 bandwidths beyond the ends. Takes n^2 distances:
 * seconds at 1,000 values. Unit: none; two sets of one distribution come near 1, not to it.
 *
 * What it can't see: anything but the descriptor; and a shift that is small beside the spread. Read `real` and `fake` beside it.
 *
 * @throws RangeError on fewer than 2 values in a set, or NaN.
 * @example
 * ```ts
 * import { distanceOverlap } from '@genlab/metrics';
 *
 * const real = Array.from({ length: 100 }, (_, i) => 8 + Math.sin(i));
 * console.log(distanceOverlap({ real, fake: real.map((x) => x + 3) }).overlap < 0.2); // true
 * ```
 * @see Yang and Lerch, "On the evaluation of generative models in music", 2020. Differs from their program, which cuts the densities off at
 *   the ends and samples
 * the two on different grids, so that its divergence of a set from its shifted copy is 0.
 */
export function distanceOverlap(sets: RealFake<ArrayLike<number>>): DistanceOverlap {
  const { real, fake } = pair(sets);
  for (const [role, values] of Object.entries({ real, fake })) {
    config.numbers(values, `distanceOverlap (${role})`);
    atLeast('distanceOverlap', `the number of ${role} values`, values.length, 2);
    const bad = Array.from(values).find((value) => !Number.isFinite(value));
    if (bad !== undefined) throw new RangeError(expected('distanceOverlap', `finite ${role} values`, bad));
  }
  const [a, b] = [Float64Array.from(real), Float64Array.from(fake)];
  const [within, between] = [distances(a, a), distances(a, b)];
  const intra = spread(within);
  const inter = spread(between);
  const bandwidth = { intra: intra.sd * within.length ** -0.2, inter: inter.sd * between.length ** -0.2 };
  const { p, q, width } =
    bandwidth.intra > 0 && bandwidth.inter > 0
      ? kernelDensities(within, bandwidth.intra, between, bandwidth.inter)
      : histogramDensities(within, between);
  return {
    overlap: integral(
      p.map((value, i) => Math.min(value, q[i]!)),
      width,
    ),
    kld: divergence(p, q),
    intra,
    inter,
    real: spread(real),
    fake: spread(fake),
    bandwidth,
  };
}

/** Of all pairs; within a set, of those at different places. */
function distances(a: Float64Array, b: Float64Array): Float64Array {
  const own = a === b;
  const out = new Float64Array(a.length * (own ? a.length - 1 : b.length));
  let at = 0;
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) if (!own || i !== j) out[at++] = Math.abs(a[i]! - b[j]!);
  }
  return out;
}

function spread(values: ArrayLike<number>): Spread {
  const list = Float64Array.from(values);
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  return { mean, sd: Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (list.length - 1)) };
}

/** By the trapezoid rule; a histogram has zeros at both ends. */
function integral(values: Float64Array, width: number): number {
  return width * (values.reduce((a, b) => a + b, 0) - (values[0]! + values.at(-1)!) / 2);
}

/** Of the two as distributions over the grid's points, so that it is never below 0; where q is 0 it counts as 1e-300. */
function divergence(p: Float64Array, q: Float64Array): number {
  const total = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  const [ofP, ofQ] = [total(p), total(q)];
  return p.reduce((sum, value, i) => {
    const share = value / ofP; // may underflow where value does not
    return share > 0 ? sum + share * Math.log(share / Math.max(q[i]! / ofQ, 1e-300)) : sum;
  }, 0);
}
