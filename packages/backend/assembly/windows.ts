// Pooling and depthwise convolution: every output pixel sees a window of the image, channel by channel. Taps that fall outside of the image
// are left out.
import { highDoubles, lowDoubles, storeFirst } from './vector';

/** How windows lie on images [images, height, width, channels]: words that the host writes in this order, then room for a View. */
@unmanaged
export class Windows {
  images: i32;
  height: i32;
  width: i32;
  channels: i32;
  outHeight: i32;
  outWidth: i32;
  tapsY: i32;
  tapsX: i32;
  strideY: i32;
  strideX: i32;
  dilationY: i32;
  dilationX: i32;
  top: i32;
  left: i32;
}

/** The part of one window that lies inside of the image. Strides are in bytes. */
@unmanaged
class View {
  /** Address of the first tap inside, and its place among all taps. */
  at: usize;
  tap: usize;
  rows: i32;
  columns: i32;
  rowStride: usize;
  columnStride: usize;
  /** Taps in a whole row of the window. */
  tapsX: usize;
  /** Bytes of the channels of a pixel. */
  bytes: usize;
}

/**
 * Calls `op.apply(view, out, other)` for every output pixel in order. `view.at` is an offset into the image; `out` is the address of the
 * output pixel.
 */
@inline
function overWindows<Op>(w: Windows, out: usize, x: usize, other: usize): void {
  const op = changetype<Op>(0);
  const view = changetype<View>(changetype<usize>(w) + offsetof<Windows>());
  const bytes = <usize>w.channels << 2;
  const rowBytes = <usize>w.width * bytes;
  view.rowStride = <usize>w.dilationY * rowBytes;
  view.columnStride = <usize>w.dilationX * bytes;
  view.tapsX = w.tapsX;
  view.bytes = bytes;
  let image: usize = 0;
  for (let b = 0; b < w.images; b++, image += <usize>w.height * rowBytes) {
    for (let i = 0; i < w.outHeight; i++) {
      const row = i * w.strideY - w.top;
      const firstY = row < 0 ? (w.dilationY - 1 - row) / w.dilationY : 0;
      const endY = min(w.tapsY, max(firstY, (w.height - row + w.dilationY - 1) / w.dilationY));
      view.rows = endY - firstY;
      for (let j = 0; j < w.outWidth; j++, out += bytes) {
        const column = j * w.strideX - w.left;
        const firstX = column < 0 ? (w.dilationX - 1 - column) / w.dilationX : 0;
        const endX = min(w.tapsX, max(firstX, (w.width - column + w.dilationX - 1) / w.dilationX));
        view.columns = endX - firstX;
        view.tap = firstY * w.tapsX + firstX;
        view.at = image + (row + firstY * w.dilationY) * <i32>rowBytes + (column + firstX * w.dilationX) * <i32>bytes;
        op.apply(view, out, x, other);
      }
    }
  }
}

/** Stores the vector at offset c of a pixel of so many bytes, what is past its last channel left out. */
@inline
function storeAt(pixel: usize, c: usize, bytes: usize, value: v128): void {
  if (c + 16 <= bytes) v128.store(pixel + c, value);
  else storeFirst(pixel + c, value, <i32>(bytes - c) >> 2);
}

@inline
function maximumOf(v: View, x: usize): v128 {
  let best = f32x4.splat(-Infinity);
  let row = x + v.at;
  for (let i = v.rows; i > 0; i--, row += v.rowStride) {
    let at = row;
    for (let j = v.columns; j > 0; j--, at += v.columnStride) best = f32x4.pmax(best, v128.load(at)); // NaN never wins
  }
  return best;
}

@unmanaged class MaximumPool {
  @inline apply(v: View, out: usize, x: usize, _other: usize): void {
    for (let c: usize = 0; c < v.bytes; c += 16) storeAt(out, c, v.bytes, maximumOf(v, x + c));
  }
}

/** The gradient goes to the first place of the maximum. `out` is dy, `other` dx. */
@unmanaged class MaximumPoolGradient {
  @inline apply(v: View, out: usize, x: usize, other: usize): void {
    for (let c: usize = 0; c < v.bytes; c += 16) {
      const best = maximumOf(v, x + c);
      const dy = v128.load(out + c);
      let open = f32x4.gt(best, f32x4.splat(-Infinity));
      let row = v.at + c;
      for (let i = v.rows; i > 0; i--, row += v.rowStride) {
        let at = row;
        for (let j = v.columns; j > 0; j--, at += v.columnStride) {
          const here = v128.and(open, f32x4.eq(v128.load(x + at), best));
          open = v128.andnot(open, here);
          storeAt(other + at - c, c, v.bytes, f32x4.add(v128.load(other + at), v128.and(dy, here)));
        }
      }
    }
  }
}

@unmanaged class AveragePool {
  @inline apply(v: View, out: usize, x: usize, _other: usize): void {
    const count = f32x4.splat(<f32>(v.rows * v.columns));
    for (let c: usize = 0; c < v.bytes; c += 16) {
      let sum = f32x4.splat(0);
      let row = x + v.at + c;
      for (let i = v.rows; i > 0; i--, row += v.rowStride) {
        let at = row;
        for (let j = v.columns; j > 0; j--, at += v.columnStride) sum = f32x4.add(sum, v128.load(at));
      }
      storeAt(out, c, v.bytes, f32x4.div(sum, count));
    }
  }
}

