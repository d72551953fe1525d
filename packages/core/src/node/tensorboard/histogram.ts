/** How often values fall between limits. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** Upper limit of each bin, ascending; the last is `max`. */
  readonly limits: readonly number[];
  /** Values in each bin. */
  readonly counts: readonly number[];
}

const BINS = 30;

/** The histogram of the finite values in 30 bins of one width, or in one where all are equal; undefined if there are none. */
export function histogramOf(values: ArrayLike<number>): Histogram | undefined {
  let [min, max, count, sum, sumOfSquares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    [min, max] = [Math.min(min, value), Math.max(max, value)];
    count++;
    sum += value;
    sumOfSquares += value * value;
  }
  if (count === 0) return undefined;
  const bins = max > min ? BINS : 1;
  const counts = Array.from({ length: bins }, () => 0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    const bin = bins === 1 ? 0 : Math.min(bins - 1, Math.floor(((value - min) / (max - min)) * bins));
    counts[bin] = (counts[bin] as number) + 1;
  }
  const limits = counts.map((_, i) => (i === bins - 1 ? max : min + ((i + 1) / bins) * (max - min)));
  return { min, max, count, sum, sumOfSquares, limits, counts };
}
