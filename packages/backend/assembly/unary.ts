// Elementwise functions of one float tensor: (x, y, n), with y[i] = f(x[i]) for n floats. Whole vectors, also past the end: see vector.ts.
import { FloatMath } from './float-math';

/** An operation is a class without fields, so that it can be a type argument: `changetype<Op>(0)` is its only instance. */
@inline
function unary<Op>(x: usize, y: usize, n: i32): void {
  const op = changetype<Op>(0);
  const end = x + (<usize>n << 2);
  for (; x < end; x += 16, y += 16) v128.store(y, op.apply(v128.load(x)));
}

@unmanaged class Abs { @inline apply(x: v128): v128 { return f32x4.abs(x); } }
@unmanaged class Ceil { @inline apply(x: v128): v128 { return f32x4.ceil(x); } }
@unmanaged class Exp { @inline apply(x: v128): v128 { return FloatMath.exp(x); } }
@unmanaged class Expm1 { @inline apply(x: v128): v128 { return FloatMath.expm1(x); } }
@unmanaged class Floor { @inline apply(x: v128): v128 { return f32x4.floor(x); } }
@unmanaged class Log { @inline apply(x: v128): v128 { return FloatMath.log(x); } }
@unmanaged class Log1p { @inline apply(x: v128): v128 { return FloatMath.log1p(x); } }
@unmanaged class Neg { @inline apply(x: v128): v128 { return f32x4.neg(x); } }
@unmanaged class Reciprocal { @inline apply(x: v128): v128 { return f32x4.div(f32x4.splat(1), x); } }
@unmanaged class Relu { @inline apply(x: v128): v128 { return f32x4.pmax(x, f32x4.splat(0)); } }
@unmanaged class Round { @inline apply(x: v128): v128 { return f32x4.nearest(x); } }
@unmanaged class Rsqrt { @inline apply(x: v128): v128 { return f32x4.div(f32x4.splat(1), f32x4.sqrt(x)); } }
@unmanaged class Sigmoid { @inline apply(x: v128): v128 { return FloatMath.sigmoid(x); } }
@unmanaged class Softplus { @inline apply(x: v128): v128 { return FloatMath.softplus(x); } }
@unmanaged class Sqrt { @inline apply(x: v128): v128 { return f32x4.sqrt(x); } }
@unmanaged class Square { @inline apply(x: v128): v128 { return f32x4.mul(x, x); } }
@unmanaged class Tanh { @inline apply(x: v128): v128 { return FloatMath.tanh(x); } }

@unmanaged class Elu {
  @inline apply(x: v128): v128 {
    return v128.bitselect(x, FloatMath.expm1(x), f32x4.ge(x, f32x4.splat(0)));
  }
}

@unmanaged class Sign {
  @inline apply(x: v128): v128 {
    const positive = v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.splat(1));
    return v128.or(positive, v128.and(f32x4.lt(x, f32x4.splat(0)), f32x4.splat(-1)));
  }
}

export function abs(x: usize, y: usize, n: i32): void { unary<Abs>(x, y, n); }
export function ceil(x: usize, y: usize, n: i32): void { unary<Ceil>(x, y, n); }
export function elu(x: usize, y: usize, n: i32): void { unary<Elu>(x, y, n); }
export function exp(x: usize, y: usize, n: i32): void { unary<Exp>(x, y, n); }
export function expm1(x: usize, y: usize, n: i32): void { unary<Expm1>(x, y, n); }
export function floor(x: usize, y: usize, n: i32): void { unary<Floor>(x, y, n); }
export function log(x: usize, y: usize, n: i32): void { unary<Log>(x, y, n); }
export function log1p(x: usize, y: usize, n: i32): void { unary<Log1p>(x, y, n); }
export function neg(x: usize, y: usize, n: i32): void { unary<Neg>(x, y, n); }
export function reciprocal(x: usize, y: usize, n: i32): void { unary<Reciprocal>(x, y, n); }
export function relu(x: usize, y: usize, n: i32): void { unary<Relu>(x, y, n); }
export function round(x: usize, y: usize, n: i32): void { unary<Round>(x, y, n); }
export function rsqrt(x: usize, y: usize, n: i32): void { unary<Rsqrt>(x, y, n); }
export function sigmoid(x: usize, y: usize, n: i32): void { unary<Sigmoid>(x, y, n); }
export function sign(x: usize, y: usize, n: i32): void { unary<Sign>(x, y, n); }
export function softplus(x: usize, y: usize, n: i32): void { unary<Softplus>(x, y, n); }
export function sqrt(x: usize, y: usize, n: i32): void { unary<Sqrt>(x, y, n); }
export function square(x: usize, y: usize, n: i32): void { unary<Square>(x, y, n); }
export function tanh(x: usize, y: usize, n: i32): void { unary<Tanh>(x, y, n); }

/** x > 0 ? x : alpha x */
export function leakyRelu(x: usize, y: usize, n: i32, alpha: f32): void {
  const slope = f32x4.splat(alpha);
  const end = x + (<usize>n << 2);
  for (; x < end; x += 16, y += 16) {
    const value = v128.load(x);
    v128.store(y, v128.bitselect(f32x4.mul(value, slope), value, f32x4.lt(value, f32x4.splat(0))));
  }
}

/** x limited to [low, high]; NaN stays. */
export function clip(x: usize, y: usize, n: i32, low: f32, high: f32): void {
  const end = x + (<usize>n << 2);
  for (; x < end; x += 16, y += 16) {
    v128.store(y, f32x4.pmax(f32x4.pmin(v128.load(x), f32x4.splat(high)), f32x4.splat(low)));
  }
}

/** x > 0 ? 1 : alpha; NaN stays. */
export function step(x: usize, y: usize, n: i32, alpha: f32): void {
  const end = x + (<usize>n << 2);
  for (; x < end; x += 16, y += 16) {
    const value = v128.load(x);
    const stepped = v128.bitselect(f32x4.splat(1), f32x4.splat(alpha), f32x4.gt(value, f32x4.splat(0)));
    v128.store(y, v128.bitselect(stepped, value, f32x4.eq(value, value)));
  }
}
