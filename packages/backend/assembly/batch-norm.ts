// Batch normalisation of rows of `columns` channels, in inference and in training, and its gradient. Sixteen rows are added in single
// precision, as a tree, and those sums in double precision, so the error does not grow with the batch. Scratch arrays hold a number for
// each channel, rounded up to four. For the sums a thread
// takes some of the channels of all rows, which are `stride` floats apart; for the rest some of the rows.
import { accumulate, storeFirst } from './vector';

/** Rows that are added in single precision. */
const BLOCK: i32 = 16;

@inline
function sumOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
}

@inline
function clear(sums: usize, columns: i32): void {
  memory.fill(sums, 0, ((<usize>columns + 3) & ~3) << 3);
}

/**
 * Mean and population variance of every channel. One pass: sums of d and d^2 with d = x - (the channel's first value), which keeps the
 * variance accurate however far the mean is from zero. `scratch`: two arrays of doubles.
 */
export function moments(x: usize, mean: usize, variance: usize, rows: i32, columns: i32, rowStride: i32, scratch: usize): void {
  const stride = <usize>rowStride << 2;
  const width = <usize>columns << 2;
  const sums = scratch;
  const squares = scratch + (((<usize>columns + 3) & ~3) << 3);
  clear(sums, columns);
  clear(squares, columns);
  let row = 0;
  let block = x;
  for (; row + BLOCK <= rows; row += BLOCK, block += <usize>BLOCK * stride) {
    for (let c: usize = 0; c < width; c += 16) {
      const shift = v128.load(x + c);
      let sum = f32x4.splat(0);
      let square = f32x4.splat(0);
      for (let at = block + c, end = at + <usize>BLOCK * stride; at < end; at += 4 * stride) {
        const d0 = f32x4.sub(v128.load(at), shift);
        const d1 = f32x4.sub(v128.load(at + stride), shift);
        const d2 = f32x4.sub(v128.load(at + 2 * stride), shift);
        const d3 = f32x4.sub(v128.load(at + 3 * stride), shift);
        sum = f32x4.add(sum, sumOfFour(d0, d1, d2, d3));
        square = f32x4.add(square, sumOfFour(f32x4.mul(d0, d0), f32x4.mul(d1, d1), f32x4.mul(d2, d2), f32x4.mul(d3, d3)));
      }
      accumulate(sums + 2 * c, sum);
      accumulate(squares + 2 * c, square);
    }
  }
  for (; row < rows; row++, block += stride) {
    for (let c: usize = 0; c < width; c += 16) {
      const d = f32x4.sub(v128.load(block + c), v128.load(x + c));
      accumulate(sums + 2 * c, d);
      accumulate(squares + 2 * c, f32x4.mul(d, d));
    }
  }
  for (let c = 0; c < columns; c++) {
    const d = load<f64>(sums + (<usize>c << 3)) / rows;
    const square = load<f64>(squares + (<usize>c << 3)) / rows - d * d;
    store<f32>(mean + (<usize>c << 2), <f32>(<f64>load<f32>(x + (<usize>c << 2)) + d));
    store<f32>(variance + (<usize>c << 2), <f32>max(square, 0));
  }
}

/** y = (x - mean) * factor + offset, by channel. */
function shiftAndScale(x: usize, y: usize, rows: i32, columns: i32, mean: usize, factor: usize, offset: usize): void {
  const whole = (<usize>columns & ~3) << 2;
  const tail = columns & 3;
  for (let row = 0; row < rows; row++) {
    let c: usize = 0;
    for (; c < whole; c += 16) {
      const centred = f32x4.sub(v128.load(x + c), v128.load(mean + c));
      v128.store(y + c, f32x4.add(f32x4.mul(centred, v128.load(factor + c)), v128.load(offset + c)));
    }
    if (tail) {
      const centred = f32x4.sub(v128.load(x + c), v128.load(mean + c));
      storeFirst(y + c, f32x4.add(f32x4.mul(centred, v128.load(factor + c)), v128.load(offset + c)), tail);
    }
    x += <usize>columns << 2;
    y += <usize>columns << 2;
  }
}

/**
 * y = (x - mean) / sqrt(variance + epsilon) * scale + offset, by channel; a zero pointer leaves scale or offset out.
 * `scratch`: two arrays of floats.
 */
export function normalize(
  x: usize, y: usize, rows: i32, columns: i32, mean: usize, variance: usize, scale: usize, offset: usize, epsilon: f32, scratch: usize,
): void {
  const factor = scratch;
  const zeros = scratch + (((<usize>columns + 3) & ~3) << 2);
  for (let c: usize = 0; c < <usize>columns << 2; c += 4) {
    const gain = scale ? load<f32>(scale + c) : 1;
    store<f32>(factor + c, <f32>(<f64>gain / Math.sqrt(<f64>load<f32>(variance + c) + <f64>epsilon)));
    store<f32>(zeros + c, 0);
  }
  shiftAndScale(x, y, rows, columns, mean, factor, offset ? offset : zeros);
}

