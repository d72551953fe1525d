// Changing the dtype of a tensor, and choosing between two by a third. Whole vectors, also past the end: see vector.ts.
import { loadMask, maskBytes } from './vector';

/** float32 -> int32, towards zero. */
export function floatToInteger(x: usize, y: usize, n: i32): void {
  const end = x + (<usize>n << 2);
  for (; x < end; x += 16, y += 16) v128.store(y, i32x4.trunc_sat_f32x4_s(v128.load(x)));
}

export function integerToFloat(x: usize, y: usize, n: i32): void {
  const end = x + (<usize>n << 2);
  for (; x < end; x += 16, y += 16) v128.store(y, f32x4.convert_i32x4_s(v128.load(x)));
}

export function boolToFloat(x: usize, y: usize, n: i32): void {
  const end = x + n;
  for (; x < end; x += 4, y += 16) v128.store(y, v128.and(loadMask(x), f32x4.splat(1)));
}

export function boolToInteger(x: usize, y: usize, n: i32): void {
  const end = x + n;
  for (; x < end; x += 4, y += 16) v128.store(y, v128.and(loadMask(x), i32x4.splat(1)));
}

/** NaN counts as true. */
export function floatToBool(x: usize, y: usize, n: i32): void {
  const end = x + (<usize>n << 2);
  for (; x < end; x += 16, y += 4) v128.store_lane<u32>(y, maskBytes(f32x4.ne(v128.load(x), f32x4.splat(0))), 0);
}

export function integerToBool(x: usize, y: usize, n: i32): void {
  const end = x + (<usize>n << 2);
  for (; x < end; x += 16, y += 4) v128.store_lane<u32>(y, maskBytes(i32x4.ne(v128.load(x), i32x4.splat(0))), 0);
}

export function logicalNot(x: usize, y: usize, n: i32): void {
  const end = x + n;
  for (; x < end; x += 16, y += 16) v128.store(y, v128.and(i8x16.eq(v128.load(x), i8x16.splat(0)), i8x16.splat(1)));
}

/** y = condition ? a : b, words. */
export function select(condition: usize, a: usize, b: usize, y: usize, n: i32): void {
  const end = condition + n;
  for (; condition < end; condition += 4, a += 16, b += 16, y += 16) {
    v128.store(y, v128.bitselect(v128.load(a), v128.load(b), loadMask(condition)));
  }
}