/** `out` is dy, `other` dx. */
@unmanaged class AveragePoolGradient {
  @inline apply(v: View, out: usize, _x: usize, other: usize): void {
    const count = f32x4.splat(<f32>(v.rows * v.columns));
    for (let c: usize = 0; c < v.bytes; c += 16) {
      const share = f32x4.div(v128.load(out + c), count);
      let row = other + v.at;
      for (let i = v.rows; i > 0; i--, row += v.rowStride) {
        let at = row;
        for (let j = v.columns; j > 0; j--, at += v.columnStride) storeAt(at, c, v.bytes, f32x4.add(v128.load(at + c), share));
      }
    }
  }
}

/** `other` is the filter [taps, channels]. */
@unmanaged class Depthwise {
  @inline apply(v: View, out: usize, x: usize, other: usize): void {
    for (let c: usize = 0; c < v.bytes; c += 16) {
      let sum = f32x4.splat(0);
      let row = x + v.at + c;
      let taps = other + v.tap * v.bytes + c;
      for (let i = v.rows; i > 0; i--, row += v.rowStride, taps += v.tapsX * v.bytes) {
        let at = row;
        let tap = taps;
        for (let j = v.columns; j > 0; j--, at += v.columnStride, tap += v.bytes) {
          sum = f32x4.add(sum, f32x4.mul(v128.load(at), v128.load(tap)));
        }
      }
      storeAt(out, c, v.bytes, sum);
    }
  }
}

/** `out` is dy, `x` the filter, `other` dx. */
@unmanaged class DepthwiseInputGradient {
  @inline apply(v: View, out: usize, x: usize, other: usize): void {
    for (let c: usize = 0; c < v.bytes; c += 16) {
      const dy = v128.load(out + c);
      let row = other + v.at;
      let taps = x + v.tap * v.bytes + c;
      for (let i = v.rows; i > 0; i--, row += v.rowStride, taps += v.tapsX * v.bytes) {
        let at = row;
        let tap = taps;
        for (let j = v.columns; j > 0; j--, at += v.columnStride, tap += v.bytes) {
          storeAt(at, c, v.bytes, f32x4.add(v128.load(at + c), f32x4.mul(dy, v128.load(tap))));
        }
      }
    }
  }
}

/** `out` is dy, `other` sums in double precision, [taps, channels rounded up to four]. */
@unmanaged class DepthwiseFilterGradient {
  @inline apply(v: View, out: usize, x: usize, other: usize): void {
    const padded = ((v.bytes + 15) & ~15) << 1;
    for (let c: usize = 0; c < v.bytes; c += 16) {
      const dy = v128.load(out + c);
      let row = x + v.at + c;
      let taps = other + v.tap * padded + (c << 1);
      for (let i = v.rows; i > 0; i--, row += v.rowStride, taps += v.tapsX * padded) {
        let at = row;
        let tap = taps;
        for (let j = v.columns; j > 0; j--, at += v.columnStride, tap += padded) {
          const product = f32x4.mul(v128.load(at), dy);
          v128.store(tap, f64x2.add(v128.load(tap), lowDoubles(product)));
          v128.store(tap, f64x2.add(v128.load(tap, 16), highDoubles(product)), 16);
        }
      }
    }
  }
}

/** The largest value of every window. */
export function maximumPool(w: usize, x: usize, y: usize): void {
  overWindows<MaximumPool>(changetype<Windows>(w), y, x, 0);
}

/** Adds to dx, zero at first. */
export function maximumPoolGradient(w: usize, dy: usize, x: usize, dx: usize): void {
  overWindows<MaximumPoolGradient>(changetype<Windows>(w), dy, x, dx);
}

/** The mean of every window's pixels inside of the image. */
export function averagePool(w: usize, x: usize, y: usize): void {
  overWindows<AveragePool>(changetype<Windows>(w), y, x, 0);
}

/** Adds to dx, zero at first. */
export function averagePoolGradient(w: usize, dy: usize, dx: usize): void {
  overWindows<AveragePoolGradient>(changetype<Windows>(w), dy, 0, dx);
}

/** Every channel of the image convolved with its own filter; `filter` is [taps, channels]. */
export function depthwise(w: usize, x: usize, filter: usize, y: usize): void {
  overWindows<Depthwise>(changetype<Windows>(w), y, x, filter);
}

/** Adds to dx, zero at first. */
export function depthwiseInputGradient(w: usize, dy: usize, filter: usize, dx: usize): void {
  overWindows<DepthwiseInputGradient>(changetype<Windows>(w), dy, filter, dx);
}

/** `sums`: scratch for doubles, [taps, channels rounded up to four]. */
export function depthwiseFilterGradient(w: usize, x: usize, dy: usize, filter: usize, sums: usize): void {
  const windows = changetype<Windows>(w);
  const padded = (windows.channels + 3) & ~3;
  const taps = windows.tapsY * windows.tapsX;
  memory.fill(sums, 0, (<usize>taps * padded) << 3);
  overWindows<DepthwiseFilterGradient>(windows, dy, x, sums);
  for (let tap = 0; tap < taps; tap++, sums += <usize>padded << 3) {
    for (let c = 0; c < windows.channels; c++, filter += 4) store<f32>(filter, <f32>load<f64>(sums + (<usize>c << 3)));
  }
}
