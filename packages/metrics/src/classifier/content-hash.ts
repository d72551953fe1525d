/**
 * The 64-bit FNV-1a hash of a text and of numbers, as 16 hexadecimal digits. It tells contents apart; it keeps no secrets.
 * The 64-bit product with the prime 2^40 + 0x1b3 is made of 32-bit halves.
 * @see Fowler, Noll and Vo, RFC 9923.
 */
export function contentHash(text: string, numbers: Float32Array): string {
  let [high, low] = [0xcbf29ce4, 0x84222325];
  const absorb = (byte: number) => {
    low = (low ^ byte) >>> 0;
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  };
  for (const byte of new TextEncoder().encode(text)) absorb(byte);
  const view = new DataView(new ArrayBuffer(4));
  for (const number of numbers) {
    view.setFloat32(0, number, true); // whatever the byte order of the machine
    for (let i = 0; i < 4; i++) absorb(view.getUint8(i));
  }
  return [high, low].map((word) => word.toString(16).padStart(8, '0')).join('');
}
