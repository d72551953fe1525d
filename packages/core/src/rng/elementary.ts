// Math.log, Math.sin and Math.cos may differ in their last bits between engines; +, -, * and / may not, so these give every engine the same
// numbers. (Math.sqrt is correctly rounded in all of them.)

const LN2_HIGH = 0.6931471803691238; // The first 33 bits of ln 2, so that its product with an exponent is exact.
const LN2_LOW = 1.9082149292705877e-10;

const REDUCE = Float64Array.from({ length: 33 }, (_, exponent) => 2 ** -exponent);

/** Natural logarithm of `k / 2^32` for an integer `k` in [1, 2^32], to about 1e-16. */
export function logOfFraction(k: number): number {
  const exponent = k === 0x1_0000_0000 ? 32 : 31 - Math.clz32(k);
  let mantissa = k * (REDUCE[exponent] as number); // in [1, 2)
  let power = exponent - 32;
  if (mantissa > Math.SQRT2) {
    mantissa *= 0.5;
    power++;
  }
  // log m = 2 artanh(s) with s = (m - 1) / (m + 1), |s| < 0.172
  const s = (mantissa - 1) / (mantissa + 1);
  const q = s * s;
  const series =
    1 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q * (1 / 11 + q * (1 / 13 + q * (1 / 15 + q * (1 / 17 + q / 19))))))));
  return power * LN2_HIGH + (2 * s * series + power * LN2_LOW);
}

/** Writes cos(2 pi turn) and sin(2 pi turn), to about 1e-16, into `out[0]` and `out[1]`; `turn` in [0, 1). */
export function cosineAndSine(turn: number, out: Float64Array): void {
  const quarter = Math.floor(turn * 4 + 0.5);
  const a = (turn - quarter * 0.25) * (2 * Math.PI); // in [-pi/4, pi/4]
  const q = a * a;
  const sine =
    a *
    (1 +
      q * (-1 / 6 + q * (1 / 120 + q * (-1 / 5040 + q * (1 / 362880 + q * (-1 / 39916800 + q * (1 / 6227020800 - q / 1307674368000)))))));
  const cosine =
    1 + q * (-1 / 2 + q * (1 / 24 + q * (-1 / 720 + q * (1 / 40320 + q * (-1 / 3628800 + q * (1 / 479001600 - q / 87178291200))))));
  switch (quarter & 3) {
    case 0:
      out[0] = cosine;
      out[1] = sine;
      break;
    case 1:
      out[0] = -sine;
      out[1] = cosine;
      break;
    case 2:
      out[0] = -cosine;
      out[1] = -sine;
      break;
    default:
      out[0] = sine;
      out[1] = -cosine;
  }
}
