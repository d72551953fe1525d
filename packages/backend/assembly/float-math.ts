// exp, log and their family on four floats at once, without fused multiply-add: one result in every engine and every build. The error
// of each, in units in the last place, is measured by src/kernels/unary.test.ts. The coefficients are Chebyshev fits of the degree
// that leaves the polynomial's own error under a quarter of a unit; the reductions are the classical ones (Cody & Waite 1980, Tang 1990).
//
// Constants stand in memory: V8 makes a constant vector anew at every use, which takes several instructions where a load takes one.

/** log2(e); what rounds (see below); ln(2) in two parts, the first of 15 bits, whose product with an exponent is exact; 1; 0.5; 2. */
const COMMON = memory.data<f32>([1.4426950216293335, 12582912, 0.693145751953125, 1.428606765330187e-6, 1, 0.5, 2]);
/** Coefficients, that of the highest power first. */
const EXP = memory.data<f32>([0.0013926175888627768, 0.008363173343241215, 0.041666556149721146, 0.16666577756404877, 0.5]);
const TANH = memory.data<f32>([-0.00661022774875164, 0.021309388801455498, -0.05390942841768265, 0.13333113491535187, -0.3333333134651184]);
const LOG = memory.data<f32>([0.2333046793937683, 0.2855082154273987, 0.4000012278556824, 0.6666666865348816]);

/**
 * e^x is infinite from the first on and 0 up to the second; from the third on it is no subnormal, up to the fourth it is finite.
 * Then the smallest normal float, 2^23, infinity.
 */
const LIMITS = memory.data<f32>([89, -104, -87, 88, 1.1754943508222875e-38, 8388608, Infinity]);

@inline
function rounder(): v128 {
  return v128.load_splat<f32>(COMMON, 4);
}

@inline
function ln2High(): v128 {
  return v128.load_splat<f32>(COMMON, 8);
}

@inline
function ln2Low(): v128 {
  return v128.load_splat<f32>(COMMON, 12);
}

@inline
function one(): v128 {
  return v128.load_splat<f32>(COMMON, 16);
}

@inline
function half(): v128 {
  return v128.load_splat<f32>(COMMON, 20);
}

@inline
function two(): v128 {
  return v128.load_splat<f32>(COMMON, 24);
}

@inline
function madd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}

// Adding 1.5 * 2^23 rounds a float to an integer and leaves that integer in the low bits of the sum: cheaper than rounding and converting.

/** x log2(e) rounded, with the rounder still added. */
@inline
function exponentOf(x: v128): v128 {
  return madd(x, v128.load_splat<f32>(COMMON), rounder());
}

/** 2^n for integers n in [-127, 127] (0 for -127), n as int32 lanes whose upper 23 bits don't matter. */
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.add(i32x4.shl(n, 23), one());
}

/** e^r - 1 for |r| <= ln(2) / 2. */
@inline
function expm1Reduced(r: v128): v128 {
  let q = v128.load_splat<f32>(EXP);
  q = madd(q, r, v128.load_splat<f32>(EXP, 4));
  q = madd(q, r, v128.load_splat<f32>(EXP, 8));
  q = madd(q, r, v128.load_splat<f32>(EXP, 12));
  q = madd(q, r, v128.load_splat<f32>(EXP, 16));
  return madd(f32x4.mul(q, r), r, r);
}

/** x - n ln(2), in two steps; `exponent` is n as exponentOf gives it. */
@inline
function reduce(x: v128, exponent: v128): v128 {
  const n = f32x4.sub(exponent, rounder());
  const r = f32x4.sub(x, f32x4.mul(n, ln2High()));
  return f32x4.sub(r, f32x4.mul(n, ln2Low()));
}

export class FloatMath {
  /** e^x; 0 below -103.98, infinite above 88.72. */
  @inline
  static exp(x: v128): v128 {
    // pmin and pmax in this order let NaN through.
    const clamped = f32x4.pmax(f32x4.pmin(x, v128.load_splat<f32>(LIMITS)), v128.load_splat<f32>(LIMITS, 4));
    const exponent = exponentOf(clamped);
    const mantissa = f32x4.add(expm1Reduced(reduce(clamped, exponent)), one());
    // Two factors, since 2^n itself may be subnormal or infinite where the result is not.
    const n = i32x4.sub(exponent, rounder());
    const first = i32x4.shr_s(n, 1);
    return f32x4.mul(f32x4.mul(mantissa, powerOfTwo(first)), powerOfTwo(i32x4.sub(n, first)));
  }

  /** e^x for x <= 0 where results below 2^-126 may be 0: what sigmoid, softplus and tanh need. */
  @inline
  static expNegative(x: v128): v128 {
    const clamped = f32x4.pmax(x, v128.load_splat<f32>(LIMITS, 8));
    const exponent = exponentOf(clamped);
    const mantissa = f32x4.add(expm1Reduced(reduce(clamped, exponent)), one());
    return f32x4.mul(mantissa, powerOfTwo(exponent));
  }

