import { expected } from '@genlab/core';

/**
 * What a metric would be of infinitely many samples, where its bias goes with 1 / n: the intercept of a straight line through (1 / n,
 * value).
 *
 * Use it for the Frechet distance: take it at 15 sizes from a tenth of the samples up, of fresh random choices each. Unit: that of the
 * metric. It takes off the first order of the bias only: stay above 20 samples a dimension.
 *
 * What it can't see: the scatter of the points, of which it makes a figure that looks exact. Compare models on extrapolations of the same
 * sizes.
 *
 * @param points sizes and values, at least two different sizes.
 * @returns `value`, the intercept, and `slope`, the bias times n.
 * @throws RangeError on fewer than two sizes, sizes below 1, or values that are not finite.
 * @example
 * ```ts
 * import { extrapolate } from '@genlab/metrics';
 *
 * console.log(extrapolate([{ n: 500, value: 4.5 }, { n: 1000, value: 2.75 }])); // { value: 1, slope: 1750 }
 * ```
 * @see Chong and Forsyth, "Effectively unbiased FID and Inception score and where to find them", 2020.
 */
export function extrapolate(points: readonly { readonly n: number; readonly value: number }[]): {
  readonly value: number;
  readonly slope: number;
} {
  if (!Array.isArray(points)) throw new TypeError(expected('extrapolate', 'a list of sizes and values', points));
  const bad = points
    .map((point) => Object(point) as (typeof points)[number])
    .find(({ n, value }) => !(n >= 1 && Number.isFinite(n) && Number.isFinite(value)));
  if (bad) throw new RangeError(expected('extrapolate', 'sizes of 1 or more and finite values', `${bad.value} at n = ${bad.n}`));
  if (new Set(points.map(({ n }) => n)).size < 2)
    throw new RangeError(
      expected(
        'extrapolate',
        'at least two different sizes',
        points.map(({ n }) => n),
      ),
    );
  const mean = (of: (point: { n: number; value: number }) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(({ n }) => 1 / n), mean(({ value }) => value)];
  const slope = mean(({ n, value }) => (1 / n - x) * (value - y)) / mean(({ n }) => (1 / n - x) ** 2);
  return { value: y - slope * x, slope };
}
