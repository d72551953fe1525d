// Elementwise functions of two tensors with broadcasting, m rows of n columns: (a, b, y, m, n, aM, bM, aN, bN), where a moves by aM from
// row to row and by aN from column to column, and so does b. See broadcast.ts.
import { binary, Comparison, Logic, Words } from './broadcast';
import { FloatMath } from './float-math';

@unmanaged class Add { @inline apply(a: v128, b: v128): v128 { return f32x4.add(a, b); } }
@unmanaged class Divide { @inline apply(a: v128, b: v128): v128 { return f32x4.div(a, b); } }
@unmanaged class Maximum { @inline apply(a: v128, b: v128): v128 { return f32x4.max(a, b); } }
@unmanaged class Minimum { @inline apply(a: v128, b: v128): v128 { return f32x4.min(a, b); } }
@unmanaged class Multiply { @inline apply(a: v128, b: v128): v128 { return f32x4.mul(a, b); } }
@unmanaged class Subtract { @inline apply(a: v128, b: v128): v128 { return f32x4.sub(a, b); } }
@unmanaged class AddIntegers { @inline apply(a: v128, b: v128): v128 { return i32x4.add(a, b); } }
@unmanaged class MaximumIntegers { @inline apply(a: v128, b: v128): v128 { return i32x4.max_s(a, b); } }
@unmanaged class MinimumIntegers { @inline apply(a: v128, b: v128): v128 { return i32x4.min_s(a, b); } }
@unmanaged class MultiplyIntegers { @inline apply(a: v128, b: v128): v128 { return i32x4.mul(a, b); } }
@unmanaged class SubtractIntegers { @inline apply(a: v128, b: v128): v128 { return i32x4.sub(a, b); } }

@unmanaged class SquaredDifference {
  @inline apply(a: v128, b: v128): v128 {
    const difference = f32x4.sub(a, b);
    return f32x4.mul(difference, difference);
  }
}

/** The leaky ReLU of a whose slope is b. */
@unmanaged class Prelu {
  @inline apply(a: v128, b: v128): v128 { return v128.bitselect(f32x4.mul(a, b), a, f32x4.lt(a, f32x4.splat(0))); }
}

/** a^b, lane by lane: the compiler's own, which has the ends of JavaScript's. */
@unmanaged class Power {
  @inline apply(a: v128, b: v128): v128 {
    let y = f32x4.splat(power(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)));
    y = f32x4.replace_lane(y, 1, power(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)));
    y = f32x4.replace_lane(y, 2, power(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)));
    return f32x4.replace_lane(y, 3, power(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)));
  }
}

function power(a: f32, b: f32): f32 {
  return NativeMathf.pow(a, b);
}

/** dy, y -> dy (1 - y^2) */
@unmanaged class TanhGradient {
  @inline apply(a: v128, b: v128): v128 { return f32x4.mul(a, f32x4.sub(f32x4.splat(1), f32x4.mul(b, b))); }
}

/** dy, y -> dy y (1 - y) */
@unmanaged class SigmoidGradient {
  @inline apply(a: v128, b: v128): v128 { return f32x4.mul(a, f32x4.mul(b, f32x4.sub(f32x4.splat(1), b))); }
}

/** dy, x -> x > 0 ? dy : 0 */
@unmanaged class ReluGradient {
  @inline apply(a: v128, b: v128): v128 { return v128.and(a, f32x4.gt(b, f32x4.splat(0))); }
}

/** dy, y -> y >= 0 ? dy : dy (y + 1), with y = elu(x) */
@unmanaged class EluGradient {
  @inline apply(a: v128, b: v128): v128 {
    return v128.bitselect(a, f32x4.mul(a, f32x4.add(b, f32x4.splat(1))), f32x4.ge(b, f32x4.splat(0)));
  }
}

/** Logits x, labels z -> max(x, 0) - x z + ln(1 + e^-|x|), which is z softplus(-x) + (1 - z) softplus(x). */
@unmanaged class SigmoidCrossEntropy {
  @inline apply(a: v128, b: v128): v128 {
    const tail = FloatMath.log1p(FloatMath.expNegative(f32x4.neg(f32x4.abs(a))));
    return f32x4.add(f32x4.sub(f32x4.max(a, f32x4.splat(0)), f32x4.mul(a, b)), tail);
  }
}

