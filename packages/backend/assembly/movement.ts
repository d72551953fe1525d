// Moving elements without changing them. One strided copy serves slice, concat, pad, tile, transpose and their like; the host merges axes
// that lie together in source and destination before it calls.

/** Copies `bytes` bytes; for short runs without the cost of calling into the engine. */
@inline
function copyRun(source: usize, destination: usize, bytes: usize): void {
  if (bytes >= 4096) {
    memory.copy(destination, source, bytes);
    return;
  }
  const wholeEnd = source + (bytes & ~15);
  const end = source + bytes;
  for (; source < wholeEnd; source += 16, destination += 16) v128.store(destination, v128.load(source));
  for (; source + 4 <= end; source += 4, destination += 4) store<u32>(destination, load<u32>(source));
  for (; source < end; source++, destination++) store<u8>(destination, load<u8>(source));
}

@inline
function transposeTile(source: usize, sourceStride: usize, destination: usize, destinationStride: usize): void {
  const a = v128.load(source);
  const b = v128.load(source + sourceStride);
  const c = v128.load(source + 2 * sourceStride);
  const d = v128.load(source + 3 * sourceStride);
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const AB = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const CD = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(destination, i64x2.shuffle(ab, cd, 0, 2));
  v128.store(destination + destinationStride, i64x2.shuffle(ab, cd, 1, 3));
  v128.store(destination + 2 * destinationStride, i64x2.shuffle(AB, CD, 0, 2));
  v128.store(destination + 3 * destinationStride, i64x2.shuffle(AB, CD, 1, 3));
}

/**
 * Words: destination[i, j] = source[j, i] for i < rows, j < columns; strides in bytes. Sixteen rows, a cache line of the source, at a
 * time.
 */
function transposeWords(
  source: usize, destination: usize, rows: i32, columns: i32, sourceStride: usize, destinationStride: usize,
): void {
  const wholeColumns = columns & ~3;
  for (let top = 0; top < rows; top += 16) {
    const height = min(16, rows - top);
    const wholeRows = height & ~3;
    for (let j = 0; j < wholeColumns; j += 4) {
      const from = source + <usize>j * sourceStride + (<usize>top << 2);
      const to = destination + <usize>top * destinationStride + (<usize>j << 2);
      for (let i = 0; i < wholeRows; i += 4) {
        transposeTile(from + (<usize>i << 2), sourceStride, to + <usize>i * destinationStride, destinationStride);
      }
      for (let i = wholeRows; i < height; i++) {
        for (let k = 0; k < 4; k++) {
          const value = load<u32>(from + (<usize>i << 2) + <usize>k * sourceStride);
          store<u32>(to + <usize>i * destinationStride + (<usize>k << 2), value);
        }
      }
    }
    for (let j = wholeColumns; j < columns; j++) {
      for (let i = top; i < top + height; i++) {
        const value = load<u32>(source + <usize>j * sourceStride + (<usize>i << 2));
        store<u32>(destination + <usize>i * destinationStride + (<usize>j << 2), value);
      }
    }
  }
}

/** One axis of `copyStrided`: its size, then its strides, in bytes, in the source and in the destination. */
const AXIS: usize = 12;

function copyAxis<T>(source: usize, destination: usize, axis: usize, rest: i32): void {
  const size = load<i32>(axis);
  const sourceStride = <usize>load<i32>(axis, 4);
  const destinationStride = <usize>load<i32>(axis, 8);
  if (rest == 0) {
    if (sourceStride == sizeof<T>() && destinationStride == sizeof<T>()) {
      copyRun(source, destination, <usize>size * sizeof<T>());
      return;
    }
    for (let i = 0; i < size; i++, source += sourceStride, destination += destinationStride) store<T>(destination, load<T>(source));
    return;
  }
  if (rest == 1 && sizeof<T>() == 4 && sourceStride == 4) {
    const innerSource = <usize>load<i32>(axis + AXIS, 4);
    if (innerSource != 4 && load<i32>(axis + AXIS, 8) == 4) {
      transposeWords(source, destination, size, load<i32>(axis + AXIS), innerSource, destinationStride);
      return;
    }
  }
  for (let i = 0; i < size; i++, source += sourceStride, destination += destinationStride) {
    copyAxis<T>(source, destination, axis + AXIS, rest - 1);
  }
}

/** Copies words along `rank` axes (outermost first): `layout` holds (size, source stride, destination stride) of each, strides in bytes. */
export function copyWords(source: usize, destination: usize, layout: usize, rank: i32): void {
  copyAxis<u32>(source, destination, layout, rank - 1);
}

/** As copyWords, for bytes. */
export function copyBytes(source: usize, destination: usize, layout: usize, rank: i32): void {
  copyAxis<u8>(source, destination, layout, rank - 1);
}

/** Sets `bytes` bytes, rounded up to 16, to a repeated word. */
export function fill(destination: usize, bytes: usize, word: i32): void {
  const value = i32x4.splat(word);
  const end = destination + bytes;
  for (; destination < end; destination += 16) v128.store(destination, value);
}

/** out[o, i] = source[o, indices[i]], each a run of `bytes` bytes. Ends at the first i whose index is out of range, which goes to `bad`. */
export function gather(source: usize, indices: usize, out: usize, outer: i32, size: i32, count: i32, bytes: usize, bad: usize): void {
  for (let o = 0; o < outer; o++, source += <usize>size * bytes) {
    for (let i = 0; i < count; i++, out += bytes) {
      const index = load<i32>(indices + (<usize>i << 2));
      if (<u32>index >= <u32>size) {
        store<i32>(bad, i);
        return;
      }
      copyRun(source + <usize>index * bytes, out, bytes);
    }
  }
}

/** out[segments[i]] += x[i], each a row of `columns` floats; rows whose segment is negative or too large are left out. */
export function segmentSum(x: usize, segments: usize, out: usize, rows: i32, columns: i32, count: i32): void {
  for (let i = 0; i < rows; i++, x += <usize>columns << 2) {
    const segment = load<i32>(segments + (<usize>i << 2));
    if (<u32>segment >= <u32>count) continue;
    const sum = out + ((<usize>segment * columns) << 2);
    const whole = (<usize>columns & ~3) << 2;
    let offset: usize = 0;
    for (; offset < whole; offset += 16) v128.store(sum + offset, f32x4.add(v128.load(sum + offset), v128.load(x + offset)));
    for (; offset < <usize>columns << 2; offset += 4) store<f32>(sum + offset, load<f32>(sum + offset) + load<f32>(x + offset));
  }
}