  /** e^x - 1, accurate near 0. */
  @inline
  static expm1(x: v128): v128 {
    const clamped = f32x4.pmax(f32x4.pmin(x, v128.load_splat<f32>(LIMITS, 12)), v128.load_splat<f32>(LIMITS, 8)); // -1 long before -87
    const exponent = exponentOf(clamped);
    const small = expm1Reduced(reduce(clamped, exponent));
    const power = powerOfTwo(exponent);
    const result = madd(small, power, f32x4.sub(power, one()));
    return v128.bitselect(FloatMath.exp(x), result, f32x4.gt(x, v128.load_splat<f32>(LIMITS, 12)));
  }

  /** ln(x); -infinite at 0, NaN below. */
  @inline
  static log(x: v128): v128 {
    const tiny = f32x4.lt(x, v128.load_splat<f32>(LIMITS, 16));
    const scaled = v128.bitselect(f32x4.mul(x, v128.load_splat<f32>(LIMITS, 20)), x, tiny); // by 2^23: subnormals
    // The exponent that leaves a mantissa in [sqrt(1/2), sqrt(2)).
    const shifted = i32x4.sub(scaled, i32x4.splat(0x3f3504f3));
    const exponent = i32x4.shr_s(shifted, 23);
    const mantissa = i32x4.sub(scaled, i32x4.shl(exponent, 23));
    const bias = v128.and(f32x4.splat(23), tiny);
    const n = f32x4.sub(f32x4.convert_i32x4_s(exponent), bias);
    // ln(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), s = f / (2 + f)
    const f = f32x4.sub(mantissa, one());
    const s = f32x4.div(f, f32x4.add(f, two()));
    const z = f32x4.mul(s, s);
    let p = v128.load_splat<f32>(LOG);
    p = madd(p, z, v128.load_splat<f32>(LOG, 4));
    p = madd(p, z, v128.load_splat<f32>(LOG, 8));
    p = madd(p, z, v128.load_splat<f32>(LOG, 12));
    const halfSquare = f32x4.mul(f32x4.mul(f, f), half());
    const tail = madd(n, ln2Low(), f32x4.mul(s, madd(p, z, halfSquare)));
    const result = madd(n, ln2High(), f32x4.add(f32x4.sub(tail, halfSquare), f));
    return FloatMath.logEnds(x, result);
  }

  @inline
  private static logEnds(x: v128, inner: v128): v128 {
    const infinity = v128.load_splat<f32>(LIMITS, 24);
    let result = v128.bitselect(inner, x, f32x4.lt(x, infinity)); // infinity and NaN stay
    result = v128.bitselect(f32x4.splat(NaN), result, f32x4.lt(x, f32x4.splat(0)));
    return v128.bitselect(f32x4.splat(-Infinity), result, f32x4.eq(x, f32x4.splat(0)));
  }

  /** ln(1 + x), accurate near 0. */
  @inline
  static log1p(x: v128): v128 {
    const u = f32x4.add(one(), x);
    // What rounding 1 + x lost, to first order.
    const lost = f32x4.div(f32x4.sub(x, f32x4.sub(u, one())), u);
    const log = FloatMath.log(u);
    const finite = v128.and(f32x4.gt(u, f32x4.splat(0)), f32x4.lt(u, v128.load_splat<f32>(LIMITS, 24)));
    return f32x4.add(log, v128.and(lost, finite));
  }

  /** 1 / (1 + e^-x), with a small relative error on both sides. */
  @inline
  static sigmoid(x: v128): v128 {
    const e = FloatMath.expNegative(f32x4.neg(f32x4.abs(x)));
    const numerator = v128.bitselect(one(), e, f32x4.ge(x, f32x4.splat(0)));
    return f32x4.div(numerator, f32x4.add(one(), e));
  }

  /** ln(1 + e^x) */
  @inline
  static softplus(x: v128): v128 {
    const e = FloatMath.expNegative(f32x4.neg(f32x4.abs(x)));
    return f32x4.add(f32x4.max(x, f32x4.splat(0)), FloatMath.log1p(e));
  }

  /** tanh(x): an odd polynomial up to 0.55, 1 - 2 / (e^2|x| + 1) beyond. */
  @inline
  static tanh(x: v128): v128 {
    const magnitude = f32x4.abs(x);
    const z = f32x4.mul(x, x);
    let p = v128.load_splat<f32>(TANH);
    p = madd(p, z, v128.load_splat<f32>(TANH, 4));
    p = madd(p, z, v128.load_splat<f32>(TANH, 8));
    p = madd(p, z, v128.load_splat<f32>(TANH, 12));
    p = madd(p, z, v128.load_splat<f32>(TANH, 16));
    const small = madd(f32x4.mul(p, z), x, x);
    // e^-2|x| never overflows: (1 - e) / (1 + e) = 1 - 2 e / (1 + e)
    const e = FloatMath.expNegative(f32x4.mul(magnitude, f32x4.splat(-2)));
    const large = f32x4.sub(one(), f32x4.div(f32x4.add(e, e), f32x4.add(one(), e)));
    const signed = v128.or(large, v128.and(x, i32x4.splat(0x80000000)));
    return v128.bitselect(small, signed, f32x4.lt(magnitude, f32x4.splat(0.55)));
  }
}