@unmanaged class Equal { @inline apply(a: v128, b: v128): v128 { return f32x4.eq(a, b); } }
@unmanaged class Greater { @inline apply(a: v128, b: v128): v128 { return f32x4.gt(a, b); } }
@unmanaged class GreaterEqual { @inline apply(a: v128, b: v128): v128 { return f32x4.ge(a, b); } }
@unmanaged class Less { @inline apply(a: v128, b: v128): v128 { return f32x4.lt(a, b); } }
@unmanaged class LessEqual { @inline apply(a: v128, b: v128): v128 { return f32x4.le(a, b); } }
@unmanaged class NotEqual { @inline apply(a: v128, b: v128): v128 { return f32x4.ne(a, b); } }
@unmanaged class EqualIntegers { @inline apply(a: v128, b: v128): v128 { return i32x4.eq(a, b); } }
@unmanaged class GreaterIntegers { @inline apply(a: v128, b: v128): v128 { return i32x4.gt_s(a, b); } }
@unmanaged class GreaterEqualIntegers { @inline apply(a: v128, b: v128): v128 { return i32x4.ge_s(a, b); } }
@unmanaged class LessIntegers { @inline apply(a: v128, b: v128): v128 { return i32x4.lt_s(a, b); } }
@unmanaged class LessEqualIntegers { @inline apply(a: v128, b: v128): v128 { return i32x4.le_s(a, b); } }
@unmanaged class NotEqualIntegers { @inline apply(a: v128, b: v128): v128 { return i32x4.ne(a, b); } }
@unmanaged class LogicalAnd { @inline apply(a: v128, b: v128): v128 { return v128.and(a, b); } }
@unmanaged class LogicalOr { @inline apply(a: v128, b: v128): v128 { return v128.or(a, b); } }

export function add(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, Add>(a, b, y, m, n, aM, bM, aN, bN);
}
export function addIntegers(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, AddIntegers>(a, b, y, m, n, aM, bM, aN, bN);
}
export function divide(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, Divide>(a, b, y, m, n, aM, bM, aN, bN);
}
export function eluGradient(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, EluGradient>(a, b, y, m, n, aM, bM, aN, bN);
}
export function equal(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Comparison, Equal>(a, b, y, m, n, aM, bM, aN, bN);
}
export function equalIntegers(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Comparison, EqualIntegers>(a, b, y, m, n, aM, bM, aN, bN);
}
export function greater(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Comparison, Greater>(a, b, y, m, n, aM, bM, aN, bN);
}
export function greaterEqual(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Comparison, GreaterEqual>(a, b, y, m, n, aM, bM, aN, bN);
}
export function greaterEqualIntegers(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Comparison, GreaterEqualIntegers>(a, b, y, m, n, aM, bM, aN, bN);
}
export function greaterIntegers(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Comparison, GreaterIntegers>(a, b, y, m, n, aM, bM, aN, bN);
}
export function less(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Comparison, Less>(a, b, y, m, n, aM, bM, aN, bN);
}
export function lessEqual(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Comparison, LessEqual>(a, b, y, m, n, aM, bM, aN, bN);
}
export function lessEqualIntegers(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Comparison, LessEqualIntegers>(a, b, y, m, n, aM, bM, aN, bN);
}
export function lessIntegers(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Comparison, LessIntegers>(a, b, y, m, n, aM, bM, aN, bN);
}
export function logicalAnd(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Logic, LogicalAnd>(a, b, y, m, n, aM, bM, aN, bN);
}
export function logicalOr(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Logic, LogicalOr>(a, b, y, m, n, aM, bM, aN, bN);
}
export function maximum(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, Maximum>(a, b, y, m, n, aM, bM, aN, bN);
}
export function maximumIntegers(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, MaximumIntegers>(a, b, y, m, n, aM, bM, aN, bN);
}
export function minimum(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, Minimum>(a, b, y, m, n, aM, bM, aN, bN);
}
export function minimumIntegers(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, MinimumIntegers>(a, b, y, m, n, aM, bM, aN, bN);
}
export function multiplyElements(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, Multiply>(a, b, y, m, n, aM, bM, aN, bN);
}
export function multiplyIntegers(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, MultiplyIntegers>(a, b, y, m, n, aM, bM, aN, bN);
}
export function notEqual(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Comparison, NotEqual>(a, b, y, m, n, aM, bM, aN, bN);
}
export function notEqualIntegers(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Comparison, NotEqualIntegers>(a, b, y, m, n, aM, bM, aN, bN);
}
export function powers(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, Power>(a, b, y, m, n, aM, bM, aN, bN);
}
export function prelu(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, Prelu>(a, b, y, m, n, aM, bM, aN, bN);
}
export function reluGradient(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, ReluGradient>(a, b, y, m, n, aM, bM, aN, bN);
}
export function sigmoidCrossEntropy(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, SigmoidCrossEntropy>(a, b, y, m, n, aM, bM, aN, bN);
}
export function sigmoidGradient(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, SigmoidGradient>(a, b, y, m, n, aM, bM, aN, bN);
}
export function squaredDifference(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, SquaredDifference>(a, b, y, m, n, aM, bM, aN, bN);
}
export function subtract(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, Subtract>(a, b, y, m, n, aM, bM, aN, bN);
}
export function subtractIntegers(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, SubtractIntegers>(a, b, y, m, n, aM, bM, aN, bN);
}
export function tanhGradient(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, TanhGradient>(a, b, y, m, n, aM, bM, aN, bN);
}
