/** What is told of a number of times. */
export interface Summary {
  /** How many there are. */
  readonly n: number;
  readonly minMs: number;
  readonly lowerQuartileMs: number;
  readonly medianMs: number;
  readonly upperQuartileMs: number;
}

/** Least, quartiles and median of at least one time in milliseconds; between two of them by the straight line (as numpy does). */
export function summarize(times: readonly number[]): Summary {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    n: sorted.length,
    minMs: quantile(sorted, 0),
    lowerQuartileMs: quantile(sorted, 0.25),
    medianMs: quantile(sorted, 0.5),
    upperQuartileMs: quantile(sorted, 0.75),
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
