// Softmax and what is made of it, along rows of `columns` floats. Sums are in double precision.
import { FloatMath } from './float-math';
import { maximumRows } from './reduce';
import { highDoubles, keepFirst, lowDoubles, storeFirst } from './vector';

@inline
function addTo(sum: v128, value: v128): v128 {
  return f64x2.add(sum, f64x2.add(lowDoubles(value), highDoubles(value)));
}

@inline
function total(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Lanes past the end of a row of so many bytes are zero. */
@inline
function inside(value: v128, offset: usize, bytes: usize): v128 {
  return offset + 16 <= bytes ? value : keepFirst(value, <i32>(bytes - offset) >> 2, f32x4.splat(0));
}

@inline
function storeInside(at: usize, offset: usize, bytes: usize, value: v128): void {
  if (offset + 16 <= bytes) v128.store(at + offset, value);
  else storeFirst(at + offset, value, <i32>(bytes - offset) >> 2);
}

/** The sum of e^(x - largest) over a row; the largest is left at `scratch`. */
@inline
function exponentialSum(x: usize, bytes: usize, scratch: usize): f64 {
  maximumRows(x, scratch, 1, <i32>(bytes >> 2));
  const largest = v128.load32_splat(scratch);
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    sum = addTo(sum, inside(FloatMath.exp(f32x4.sub(v128.load(x + i), largest)), i, bytes));
  }
  return total(sum);
}

/** ln of a double in float precision: the sums here are at least 1. */
@inline
function logOf(sum: f64): v128 {
  return FloatMath.log(f32x4.splat(<f32>sum));
}

export function softmax(x: usize, y: usize, rows: i32, columns: i32, scratch: usize): void {
  const bytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++, x += bytes, y += bytes) {
    maximumRows(x, scratch, 1, columns);
    const largest = v128.load32_splat(scratch);
    let sum = f64x2.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) {
      const value = inside(FloatMath.exp(f32x4.sub(v128.load(x + i), largest)), i, bytes);
      storeInside(y, i, bytes, value);
      sum = addTo(sum, value);
    }
    const whole = f32x4.splat(<f32>total(sum));
    for (let i: usize = 0; i < bytes; i += 16) storeInside(y, i, bytes, f32x4.div(v128.load(y + i), whole));
  }
}

/** dx = y (dy - sum of dy y) */
export function softmaxGradient(dy: usize, y: usize, dx: usize, rows: i32, columns: i32): void {
  const bytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++, dy += bytes, y += bytes, dx += bytes) {
    let sum = f64x2.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) sum = addTo(sum, inside(f32x4.mul(v128.load(dy + i), v128.load(y + i)), i, bytes));
    const common = f32x4.splat(<f32>total(sum));
    for (let i: usize = 0; i < bytes; i += 16) {
      storeInside(dx, i, bytes, f32x4.mul(v128.load(y + i), f32x4.sub(v128.load(dy + i), common)));
    }
  }
}

/** y = x - ln(sum of e^x) */
export function logSoftmax(x: usize, y: usize, rows: i32, columns: i32, scratch: usize): void {
  const bytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++, x += bytes, y += bytes) {
    const log = logOf(exponentialSum(x, bytes, scratch));
    const largest = v128.load32_splat(scratch);
    for (let i: usize = 0; i < bytes; i += 16) storeInside(y, i, bytes, f32x4.sub(f32x4.sub(v128.load(x + i), largest), log));
  }
}

/** dx = dy - e^y sum of dy */
export function logSoftmaxGradient(dy: usize, y: usize, dx: usize, rows: i32, columns: i32): void {
  const bytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++, dy += bytes, y += bytes, dx += bytes) {
    let sum = f64x2.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) sum = addTo(sum, inside(v128.load(dy + i), i, bytes));
    const flow = f32x4.splat(<f32>total(sum));
    for (let i: usize = 0; i < bytes; i += 16) {
      storeInside(dx, i, bytes, f32x4.sub(v128.load(dy + i), f32x4.mul(flow, FloatMath.exp(v128.load(y + i)))));
    }
  }
}

/** One number a row: the sum of z (ln(sum of e^x) - x). */
export function softmaxCrossEntropy(x: usize, z: usize, out: usize, rows: i32, columns: i32, scratch: usize): void {
  const bytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++, x += bytes, z += bytes, out += 4) {
    const log = logOf(exponentialSum(x, bytes, scratch));
    const largest = v128.load32_splat(scratch);
    let sum = f64x2.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) {
      const distance = f32x4.add(f32x4.sub(largest, v128.load(x + i)), log);
      sum = addTo(sum, inside(f32x4.mul(v128.load(z + i), distance), i, bytes));
    }
    store<f32>(out, <f32>total(sum));
  }
}

/** dx = dy (softmax(x) sum of z - z), one dy a row. */
export function softmaxCrossEntropyGradient(
  dy: usize, x: usize, z: usize, dx: usize, rows: i32, columns: i32, scratch: usize,
): void {
  const bytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++, dy += 4, x += bytes, z += bytes, dx += bytes) {
    const sum = exponentialSum(x, bytes, scratch);
    const largest = v128.load32_splat(scratch);
    let weight = f64x2.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) weight = addTo(weight, inside(v128.load(z + i), i, bytes));
    const factor = f32x4.splat(<f32>(total(weight) / sum));
    const flow = v128.load32_splat(dy);
    for (let i: usize = 0; i < bytes; i += 16) {
      const share = f32x4.mul(FloatMath.exp(f32x4.sub(v128.load(x + i), largest)), factor);
      storeInside(dx, i, bytes, f32x4.mul(flow, f32x4.sub(share, v128.load(z + i))));
    }
  }
}
