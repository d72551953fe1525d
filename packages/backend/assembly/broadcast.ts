// The loop of the elementwise functions of two tensors, with broadcasting. The output is contiguous. An operand moves by its row stride
// (in elements) from row to row; inside a row by 1 or, if it is broadcast there, by 0, but one of the two always by 1.
import { loadMask, maskBytes, storeFirst, storeFirstMasks } from './vector';

// A form says how operands and results lie in memory, an operation what is computed. Both are classes without fields, so that they can
// be type arguments: `changetype<T>(0)` is the only instance.

/** Words in, words out: float32 or int32. */
@unmanaged
export class Words {
  @inline get inputShift(): usize { return 2; }
  @inline get outputShift(): usize { return 2; }
  @inline load(pointer: usize): v128 { return v128.load(pointer); }
  @inline splat(pointer: usize): v128 { return v128.load32_splat(pointer); }
  @inline store(pointer: usize, value: v128): void { v128.store(pointer, value); }
  @inline storeTail(pointer: usize, value: v128, count: i32): void { storeFirst(pointer, value, count); }
}

/** Words in, bools out: the operation returns lane masks. */
@unmanaged
export class Comparison {
  @inline get inputShift(): usize { return 2; }
  @inline get outputShift(): usize { return 0; }
  @inline load(pointer: usize): v128 { return v128.load(pointer); }
  @inline splat(pointer: usize): v128 { return v128.load32_splat(pointer); }
  @inline store(pointer: usize, value: v128): void { v128.store_lane<u32>(pointer, maskBytes(value), 0); }
  @inline storeTail(pointer: usize, value: v128, count: i32): void { storeFirstMasks(pointer, value, count); }
}

/** Bools in, bools out: the operation works on lane masks. */
@unmanaged
export class Logic {
  @inline get inputShift(): usize { return 0; }
  @inline get outputShift(): usize { return 0; }
  @inline load(pointer: usize): v128 { return loadMask(pointer); }
  @inline splat(pointer: usize): v128 { return i32x4.splat(load<u8>(pointer) ? -1 : 0); }
  @inline store(pointer: usize, value: v128): void { v128.store_lane<u32>(pointer, maskBytes(value), 0); }
  @inline storeTail(pointer: usize, value: v128, count: i32): void { storeFirstMasks(pointer, value, count); }
}

@inline
export function binary<Form, Op>(
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
