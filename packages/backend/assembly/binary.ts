// Elementwise functions of two tensors with broadcasting: (a, b, out, rows, columns, aRow, bRow, aColumn, bColumn). The output is
// contiguous.
// An operand moves by its row stride (in elements) from row to row; inside a row by 1 or, if it is broadcast there, by 0, but one
// of the two always by 1.
import { loadMask, maskBytes, storeFirst, storeFirstMasks } from './vector';

// A form says how operands and results lie in memory, an operation what is computed. Both are classes without fields, so that they can
// be type arguments: `changetype<T>(0)` is the only instance.

/** Words in, words out: float32 or int32. */
@unmanaged class Words {
  @inline get inputShift(): usize { return 2; }
  @inline get outputShift(): usize { return 2; }
  @inline load(pointer: usize): v128 { return v128.load(pointer); }
  @inline splat(pointer: usize): v128 { return v128.load32_splat(pointer); }
  @inline store(pointer: usize, value: v128): void { v128.store(pointer, value); }
  @inline storeTail(pointer: usize, value: v128, count: i32): void { storeFirst(pointer, value, count); }
}

/** Words in, bools out: the operation returns lane masks. */
@unmanaged class Comparison {
  @inline get inputShift(): usize { return 2; }
  @inline get outputShift(): usize { return 0; }
  @inline load(pointer: usize): v128 { return v128.load(pointer); }
  @inline splat(pointer: usize): v128 { return v128.load32_splat(pointer); }
  @inline store(pointer: usize, value: v128): void { v128.store_lane<u32>(pointer, maskBytes(value), 0); }
  @inline storeTail(pointer: usize, value: v128, count: i32): void { storeFirstMasks(pointer, value, count); }
}

/** Bools in, bools out: the operation works on lane masks. */
@unmanaged class Logic {
  @inline get inputShift(): usize { return 0; }
  @inline get outputShift(): usize { return 0; }
  @inline load(pointer: usize): v128 { return loadMask(pointer); }
  @inline splat(pointer: usize): v128 { return i32x4.splat(load<u8>(pointer) ? -1 : 0); }
  @inline store(pointer: usize, value: v128): void { v128.store_lane<u32>(pointer, maskBytes(value), 0); }
  @inline storeTail(pointer: usize, value: v128, count: i32): void { storeFirstMasks(pointer, value, count); }
}

@inline
function binary<Form, Op>(
  a: usize, b: usize, out: usize, rows: i32, columns: i32, aRow: i32, bRow: i32, aColumn: i32, bColumn: i32,
): void {
  const op = changetype<Op>(0);
  const form = changetype<Form>(0);
  const inputStep: usize = <usize>4 << form.inputShift;
  const outputStep: usize = <usize>4 << form.outputShift;
  const tail = columns & 3;
  const whole = columns - tail;
  for (let row = 0; row < rows; row++) {
    let x = a;
    let y = b;
    const end = out + (<usize>whole << form.outputShift);
    if (aColumn != 0 && bColumn != 0) {
      for (; out < end; x += inputStep, y += inputStep, out += outputStep) form.store(out, op.apply(form.load(x), form.load(y)));
      if (tail) form.storeTail(out, op.apply(form.load(x), form.load(y)), tail);
    } else if (aColumn != 0) {
      const right = form.splat(y);
      for (; out < end; x += inputStep, out += outputStep) form.store(out, op.apply(form.load(x), right));
      if (tail) form.storeTail(out, op.apply(form.load(x), right), tail);
    } else {
      const left = form.splat(x);
      for (; out < end; y += inputStep, out += outputStep) form.store(out, op.apply(left, form.load(y)));
      if (tail) form.storeTail(out, op.apply(left, form.load(y)), tail);
    }
    out = end + (<usize>tail << form.outputShift);
    a += <usize>aRow << form.inputShift;
    b += <usize>bRow << form.inputShift;
  }
}

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
export function prelu(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, Prelu>(a, b, y, m, n, aM, bM, aN, bN);
}
export function reluGradient(a: usize, b: usize, y: usize, m: i32, n: i32, aM: i32, bM: i32, aN: i32, bN: i32): void {
  binary<Words, ReluGradient>(a, b, y, m, n, aM, bM, aN, bN);
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
