// The register tile: the innermost loop of every matrix product and convolution.

/**
 * Rows of a tile. V8 has 15 vector registers to give: with a fused multiply-add, 6 x 8 sums (12), two of B and one of A fill them all.
 * Without it each product needs a register of its own, 6 x 8 spills, and 4 x 8 is 1.4 times as fast (39 against 28 GFLOP/s on Node 20).
 */
export const TILE_ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;
/** Rows of the tiles that take what is left over, where it fits them better: 32 rows are 4 x 6 + 2 x 4, not 6 x 6. */
export const SHORT_TILE_ROWS: i32 = 4;
/** Columns of a tile: two vectors. */
export const TILE_COLUMNS: i32 = 8;

@inline
function multiplyAdd(a: v128, b: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, sum);
  return f32x4.add(f32x4.mul(a, b), sum);
}

@inline
function storeRow(c: usize, left: v128, right: v128, accumulate: bool): void {
  if (accumulate) {
    left = f32x4.add(v128.load(c), left);
    right = f32x4.add(v128.load(c, 16), right);
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/**
 * The loop is not unrolled and loads each value of A right before its use, on purpose: V8 keeps loads in their order and moves arithmetic
 * down to its use, so that a second step in the loop would have all its loads in registers at once, and spill.
 *
 * Inlined, so that `height` is a constant.
 */
@inline
function multiplyRows(height: i32, a: usize, b: usize, depth: i32, c: usize, rows: usize, accumulate: bool): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0);
  let c50 = f32x4.splat(0), c51 = f32x4.splat(0);
  const end = a + <usize>(depth * height * 4);
  while (a < end) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    let value = v128.load_splat<f32>(a);
    c00 = multiplyAdd(value, left, c00);
    c01 = multiplyAdd(value, right, c01);
    value = v128.load_splat<f32>(a, 4);
    c10 = multiplyAdd(value, left, c10);
    c11 = multiplyAdd(value, right, c11);
    value = v128.load_splat<f32>(a, 8);
    c20 = multiplyAdd(value, left, c20);
    c21 = multiplyAdd(value, right, c21);
    value = v128.load_splat<f32>(a, 12);
    c30 = multiplyAdd(value, left, c30);
    c31 = multiplyAdd(value, right, c31);
    if (height == 6) {
      value = v128.load_splat<f32>(a, 16);
      c40 = multiplyAdd(value, left, c40);
      c41 = multiplyAdd(value, right, c41);
      value = v128.load_splat<f32>(a, 20);
      c50 = multiplyAdd(value, left, c50);
      c51 = multiplyAdd(value, right, c51);
    }
    a += height * 4;
    b += TILE_COLUMNS * 4;
  }
  storeRow(c + load<u32>(rows), c00, c01, accumulate);
  storeRow(c + load<u32>(rows, 4), c10, c11, accumulate);
  storeRow(c + load<u32>(rows, 8), c20, c21, accumulate);
  storeRow(c + load<u32>(rows, 12), c30, c31, accumulate);
  if (height == 6) {
    storeRow(c + load<u32>(rows, 16), c40, c41, accumulate);
    storeRow(c + load<u32>(rows, 20), c50, c51, accumulate);
  }
}

/**
 * C = A B, or C += A B, for a tile of TILE_ROWS rows.
 *
 * @param a - Packed panel of A: [depth, rows of the tile].
 * @param b - Packed panel of B: [depth, TILE_COLUMNS].
 * @param c - The address of the tile's column in row offset 0.
 * @param rows - Table of byte offsets from `c`, one a row.
 */
export function multiplyTile(a: usize, b: usize, depth: i32, c: usize, rows: usize, accumulate: bool): void {
  multiplyRows(TILE_ROWS, a, b, depth, c, rows, accumulate);
}

/** The same for a tile of SHORT_TILE_ROWS rows. */
export function multiplyShortTile(a: usize, b: usize, depth: i32, c: usize, rows: usize, accumulate: bool): void {
  multiplyRows(SHORT_TILE_ROWS, a, b, depth, c, rows, accumulate);
}
