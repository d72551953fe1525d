// Loading, storing and folding vectors of four floats.
//
// A tensor's data starts at a multiple of 64 bytes and owns its last 64 bytes, so a kernel that walks a whole tensor may read and
// write whole vectors past the end. A kernel that walks rows may only read past them: it ends a row with `storeFirst`.

/** Stores the first `count` (0 to 3) lanes. */
@inline
export function storeFirst(pointer: usize, value: v128, count: i32): void {
  if (count & 2) {
    v128.store_lane<u64>(pointer, value, 0);
    if (count & 1) v128.store_lane<f32>(pointer, value, 2, 8);
  } else if (count & 1) {
    v128.store_lane<f32>(pointer, value, 0);
  }
}

/** The value with the lanes from `count` (1 to 4) on replaced by those of `filler`. */
@inline
export function keepFirst(value: v128, count: i32, filler: v128): v128 {
  const lanes = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
  return v128.bitselect(value, filler, lanes);
}

/** Four bytes, zero or not, as four lane masks. */
@inline
export function loadMask(pointer: usize): v128 {
  const bytes = v128.load_zero<u32>(pointer);
  const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
  return i32x4.ne(words, i32x4.splat(0));
}

/** Four lane masks as four bytes, 0 or 1, in the first lane. */
@inline
export function maskBytes(mask: v128): v128 {
  const bits = v128.and(mask, i32x4.splat(1));
  const words = i16x8.narrow_i32x4_s(bits, bits);
  return i8x16.narrow_i16x8_s(words, words);
}

/** Stores the first `count` (1 to 4) lane masks as bytes, 0 or 1. */
@inline
export function storeFirstMasks(pointer: usize, mask: v128, count: i32): void {
  let bytes = i32x4.extract_lane(maskBytes(mask), 0);
  for (let i = 0; i < count; i++) {
    store<u8>(pointer + i, <u8>bytes);
    bytes >>= 8;
  }
}

/** The two low floats as doubles. */
@inline
export function lowDoubles(value: v128): v128 {
  return f64x2.promote_low_f32x4(value);
}

/** The two high floats as doubles. */
@inline
export function highDoubles(value: v128): v128 {
  return f64x2.promote_low_f32x4(i64x2.shuffle(value, value, 1, 1));
}

/** Adds the vector to four doubles in memory. */
@inline
export function accumulate(sums: usize, value: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), lowDoubles(value)));
  v128.store(sums, f64x2.add(v128.load(sums, 16), highDoubles(value)), 16);
}
