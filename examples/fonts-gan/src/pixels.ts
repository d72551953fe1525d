import type { Config } from './config.js';

/** Real images as a configuration has them: floats in [-1, 1], or in [0, 1] as the study had them. */
export function encodePixels(pixels: Uint8Array, range: Config['pixels']): Float32Array {
  return Float32Array.from(pixels, (value) => (range === 'from 0' ? value / 255 : value / 127.5 - 1));
}

/** Generated images as bytes, 0 paper, 255 ink: rounded as a PNG would hold them, and cut off at both ends. */
export function decodePixels(values: ArrayLike<number>, range: Config['pixels']): Uint8Array {
  return Uint8Array.from(values, (value) => Math.min(255, Math.max(0, Math.round(255 * (range === 'from 0' ? value : (value + 1) / 2)))));
}
