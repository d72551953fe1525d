const MULTIPLIER_0_HIGH = 0xd251;
const MULTIPLIER_0_LOW = 0x1f53;
const MULTIPLIER_0 = 0xd2511f53 | 0;
const MULTIPLIER_1_HIGH = 0xcd9e;
const MULTIPLIER_1_LOW = 0x8d57;
const MULTIPLIER_1 = 0xcd9e8d57 | 0;
const WEYL_0 = 0x9e3779b9 | 0; // the golden ratio
const WEYL_1 = 0xbb67ae85 | 0; // sqrt(3) - 1

/** Upper 32 bits of the product of two unsigned words, the second given in halves: JavaScript has only the lower ones. */
function multiplyHigh(a: number, high: number, low: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const middle = Math.imul(aHigh, low) + (Math.imul(aLow, low) >>> 16);
  // Both summands are unsigned; `>>> 0` undoes the sign that Math.imul gives to large products.
  const carried = Math.imul(aLow, high) + (middle & 0xffff);
  return (Math.imul(aHigh, high) + (middle >>> 16) + (carried >>> 16)) | 0;
}

/**
 * Fills `out` with successive blocks of Philox4x32-10, the first at `counter`, the next at the counter plus one, and so on.
 *
 * Philox is a block function, not a recurrence: the n-th block needs no earlier one, so a state is a few numbers and streams fork for
 * nothing. Here the lower half of the counter is the position and the upper half names the stream, so a carry stops at the middle.
 *
 * @param out Length a multiple of 4.
 * @param counter Four words, lowest first.
 * @see Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 3.3.
 */
export function philox(out: Uint32Array, key: readonly [number, number], counter: readonly [number, number, number, number]): void {
  let [low, high] = counter;
  for (let at = 0; at < out.length; at += 4) {
    let c0 = low | 0;
    let c1 = high | 0;
    let c2 = counter[2] | 0;
    let c3 = counter[3] | 0;
    let k0 = key[0] | 0;
    let k1 = key[1] | 0;
    for (let round = 0; round < 10; round++) {
      const high0 = multiplyHigh(c0, MULTIPLIER_0_HIGH, MULTIPLIER_0_LOW);
      const high1 = multiplyHigh(c2, MULTIPLIER_1_HIGH, MULTIPLIER_1_LOW);
      const low0 = Math.imul(c0, MULTIPLIER_0);
      const low1 = Math.imul(c2, MULTIPLIER_1);
      c0 = high1 ^ c1 ^ k0;
      c1 = low1;
      c2 = high0 ^ c3 ^ k1;
      c3 = low0;
      k0 = (k0 + WEYL_0) | 0;
      k1 = (k1 + WEYL_1) | 0;
    }
    out[at] = c0;
    out[at + 1] = c1;
    out[at + 2] = c2;
    out[at + 3] = c3;
    low = (low + 1) >>> 0;
    if (low === 0) high = (high + 1) >>> 0;
  }
}
