import { config } from '../config/config.js';

/**
 * The 64-bit FNV-1a hash of a text and of numbers, as 16 hexadecimal digits. It tells contents apart; it keeps no secrets.
 *
 * @param numbers Taken as little-endian float32 bytes, on any machine.
 *
 * @example
 * ```ts
 * import { contentHash } from '@genlab/core';
 *
 * console.log(contentHash('a', new Float32Array())); // af63dc4c8601ec8c
 * ```
 *
 * @see Fowler, Noll and Vo, RFC 9923.
 */
export function contentHash(text: string, numbers: Float32Array): string {
  config.text(text, 'contentHash.text');
  config.thatIs('a Float32Array', (value) => value instanceof Float32Array)(numbers, 'contentHash.numbers');
  const hash = absorb(absorb({ high: 0xcbf29ce4, low: 0x84222325 }, new TextEncoder().encode(text)), littleEndian(numbers));
  return [hash.high, hash.low].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Times the prime 2^40 + 0x1b3, in 32-bit halves that never leave the integers. */
function absorb({ high, low }: { high: number; low: number }, bytes: Uint8Array) {
  for (let i = 0; i < bytes.length; i++) {
    low ^= bytes[i] as number;
    const carry = ((low >>> 16) * 0x1b3 + (((low & 0xffff) * 0x1b3) >>> 16)) >>> 16;
    high = (Math.imul(high, 0x1b3) + carry + (low << 8)) | 0;
    low = Math.imul(low, 0x1b3);
  }
  return { high, low };
}

function littleEndian(numbers: Float32Array): Uint8Array {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1) return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const view = new DataView(new ArrayBuffer(numbers.byteLength));
  for (const [i, number] of numbers.entries()) view.setFloat32(4 * i, number, true);
  return new Uint8Array(view.buffer);
}
