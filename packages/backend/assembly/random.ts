// Random fills: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, SC 2011) and on it what core's Rng makes in JavaScript, operation for
// operation in float64, so that both give the same bits. Whole blocks of four, also past the end.

const MULTIPLIER_0: u64 = 0xd2511f53;
const MULTIPLIER_1: u64 = 0xcd9e8d57;
const WEYL_0: u32 = 0x9e3779b9; // the golden ratio
const WEYL_1: u32 = 0xbb67ae85; // sqrt(3) - 1

const LN2_HIGH: f64 = 0.6931471803691238; // the first 33 bits of ln 2
const LN2_LOW: f64 = 1.9082149292705877e-10;
const SQRT2: f64 = 1.4142135623730951;
const TWO_PI: f64 = 6.283185307179586;

/** Replaces the four words at `block`, a counter, by their random words. */
@inline
function philox(block: usize, key0: u32, key1: u32): void {
  let c0 = load<u32>(block);
  let c1 = load<u32>(block, 4);
  let c2 = load<u32>(block, 8);
  let c3 = load<u32>(block, 12);
  for (let round = 0; round < 10; round++) {
    const product0 = MULTIPLIER_0 * <u64>c0;
    const product1 = MULTIPLIER_1 * <u64>c2;
    c0 = <u32>(product1 >> 32) ^ c1 ^ key0;
    c1 = <u32>product1;
    c2 = <u32>(product0 >> 32) ^ c3 ^ key1;
    c3 = <u32>product0;
    key0 += WEYL_0;
    key1 += WEYL_1;
  }
  store<u32>(block, c0);
  store<u32>(block, c1, 4);
  store<u32>(block, c2, 8);
  store<u32>(block, c3, 12);
}

/** Fills n words from the block at `position` of a stream on. `out` is left with random words. */
function fillWords(out: usize, n: i32, key0: u32, key1: u32, position: u64, stream0: u32, stream1: u32): void {
  const end = out + (<usize>n << 2);
  for (let block = out; block < end; block += 16) {
    store<u64>(block, position++);
    store<u32>(block, stream0, 8);
    store<u32>(block, stream1, 12);
    philox(block, key0, key1);
  }
}

/** n floats in [low, high), 24 random bits each. */
export function randomUniform(
  out: usize, n: i32, key0: u32, key1: u32, position: f64, stream0: u32, stream1: u32, low: f64, high: f64,
): void {
  fillWords(out, n, key0, key1, <u64>position, stream0, stream1);
  const end = out + (<usize>n << 2);
  for (let at = out; at < end; at += 4) {
    const value = <f32>(low + (high - low) * (<f64>(load<u32>(at) >>> 8) / 16777216));
    // Rounding to float32 can reach the open end.
    store<f32>(at, <f64>value < high ? value : <f32>low);
  }
}

/** n normal floats (Box and Muller, 1958), two of two words. */
export function randomNormal(
  out: usize, n: i32, key0: u32, key1: u32, position: f64, stream0: u32, stream1: u32, mean: f64, deviation: f64,
): void {
  fillWords(out, n, key0, key1, <u64>position, stream0, stream1);
  const end = out + (<usize>n << 2);
  for (let at = out; at < end; at += 8) {
    const radius = deviation * sqrt<f64>(-2 * logOfFraction(<u64>load<u32>(at) + 1));
    const turn = <f64>load<u32>(at, 4) / 4294967296;
    const quarter = Math.floor(turn * 4 + 0.5);
    const a = (turn - quarter * 0.25) * TWO_PI; // in [-pi/4, pi/4]
    const q = a * a;
    const sine = a * (1 + q * (-1.0 / 6 + q * (1.0 / 120 + q * (-1.0 / 5040 + q * (1.0 / 362880 + q * (-1.0 / 39916800 +
      q * (1.0 / 6227020800 - q / 1307674368000)))))));
    const cosine = 1 + q * (-1.0 / 2 + q * (1.0 / 24 + q * (-1.0 / 720 + q * (1.0 / 40320 + q * (-1.0 / 3628800 +
      q * (1.0 / 479001600 - q / 87178291200))))));
    const turns = <i32>quarter & 3;
    const odd = (turns & 1) != 0;
    const x = odd ? sine : cosine;
    const y = odd ? cosine : sine;
    // Quarter turns take (cos, sin) to (-sin, cos), (-cos, -sin) and (sin, -cos).
    store<f32>(at, <f32>(mean + radius * (turns == 1 || turns == 2 ? -x : x)));
    store<f32>(at, <f32>(mean + radius * (turns >= 2 ? -y : y)), 4);
  }
}

/** Natural logarithm of k / 2^32 for k in [1, 2^32]. */
function logOfFraction(k: u64): f64 {
  const exponent = 63 - <i32>clz<u64>(k);
  let mantissa = <f64>k * reinterpret<f64>(<u64>(1023 - exponent) << 52); // in [1, 2)
  let power = <f64>(exponent - 32);
  if (mantissa > SQRT2) {
    mantissa *= 0.5;
    power += 1;
  }
  // log m = 2 artanh(s) with s = (m - 1) / (m + 1)
  const s = (mantissa - 1) / (mantissa + 1);
  const q = s * s;
  const series =
    1 +
    q *
      (1.0 / 3 +
        q * (1.0 / 5 + q * (1.0 / 7 + q * (1.0 / 9 + q * (1.0 / 11 + q * (1.0 / 13 + q * (1.0 / 15 + q * (1.0 / 17 + q / 19))))))));
  return power * LN2_HIGH + (2 * s * series + power * LN2_LOW);
}
