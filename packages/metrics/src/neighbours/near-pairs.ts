import * as tf from '@tensorflow/tfjs-core';
import { dots } from '../linear/dots.js';
import { squaredDistance } from '../linear/squared-distance.js';
import type { Points } from './points.js';

/**
 * Visits every pair (row `i` of `a`, row `j` of `b`) whose squared distance is at most `rows[i]` or at most `cols[j]`, and perhaps some
 * others, with its squared distance in float64. `visit` may lower the bounds as it goes. Where `a` is `b`, each pair of different rows is
 * visited once, i < j.
 * For a given row, its partners come in ascending order.
 *
 * The squared distances are products, of (-2x, |x|^2, 1) with (y, 1, |y|^2), made a block at a time on the tfjs backend in use, or in
 * float64 where there is none.
 * From each is taken what rounding can have added, so that what is compared to the bounds is never above the true distance; direct
 * differences decide the rest. Hence the result does not depend on the backend, and memory does not grow with n m.
 */
export function nearPairs(
  a: Points,
  b: Points,
  rows: Float64Array,
  cols: Float64Array,
  visit: (i: number, j: number, squared: number) => void,
): void {
  const triangle = a === b;
  const size = Math.max(1, Math.floor(BLOCK / b.n));
  const products = lowerBounds(a, b);
  try {
    for (let from = 0; from < a.n; from += size) {
      const to = Math.min(a.n, from + size);
      const first = triangle ? from : 0; // of b
      const lower = products.block(from, to, first);
      scan({ lower, from, to, first, end: b.n, triangle, rows, cols }, (i, j) =>
        visit(i, j, squaredDistance(a.data, i * a.dims, b.data, j * b.dims, a.dims)),
      );
    }
  } finally {
    products.dispose();
  }
}

/** Pairs in a block: 8 MB of float32. */
const BLOCK = 2 ** 21;

interface Block {
  readonly lower: ArrayLike<number>;
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly end: number;
  readonly triangle: boolean;
  readonly rows: Float64Array;
  readonly cols: Float64Array;
}

function scan({ lower, from, to, first, end, triangle, rows, cols }: Block, found: (i: number, j: number) => void): void {
  const width = end - first;
  for (let i = from; i < to; i++) {
    const offset = (i - from) * width - first;
    let bound = rows[i]!;
    for (let j = triangle ? i + 1 : first; j < end; j++) {
      const least = lower[offset + j]!;
      if (least <= bound || least <= cols[j]!) {
        found(i, j);
        bound = rows[i]!;
      }
    }
  }
}

interface LowerBounds {
  /** Of rows `from` to `to` of `a` against rows `first` and on of `b`, row-major. */
  block(from: number, to: number, first: number): ArrayLike<number>;
  dispose(): void;
}

function lowerBounds(a: Points, b: Points): LowerBounds {
  const middle = mean(b);
  const reach = longest(a, middle) + longest(b, middle);
  // Each product is a sum of dims + 2 terms, together at most reach^2 in size; 8 more roundings are granted for what goes into them.
  const rounding = (a.dims + 8) * reach ** 2;
  const width = a.dims + 2;
  // A backend pays where there is much to do, and has to compute in float32; squares must not leave its range.
  const onBackend =
    a.n * b.n * a.dims > SMALL && !!tf.getBackend() && tf.backend().floatPrecision() === 32 && reach > 1e-15 && reach < 1e15;
  if (!onBackend) {
    const left = augmented(a, middle, -2, 0);
    const right = augmented(b, middle, 1, rounding * 2 ** -53);
    return {
      block: (from, to, first) => dots(left.subarray(from * width, to * width), right.subarray(first * width), width),
      dispose: () => {},
    };
  }
  const left = tf.tensor2d(Float32Array.from(augmented(a, middle, -2, 0)), [a.n, width]);
  const right = tf.tensor2d(Float32Array.from(augmented(b, middle, 1, rounding * 2 ** -24)), [b.n, width]);
  return {
    block: (from, to, first) => {
      const product = tf.tidy(() => {
        const part = first === 0 ? right : tf.slice(right, [first, 0], [b.n - first, width]);
        return tf.matMul(tf.slice(left, [from, 0], [to - from, width]), part, false, true);
      });
      const values = product.dataSync<'float32'>(); // not within the tidy, which would look for tensors in every number
      product.dispose();
      return values;
    },
    dispose: () => tf.dispose([left, right]),
  };
}

/** Products below which the way to the backend and back takes longer than they do. */
const SMALL = 4e6;

function mean({ data, n, dims }: Points): Float64Array {
  const sum = new Float64Array(dims);
  for (let i = 0; i < data.length; i++) sum[i % dims]! += data[i]! / n;
  return sum;
}

function longest({ data, dims }: Points, middle: Float64Array): number {
  let most = 0;
  for (let start = 0; start < data.length; start += dims) {
    let squares = 0;
    for (let t = 0; t < dims; t++) squares += (data[start + t]! - middle[t]!) ** 2;
    most = Math.max(most, squares);
  }
  return Math.sqrt(most);
}

/** Rows `scale (x - middle)`, then |x - middle|^2 and 1 on the left side (`scale` -2), 1 and |x - middle|^2 less `slack` on the right. */
function augmented({ data, n, dims }: Points, middle: Float64Array, scale: 1 | -2, slack: number): Float64Array {
  const width = dims + 2;
  const out = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    let squares = 0;
    for (let t = 0; t < dims; t++) {
      const value = data[i * dims + t]! - middle[t]!;
      out[i * width + t] = scale * value;
      squares += value * value;
    }
    out[i * width + dims] = scale === 1 ? 1 : squares;
    out[i * width + dims + 1] = scale === 1 ? squares - slack : 1;
  }
  return out;
}
