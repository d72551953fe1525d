// Resizing images [images, height, width, channels]. Where an output row (or column) takes its values from is a table of the host's, for
// each one word of the row before, one of the row after, and one float: how far it lies between them. A gradient walks the same tables
// and adds back what its forward function took, so that it is its exact transpose.
import { storeFirst } from './vector';

/** Bytes of an entry of a table. */
const ENTRY: usize = 12;

@inline
function storeAt(pixel: usize, c: usize, bytes: usize, value: v128): void {
  if (c + 16 <= bytes) v128.store(pixel + c, value);
  else storeFirst(pixel + c, value, <i32>(bytes - c) >> 2);
}

@inline
function addAt(pixel: usize, c: usize, bytes: usize, value: v128): void {
  storeAt(pixel, c, bytes, f32x4.add(v128.load(pixel + c), value));
}

@inline
function between(a: v128, b: v128, part: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), part));
}

/** An operation meets each output pixel with the addresses of the four input pixels around it. */
@inline
function overPixels<Op>(
  x: usize, y: usize, images: i32, height: i32, width: i32, channels: i32, rows: usize, outHeight: i32, columns: usize, outWidth: i32,
): void {
  const op = changetype<Op>(0);
  const bytes = <usize>channels << 2;
  const rowBytes = <usize>width * bytes;
  for (let b = 0; b < images; b++, x += <usize>height * rowBytes) {
    for (let i = 0; i < outHeight; i++) {
      const row = rows + <usize>i * ENTRY;
      const above = x + <usize>load<i32>(row) * rowBytes;
      const below = x + <usize>load<i32>(row, 4) * rowBytes;
      const down = v128.load32_splat(row, 8);
      for (let j = 0; j < outWidth; j++, y += bytes) {
        const column = columns + <usize>j * ENTRY;
        const left = <usize>load<i32>(column) * bytes;
        const right = <usize>load<i32>(column, 4) * bytes;
        op.apply(y, above + left, above + right, below + left, below + right, down, v128.load32_splat(column, 8), bytes);
      }
    }
  }
}

@unmanaged class Nearest {
  @inline apply(y: usize, a: usize, _b: usize, _c: usize, _d: usize, _down: v128, _along: v128, bytes: usize): void {
    for (let c: usize = 0; c < bytes; c += 16) storeAt(y, c, bytes, v128.load(a + c));
  }
}

@unmanaged class NearestGradient {
  @inline apply(y: usize, a: usize, _b: usize, _c: usize, _d: usize, _down: v128, _along: v128, bytes: usize): void {
    for (let c: usize = 0; c < bytes; c += 16) addAt(a, c, bytes, v128.load(y + c));
  }
}

@unmanaged class Linear {
  @inline apply(y: usize, a: usize, b: usize, c: usize, d: usize, down: v128, along: v128, bytes: usize): void {
    for (let i: usize = 0; i < bytes; i += 16) {
      const above = between(v128.load(a + i), v128.load(b + i), along);
      const below = between(v128.load(c + i), v128.load(d + i), along);
      storeAt(y, i, bytes, between(above, below, down));
    }
  }
}

@unmanaged class LinearGradient {
  @inline apply(y: usize, a: usize, b: usize, c: usize, d: usize, down: v128, along: v128, bytes: usize): void {
    const up = f32x4.sub(f32x4.splat(1), down);
    const back = f32x4.sub(f32x4.splat(1), along);
    for (let i: usize = 0; i < bytes; i += 16) {
      const dy = v128.load(y + i);
      addAt(a, i, bytes, f32x4.mul(dy, f32x4.mul(up, back)));
      addAt(b, i, bytes, f32x4.mul(dy, f32x4.mul(up, along)));
      addAt(c, i, bytes, f32x4.mul(dy, f32x4.mul(down, back)));
      addAt(d, i, bytes, f32x4.mul(dy, f32x4.mul(down, along)));
    }
  }
}

export function resizeNearest(
  x: usize, y: usize, images: i32, height: i32, width: i32, channels: i32, rows: usize, outHeight: i32, columns: usize, outWidth: i32,
): void {
  overPixels<Nearest>(x, y, images, height, width, channels, rows, outHeight, columns, outWidth);
}

/** Adds to dx, zero at first. */
export function resizeNearestGradient(
  dx: usize, dy: usize, images: i32, height: i32, width: i32, channels: i32, rows: usize, outHeight: i32, columns: usize, outWidth: i32,
): void {
  overPixels<NearestGradient>(dx, dy, images, height, width, channels, rows, outHeight, columns, outWidth);
}

export function resizeLinear(
  x: usize, y: usize, images: i32, height: i32, width: i32, channels: i32, rows: usize, outHeight: i32, columns: usize, outWidth: i32,
): void {
  overPixels<Linear>(x, y, images, height, width, channels, rows, outHeight, columns, outWidth);
}

/** Adds to dx, zero at first. */
export function resizeLinearGradient(
  dx: usize, dy: usize, images: i32, height: i32, width: i32, channels: i32, rows: usize, outHeight: i32, columns: usize, outWidth: i32,
): void {
  overPixels<LinearGradient>(dx, dy, images, height, width, channels, rows, outHeight, columns, outWidth);
}
