import { atLeast } from '../at-least.js';
import { squaredDistance } from '../linear/squared-distance.js';
import { asMatrix, type Rows } from '../rows.js';

/** What {@link pathSmoothness} returns. */
export interface PathSmoothness {
  /** Sum of the distances of neighbours, in the unit of the rows. */
  readonly length: number;
  /** `length` over the distance of the ends, 1 and up: 1 for a straight line. Infinite if the ends meet, NaN if nothing moves. */
  readonly ratio: number;
  /** The longest step over the mean step, 1 up to their number: 1 is even, much more is a jump. NaN if nothing moves. */
  readonly maxOverMean: number;
  /**
   * Mean length of the second differences times the square of the number of steps: that of the second derivative along the path. 0 for an
   * even straight line.
   */
  readonly curvature: number;
}

/**
 * How smoothly something changes along a path: decoded probabilities or images along an interpolation.
 *
 * Use it to compare straight with spherical interpolation, or one model with another on the same pairs of ends and the same number of
 * steps; on probabilities, not on thresholded cells, which can only jump. Lower is smoother, for all of it. Own definition: the formulas
 * are those of the fields.
 *
 * What it can't see: whether what lies between is any good. A path that fades one end out and the other in is perfectly smooth.
 *
 * @param path rows `[points, d]` in order, at least 3 of them.
 * @throws RangeError on fewer than 3 rows, NaN.
 * @example
 * ```ts
 * import { pathSmoothness } from '@genlab/metrics';
 *
 * const { ratio, maxOverMean } = pathSmoothness({ data: [0, 1, 5, 6], shape: [4, 1] });
 * console.log(ratio, maxOverMean); // 1 2
 * ```
 */
export function pathSmoothness(path: Rows): PathSmoothness {
  const { data, rows, cols } = asMatrix('pathSmoothness', path);
  atLeast('pathSmoothness', 'the number of rows', rows, 3);
  const steps = Float64Array.from({ length: rows - 1 }, (_, i) => Math.sqrt(squaredDistance(data, i * cols, data, (i + 1) * cols, cols)));
  const length = steps.reduce((a, b) => a + b, 0);
  const longest = steps.reduce((a, b) => Math.max(a, b));
  let bends = 0;
  for (let i = 1; i < rows - 1; i++) {
    let sum = 0;
    for (let at = i * cols; at < (i + 1) * cols; at++) sum += (data[at + cols]! - 2 * data[at]! + data[at - cols]!) ** 2;
    bends += Math.sqrt(sum);
  }
  return {
    length,
    ratio: length / Math.sqrt(squaredDistance(data, 0, data, (rows - 1) * cols, cols)),
    maxOverMean: (longest * steps.length) / length,
    curvature: (bends / (rows - 2)) * steps.length ** 2,
  };
}
