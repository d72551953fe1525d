// The maps of one axis between the coefficients of a polynomial and its values at points, four at once: see convolution-points.ts.
//
// Points come in the order 0, infinity, 1, -1, 2, of which n points are the first n; the value at infinity is the highest coefficient.
// All are inlined, so that k and n are constants.

@inline
function plus(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

@inline
function minus(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}

@inline
function times(a: v128, factor: f32): v128 {
  return f32x4.mul(a, f32x4.splat(factor));
}

/** The values at n points of the polynomial with k coefficients (1 to 4): [k, bytes] -> [n, bytes]. */
@inline
export function evaluate(k: i32, n: i32, from: usize, fromStride: usize, to: usize, toStride: usize, bytes: i32): void {
  for (const end = from + bytes; from < end; from += 16, to += 16) {
    const c0 = v128.load(from);
    const c1 = k > 1 ? v128.load(from + fromStride) : f32x4.splat(0);
    const c2 = k > 2 ? v128.load(from + fromStride * 2) : f32x4.splat(0);
    const c3 = k > 3 ? v128.load(from + fromStride * 3) : f32x4.splat(0);
    v128.store(to, c0);
    if (n > 1) v128.store(to + toStride, v128.load(from + fromStride * (k - 1)));
    const even = plus(c0, c2), odd = plus(c1, c3);
    if (n > 2) v128.store(to + toStride * 2, plus(even, odd));
    if (n > 3) v128.store(to + toStride * 3, minus(even, odd));
    if (n > 4) v128.store(to + toStride * 4, plus(plus(c0, times(c1, 2)), plus(times(c2, 4), times(c3, 8))));
  }
}

/** The transpose of evaluate: [n, bytes] -> [k, bytes]. */
@inline
export function evaluateTransposed(k: i32, n: i32, from: usize, fromStride: usize, to: usize, toStride: usize, bytes: i32): void {
  for (const end = from + bytes; from < end; from += 16, to += 16) {
    const infinity = n > 1 ? v128.load(from + fromStride) : f32x4.splat(0);
    const one = n > 2 ? v128.load(from + fromStride * 2) : f32x4.splat(0);
    const minusOne = n > 3 ? v128.load(from + fromStride * 3) : f32x4.splat(0);
    const two = n > 4 ? v128.load(from + fromStride * 4) : f32x4.splat(0);
    const even = plus(one, minusOne), odd = minus(one, minusOne);
    let c0 = plus(v128.load(from), plus(even, two));
    let c1 = plus(odd, times(two, 2));
    let c2 = plus(even, times(two, 4));
    let c3 = plus(odd, times(two, 8));
    if (k == 1) c0 = plus(c0, infinity);
    if (k == 2) c1 = plus(c1, infinity);
    if (k == 3) c2 = plus(c2, infinity);
    if (k == 4) c3 = plus(c3, infinity);
    v128.store(to, c0);
    if (k > 1) v128.store(to + toStride, c1);
    if (k > 2) v128.store(to + toStride * 2, c2);
    if (k > 3) v128.store(to + toStride * 3, c3);
  }
}

@inline
export function put(to: usize, value: v128, add: bool): void {
  v128.store(to, add ? plus(v128.load(to), value) : value);
}

/**
 * The coefficients of the polynomial with the given values at n points (1 to 5), added to what is there if `add`:
 * [n, bytes] -> [n, bytes].
 */
@inline
export function interpolate(n: i32, from: usize, fromStride: usize, to: usize, toStride: usize, bytes: i32, add: bool): void {
  for (const end = from + bytes; from < end; from += 16, to += 16) {
    const zero = v128.load(from);
    put(to, zero, add);
    if (n == 1) continue;
    const infinity = v128.load(from + fromStride);
    put(to + toStride * (n - 1), infinity, add);
    if (n == 2) continue;
    const one = v128.load(from + fromStride * 2);
    if (n == 3) {
      put(to + toStride, minus(minus(one, zero), infinity), add);
      continue;
    }
    const minusOne = v128.load(from + fromStride * 3);
    const even = times(plus(one, minusOne), 0.5), odd = times(minus(one, minusOne), 0.5);
    if (n == 4) {
      put(to + toStride, minus(odd, infinity), add);
      put(to + toStride * 2, minus(even, zero), add);
      continue;
    }
    const two = v128.load(from + fromStride * 4);
    // c2 = even - zero - infinity. What is left at 2 gives c3: two = zero + 2 c1 + 4 c2 + 8 c3 + 16 infinity, with c1 = odd - c3.
    const c2 = minus(minus(even, zero), infinity);
    const rest = minus(minus(two, zero), plus(times(c2, 4), times(infinity, 16)));
    const c3 = times(minus(rest, times(odd, 2)), 1.0 / 6.0);
    put(to + toStride, minus(odd, c3), add);
    put(to + toStride * 2, c2, add);
    put(to + toStride * 3, c3, add);
  }
}

/** The transpose of interpolate: [n, bytes] -> [n, bytes]. */
@inline
export function interpolateTransposed(n: i32, from: usize, fromStride: usize, to: usize, toStride: usize, bytes: i32): void {
  for (const end = from + bytes; from < end; from += 16, to += 16) {
    const c0 = v128.load(from);
    if (n == 1) {
      v128.store(to, c0);
      continue;
    }
    const last = v128.load(from + fromStride * (n - 1));
    if (n == 2) {
      v128.store(to, c0);
      v128.store(to + toStride, last);
      continue;
    }
    const c1 = v128.load(from + fromStride);
    if (n == 3) {
      v128.store(to, minus(c0, c1));
      v128.store(to + toStride, minus(last, c1));
      v128.store(to + toStride * 2, c1);
      continue;
    }
    const c2 = v128.load(from + fromStride * 2);
    if (n == 4) {
      v128.store(to, minus(c0, c2));
      v128.store(to + toStride, minus(last, c1));
      v128.store(to + toStride * 2, times(plus(c2, c1), 0.5));
      v128.store(to + toStride * 3, times(minus(c2, c1), 0.5));
      continue;
    }
    const c3 = v128.load(from + fromStride * 3);
    const two = times(minus(c3, c1), 1.0 / 6.0);
    const even = minus(c2, times(two, 4)); // what interpolation puts into c2, with what it takes for c3
    const odd = minus(c1, times(two, 2));
    v128.store(to, minus(minus(c0, even), two));
    v128.store(to + toStride, minus(minus(last, even), times(two, 16)));
    v128.store(to + toStride * 2, times(plus(even, odd), 0.5));
    v128.store(to + toStride * 3, times(minus(even, odd), 0.5));
    v128.store(to + toStride * 4, two);
  }
}
