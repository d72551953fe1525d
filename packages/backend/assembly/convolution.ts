// What a convolution needs beside matrix products: images with a border of zeros, and patches added back onto an image.

@inline
function copyFloats(to: usize, from: usize, bytes: usize): void {
  const end = to + bytes;
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from));
}

/**
 * Copies images from or to where they have a border; does not touch the border. Strides are in floats.
 *
 * @param rowFloats - Width times channels of an image.
 */
export function copyImages(
  to: usize, toImage: i32, toRow: i32, from: usize, fromImage: i32, fromRow: i32, images: i32, height: i32, rowFloats: i32,
): void {
  for (let image = 0; image < images; image++, to += toImage << 2, from += fromImage << 2) {
    for (let y = 0; y < height; y++) copyFloats(to + (y * toRow << 2), from + (y * fromRow << 2), rowFloats << 2);
  }
}

/**
 * Adds patches onto images, the reverse of cutting patches out:
 * image[y * strideY - top + ky, x * strideX - left + kx] += patch[y, x][ky, kx].
 * What falls outside of the image is dropped. The order of the additions is fixed.
 *
 * @param patches - [images, outHeight, outWidth, kernelHeight, kernelWidth, channels].
 * @param to - [images, height, width, channels], zero or what the patches are added to.
 */
export function addPatches(
  to: usize, images: i32, height: i32, width: i32, channels: i32, patches: usize, outHeight: i32, outWidth: i32,
  kernelHeight: i32, kernelWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32,
): void {
  const pixelBytes = channels << 2;
  const patchRowBytes = kernelWidth * pixelBytes;
  const rowBytes = width * pixelBytes;
  for (let image = 0; image < images; image++, to += height * rowBytes) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        const column = x * strideX - left;
        const first = max(0, -column) * pixelBytes; // the part of the patch's row inside of the image
        const end = min(kernelWidth, width - column) * pixelBytes;
        for (let ky = 0; ky < kernelHeight; ky++, patches += patchRowBytes) {
          const row = y * strideY - top + ky;
          if (row >= 0 && row < height) addFloats(to + row * rowBytes + column * pixelBytes, patches, first, end);
        }
      }
    }
  }
}

@inline
function addFloats(to: usize, from: usize, first: i32, end: i32): void {
  let i = first;
  for (; i + 16 <= end; i += 16) v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(from + i)));
  for (; i < end; i += 4) store<f32>(to + i, load<f32>(to + i) + load<f32>(from + i));
}

/** Copies bytes. */
export function moveBytes(to: usize, from: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}

/** Writes zeros. */
export function writeZeros(to: usize, bytes: usize): void {
  memory.fill(to, 0, bytes);
}
