// Reductions of the middle axis of [outer, rows, columns]: leading, trailing and full reductions are the cases with outer or columns 1.
//
// Sums: eight floats at a time are added as a tree in single precision, and the trees in double precision. The error is that of three
// roundings, whatever the length, and the order of additions depends on the shape alone.
import { accumulate, highDoubles, keepFirst, lowDoubles, storeFirst } from './vector';

@inline
function tree(x: usize, stride: usize): v128 {
  const middle = x + 4 * stride;
  const ab = f32x4.add(v128.load(x), v128.load(x + stride));
  const cd = f32x4.add(v128.load(x + 2 * stride), v128.load(x + 3 * stride));
  const ef = f32x4.add(v128.load(middle), v128.load(middle + stride));
  const gh = f32x4.add(v128.load(middle + 2 * stride), v128.load(middle + 3 * stride));
  return f32x4.add(f32x4.add(ab, cd), f32x4.add(ef, gh));
}

/** out[r] = scale * sum of the `columns` floats of row r. */
export function sumRows(x: usize, out: usize, rows: i32, columns: i32, scale: f64): void {
  const tail = columns & 3;
  for (let row = 0; row < rows; row++) {
    const end = x + (<usize>columns << 2);
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    for (; x + 128 <= end; x += 128) {
      const sum = tree(x, 16);
      low = f64x2.add(low, lowDoubles(sum));
      high = f64x2.add(high, highDoubles(sum));
    }
    for (; x + 16 <= end; x += 16) {
      const value = v128.load(x);
      low = f64x2.add(low, lowDoubles(value));
      high = f64x2.add(high, highDoubles(value));
    }
    if (tail) {
      const value = keepFirst(v128.load(x), tail, f32x4.splat(0));
      low = f64x2.add(low, lowDoubles(value));
      high = f64x2.add(high, highDoubles(value));
    }
    x = end;
    const sum = f64x2.add(low, high);
    store<f32>(out + (<usize>row << 2), <f32>(scale * (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1))));
  }
}

/**
 * out[o, c] = scale * sum over r of x[o, r, c], rows being `stride` floats apart; `sums` is scratch for
 * `columns` doubles, rounded up to four.
 */
export function sumColumns(x: usize, out: usize, outer: i32, rows: i32, columns: i32, rowStride: i32, scale: f64, sums: usize): void {
  const stride = <usize>rowStride << 2;
  const width = <usize>columns << 2;
  const factor = f64x2.splat(scale);
  for (let o = 0; o < outer; o++) {
    memory.fill(sums, 0, ((<usize>columns + 3) & ~3) << 3);
    let row = 0;
    for (; row + 8 <= rows; row += 8, x += 8 * stride) {
      for (let c: usize = 0; c < width; c += 16) accumulate(sums + 2 * c, tree(x + c, stride));
    }
    for (; row < rows; row++, x += stride) {
      for (let c: usize = 0; c < width; c += 16) accumulate(sums + 2 * c, v128.load(x + c));
    }
    for (let c = 0; c < columns; c += 4, out += 16) {
      const low = f32x4.demote_f64x2_zero(f64x2.mul(v128.load(sums + (<usize>c << 3)), factor));
      const high = f32x4.demote_f64x2_zero(f64x2.mul(v128.load(sums + (<usize>c << 3), 16), factor));
      const value = i64x2.shuffle(low, high, 0, 2);
      if (columns - c >= 4) v128.store(out, value);
      else storeFirst(out, value, columns - c);
    }
    out -= (<usize>(-columns) & 3) << 2;
  }
}

@unmanaged class Maximum {
  @inline get identity(): f32 { return -Infinity; }
  @inline apply(a: v128, b: v128): v128 { return f32x4.max(a, b); }
}

@unmanaged class Minimum {
  @inline get identity(): f32 { return Infinity; }
  @inline apply(a: v128, b: v128): v128 { return f32x4.min(a, b); }
}

@unmanaged class Product {
  @inline get identity(): f32 { return 1; }
  @inline apply(a: v128, b: v128): v128 { return f32x4.mul(a, b); }
}

@inline
function reduceRows<Op>(x: usize, out: usize, rows: i32, columns: i32): void {
  const op = changetype<Op>(0);
  const identity = f32x4.splat(op.identity);
  const tail = columns & 3;
  for (let row = 0; row < rows; row++) {
    const end = x + (<usize>columns << 2);
    let first = identity;
    let second = identity;
    let third = identity;
    let fourth = identity;
    for (; x + 64 <= end; x += 64) {
      first = op.apply(first, v128.load(x));
      second = op.apply(second, v128.load(x, 16));
      third = op.apply(third, v128.load(x, 32));
      fourth = op.apply(fourth, v128.load(x, 48));
    }
    for (; x + 16 <= end; x += 16) first = op.apply(first, v128.load(x));
    if (tail) first = op.apply(first, keepFirst(v128.load(x), tail, identity));
    x = end;
    const four = op.apply(op.apply(first, second), op.apply(third, fourth));
    const two = op.apply(four, i64x2.shuffle(four, four, 1, 1));
    const one = op.apply(two, i32x4.shuffle(two, two, 1, 1, 1, 1));
    store<f32>(out + (<usize>row << 2), f32x4.extract_lane(one, 0));
  }
}

@inline
function reduceColumns<Op>(x: usize, out: usize, outer: i32, rows: i32, columns: i32): void {
  const op = changetype<Op>(0);
  const stride = <usize>columns << 2;
  const whole = stride & ~15;
  const tail = columns & 3;
  const identity = f32x4.splat(op.identity);
  for (let o = 0; o < outer; o++, out += stride) {
    for (let c: usize = 0; c < whole; c += 16) v128.store(out + c, identity);
    let last = identity;
    for (let row = 0; row < rows; row++, x += stride) {
      for (let c: usize = 0; c < whole; c += 16) v128.store(out + c, op.apply(v128.load(out + c), v128.load(x + c)));
      if (tail) last = op.apply(last, v128.load(x + whole));
    }
    storeFirst(out + whole, last, tail);
  }
}

export function maximumRows(x: usize, out: usize, rows: i32, columns: i32): void {
  reduceRows<Maximum>(x, out, rows, columns);
}

export function maximumColumns(x: usize, out: usize, outer: i32, rows: i32, columns: i32): void {
  reduceColumns<Maximum>(x, out, outer, rows, columns);
}

export function minimumRows(x: usize, out: usize, rows: i32, columns: i32): void {
  reduceRows<Minimum>(x, out, rows, columns);
}

export function minimumColumns(x: usize, out: usize, outer: i32, rows: i32, columns: i32): void {
  reduceColumns<Minimum>(x, out, outer, rows, columns);
}

export function productRows(x: usize, out: usize, rows: i32, columns: i32): void {
  reduceRows<Product>(x, out, rows, columns);
}

export function productColumns(x: usize, out: usize, outer: i32, rows: i32, columns: i32): void {
  reduceColumns<Product>(x, out, outer, rows, columns);
}
