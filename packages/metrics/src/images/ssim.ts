import { config, expected } from '@genlab/core';
import { count } from '../arguments.js';
import { atLeast } from '../at-least.js';
import type { Rows } from '../rows.js';
import { meanScore } from '../uncertainty/mean-score.js';
import type { Score } from '../wilson.js';
import { planes } from './planes.js';
import { type Comparison, compare, halve } from './structure.js';

/** Options of {@link ssim}. */
export interface SsimOptions {
  /** Side of the Gaussian window, pixels; 11 by default. Only windows that lie wholly in the image count. */
  readonly window?: number;
  /** Standard deviation of the window, pixels; 1.5 by default. */
  readonly sigma?: number;
  /** Pixels lie in [0, range]; 1 by default. */
  readonly range?: number;
  /** Exponents of the scales of MS-SSIM, the finest first, each scale half as large as the one before. One scale by default. */
  readonly scales?: readonly number[];
}

const { list, optional, record, within } = config;
const positive = within({ above: 0 });
const readOptions = record<SsimOptions>({
  window: optional(count),
  sigma: optional(positive),
  range: optional(positive),
  scales: optional(list(within({ least: 0 }), { least: 1 })),
});

/** What {@link ssim} returns: `value` is the mean over pairs. */
export interface Ssim extends Score {
  /** The similarity of each pair of images, `[n]`. */
  readonly each: Float64Array;
}

/**
 * Structural similarity of images, pair by pair: 1 for equal ones, near 0 for unrelated ones; may fall below 0.
 *
 * Use it between images that should be alike, or with `diversity` between images that should not. Over Gaussian windows,
 * (2 mx my + c1)(2 sxy + c2) / ((mx^2 + my^2 + c1)(sx^2 + sy^2 + c2)) with c1 = (0.01 range)^2, c2 = (0.03 range)^2; the mean over windows
 * and channels.
 * With `scales`, the product over scales of the second factor (of both at the coarsest), each to its exponent, negative ones taken as 0.
 * The usual five scales need 160 pixels and more: for 28 x 28 take a window of 7 and two or three.
 *
 * @param a images `[height, width]`, `[n, height, width]` or `[n, height, width, channels]`, pixels in [0, range].
 * @param b images of the same shape; the order of the two does not matter.
 * @throws RangeError on no images, different shapes, pixels outside [0, range], images smaller than the window at some scale.
 * @example
 * ```ts
 * import { ssim } from '@genlab/metrics';
 *
 * const image = { data: Array.from({ length: 256 }, (_, i) => (i % 5) / 4), shape: [16, 16] };
 * console.log(ssim(image, image).value); // 1
 * ```
 * @see Wang et al., "Image quality assessment: from error visibility to structural similarity", 2004; Wang et al., "Multiscale structural
 *   similarity", 2003.
 */
export function ssim(a: Rows, b: Rows, options: SsimOptions = {}): Ssim {
  const { window = 11, sigma = 1.5, range = 1, scales = [1] } = readOptions(options, 'ssim');
  const [x, y] = [planes('ssim', a), planes('ssim', b)];
  const [{ n, height, width, channels }] = [x];
  if (n !== y.n || height !== y.height || width !== y.width || channels !== y.channels) {
    const shape = (p: typeof x) => `[${[p.n, p.height, p.width, p.channels].join(',')}]`;
    throw new RangeError(expected('ssim', 'images of one shape', `${shape(x)} and ${shape(y)}`));
  }
  atLeast('ssim', 'the number of pairs', n, 1);
  const smallest = Math.min(height, width) >> (scales.length - 1);
  if (smallest < window) {
    throw new RangeError(
      expected('ssim', `at least ${window} pixels a side at the last scale`, smallest, 'Take a smaller window, or fewer scales.'),
    );
  }
  inRange(x.data, range);
  inRange(y.data, range);
  const size = height * width;
  const each = new Float64Array(n);
  for (let p = 0; p < n * channels; p++) {
    const plane = (data: Float64Array) => ({ data: data.subarray(p * size, (p + 1) * size), height, width });
    each[Math.floor(p / channels)]! += similarity(plane(x.data), plane(y.data), { window, sigma, range, scales }) / channels;
  }
  return { ...meanScore(each), each };
}

function similarity(a: Comparison['a'], b: Comparison['b'], { scales, ...options }: Required<SsimOptions>): number {
  let product = 1;
  let [x, y] = [a, b];
  scales.forEach((exponent, scale) => {
    const { similarity: whole, structure } = compare({ a: x, b: y, ...options });
    const factor = scale === scales.length - 1 ? whole : structure;
    product *= scales.length === 1 ? factor : Math.max(0, factor) ** exponent;
    [x, y] = [halve(x), halve(y)];
  });
  return product;
}

function inRange(pixels: Float64Array, range: number): void {
  const bad = pixels.find((pixel) => pixel < 0 || pixel > range);
  if (bad !== undefined) throw new RangeError(expected('ssim', `pixels in [0, ${range}]`, bad, 'Bring [-1, 1] to [0, 1] by (x + 1) / 2.'));
}