/**
 * What the gradient of training-mode normalisation over `rows` rows needs to know of every channel, with s = sqrt(variance + epsilon):
 * dOffset = sum dy; dScale = sum dy (x - mean) / s; and in `coefficients` three numbers, each `padded` floats after the one before:
 * scale / s, dOffset / n and dScale / (n s).
 *
 * `scratch`: two arrays of doubles.
 */
export function batchNormSums(
  dy: usize, x: usize, mean: usize, variance: usize, scale: usize, dScale: usize, dOffset: usize, coefficients: usize, padded: i32,
  rows: i32, columns: i32, rowStride: i32, epsilon: f32, scratch: usize,
): void {
  const stride = <usize>rowStride << 2;
  const width = <usize>columns << 2;
  const sums = scratch;
  const products = sums + (((<usize>columns + 3) & ~3) << 3);
  clear(sums, columns);
  clear(products, columns);
  let row = 0;
  let offset: usize = 0;
  for (; row + BLOCK <= rows; row += BLOCK, offset += <usize>BLOCK * stride) {
    for (let c: usize = 0; c < width; c += 16) {
      const centre = v128.load(mean + c);
      let sum = f32x4.splat(0);
      let product = f32x4.splat(0);
      for (let i = offset + c, end = i + <usize>BLOCK * stride; i < end; i += 4 * stride) {
        const g0 = v128.load(dy + i);
        const g1 = v128.load(dy + i + stride);
        const g2 = v128.load(dy + i + 2 * stride);
        const g3 = v128.load(dy + i + 3 * stride);
        const p0 = f32x4.mul(g0, f32x4.sub(v128.load(x + i), centre));
        const p1 = f32x4.mul(g1, f32x4.sub(v128.load(x + i + stride), centre));
        const p2 = f32x4.mul(g2, f32x4.sub(v128.load(x + i + 2 * stride), centre));
        const p3 = f32x4.mul(g3, f32x4.sub(v128.load(x + i + 3 * stride), centre));
        sum = f32x4.add(sum, sumOfFour(g0, g1, g2, g3));
        product = f32x4.add(product, sumOfFour(p0, p1, p2, p3));
      }
      accumulate(sums + 2 * c, sum);
      accumulate(products + 2 * c, product);
    }
  }
  for (; row < rows; row++, offset += stride) {
    for (let c: usize = 0; c < width; c += 16) {
      const gradient = v128.load(dy + offset + c);
      accumulate(sums + 2 * c, gradient);
      accumulate(products + 2 * c, f32x4.mul(gradient, f32x4.sub(v128.load(x + offset + c), v128.load(mean + c))));
    }
  }
  const factor = coefficients;
  const constant = factor + (<usize>padded << 2);
  const slope = constant + (<usize>padded << 2);
  for (let c: usize = 0; c < width; c += 4) {
    const sum = load<f64>(sums + 2 * c);
    const product = load<f64>(products + 2 * c);
    const inverse = 1 / Math.sqrt(<f64>load<f32>(variance + c) + <f64>epsilon);
    store<f32>(dOffset + c, <f32>sum);
    store<f32>(dScale + c, <f32>(product * inverse));
    store<f32>(factor + c, <f32>(<f64>load<f32>(scale + c) * inverse));
    store<f32>(constant + c, <f32>(sum / rows));
    store<f32>(slope + c, <f32>(product * inverse * inverse / rows));
  }
}

/** dx = scale / s (dy - dOffset / n - (x - mean) / s dScale / n), with the coefficients of batchNormSums. */
export function batchNormGradient(
  dy: usize, x: usize, mean: usize, dx: usize, coefficients: usize, padded: i32, rows: i32, columns: i32,
): void {
  const stride = <usize>columns << 2;
  const factor = coefficients;
  const constant = factor + (<usize>padded << 2);
  const slope = constant + (<usize>padded << 2);
  const whole = stride & ~15;
  const tail = columns & 3;
  for (let row = 0; row < rows; row++, dy += stride, x += stride, dx += stride) {
    for (let c: usize = 0; c < whole; c += 16) v128.store(dx + c, inputGradient(dy, x, mean, factor, constant, slope, c));
    if (tail) storeFirst(dx + whole, inputGradient(dy, x, mean, factor, constant, slope, whole), tail);
  }
}

@inline
function inputGradient(dy: usize, x: usize, mean: usize, factor: usize, constant: usize, slope: usize, c: usize): v128 {
  const centred = f32x4.sub(v128.load(x + c), v128.load(mean + c));
  const common = f32x4.add(v128.load(constant + c), f32x4.mul(centred, v128.load(slope + c)));
  return f32x4.mul(v128.load(factor + c), f32x4.sub(v128.load(dy + c), common));
}
