import { config, expected, Rng } from '@genlab/core';
import { quantile } from './quantile.js';
import type { Matrix } from './rows.js';

/**
 * A kernel: `'poly'`, (gamma x.y + coef0)^degree with degree 3, gamma 1 / dims and coef0 1 by default; or `'rbf'`, e^(-|x - y|^2 / 2
 * sigma^2), with `'median'` for the median distance among both sets.
 */
export type Kernel =
  | { readonly kind: 'poly'; readonly degree?: number; readonly gamma?: number; readonly coef0?: number }
  | { readonly kind: 'rbf'; readonly sigma: number | 'median' };

const { named, number, optional, record, within } = config;
const positive = within({ above: 0 });
const width = (value: unknown, path: string) => (value === 'median' ? value : positive(value, path));
const poly = record({ degree: optional(positive), gamma: optional(number), coef0: optional(number) });
const rbf = record({ sigma: width });
const kinds = named<Kernel>({
  poly: (value, path) => ({ kind: 'poly', ...poly(value, path) }),
  rbf: (value, path) => ({ kind: 'rbf', ...rbf(value, path) }),
});

/** Reads a kernel. */
export function readKernel(value: unknown, path: string): Kernel {
  const { kind, ...rest } = Object(value) as { readonly kind?: unknown };
  return kinds({ name: kind, ...rest }, path);
}

/** The kernel as a function of x.y, |x|^2 and |y|^2. */
export interface KernelFunction {
  readonly dims: number;
  readonly value: (product: number, squareX: number, squareY: number) => number;
}

/** Fills the defaults in. @throws RangeError on a sigma that is not positive. */
export function kernelOf(kernel: Kernel, x: Matrix, y: Matrix): KernelFunction {
  const dims = x.cols;
  if (kernel.kind === 'poly') {
    const { degree = 3, gamma = 1 / dims, coef0 = 1 } = kernel;
    if (degree === 3) {
      const cube = (base: number) => base * base * base; // the power function takes ten times as long
      return { dims, value: (product) => cube(gamma * product + coef0) };
    }
    return { dims, value: (product) => (gamma * product + coef0) ** degree };
  }
  const sigma = kernel.sigma === 'median' ? medianDistance(x, y) : kernel.sigma;
  if (!(sigma > 0)) throw new RangeError(expected('kernelDistance', 'a sigma above 0', sigma, 'With "median": are most samples equal?'));
  const scale = -0.5 / sigma ** 2;
  return { dims, value: (product, squareX, squareY) => Math.exp(scale * Math.max(0, squareX + squareY - 2 * product)) };
}

/** Median distance of 2,000 random pairs of rows of both sets. */
function medianDistance(x: Matrix, y: Matrix): number {
  const rng = new Rng(0).fork('median distance');
  const all = x.rows + y.rows;
  const at = (row: number, t: number) => (row < x.rows ? x.data[row * x.cols + t]! : y.data[(row - x.rows) * x.cols + t]!);
  const distances = Float64Array.from({ length: 2000 }, () => {
    const first = rng.integer(all);
    const second = (first + 1 + rng.integer(all - 1)) % all;
    let sum = 0;
    for (let t = 0; t < x.cols; t++) sum += (at(first, t) - at(second, t)) ** 2;
    return Math.sqrt(sum);
  });
  return quantile(distances, 0.5);
}
