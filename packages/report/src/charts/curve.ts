/** One quantity over the steps of a training; what `history.series(name)` of `@genlab/core` returns is one. */
export interface Curve {
  /** Where it was read, ascending. */
  readonly steps: ArrayLike<number>;
  /** What was read there. Readings that are not finite are left out of charts. */
  readonly values: ArrayLike<number>;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The finite points of a curve. */
export function finitePoints({ steps, values }: Curve): Point[] {
  return Array.from(steps, (x, i) => ({ x, y: values[i] as number })).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
}

/**
 * At most about `most` points that keep the look of a long curve: of each stretch of readings the first, the least, the greatest and the
 * last.
 */
export function thin(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  const stretch = Math.ceil((4 * points.length) / most);
  const kept: Point[] = [];
  for (let start = 0; start < points.length; start += stretch) {
    const part = points.slice(start, start + stretch);
    const by = (better: (a: number, b: number) => boolean) => part.reduce((best, point) => (better(point.y, best.y) ? point : best));
    const chosen = new Set([part[0], by((a, b) => a < b), by((a, b) => a > b), part.at(-1)]);
    kept.push(...part.filter((point) => chosen.has(point)));
  }
  return kept;
}

/** The running mean of a curve over a centred window of `window` readings, cut short at the ends, at no more than `most` places. */
export function smooth(points: readonly Point[], window: number, most: number): Point[] {
  const sums = [0];
  for (const { y } of points) sums.push((sums.at(-1) as number) + y);
  const reach = Math.floor(window / 2);
  const every = Math.max(1, Math.ceil(points.length / most));
  return points.flatMap(({ x }, i) => {
    if (i % every !== 0 && i !== points.length - 1) return [];
    const [from, to] = [Math.max(0, i - reach), Math.min(points.length, i + reach + 1)];
    return [{ x, y: ((sums[to] as number) - (sums[from] as number)) / (to - from) }];
  });
}
