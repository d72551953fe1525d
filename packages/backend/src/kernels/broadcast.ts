import * as tf from '@tensorflow/tfjs-core';

/** One axis of a broadcast operation: its size, and how far each operand moves along it, in elements. */
export interface BroadcastAxis {
  size: number;
  a: number;
  b: number;
}

/**
 * The fewest axes, innermost first, that describe an elementwise operation of two shapes: axes of size 1 are dropped and neighbours merged if
 * both operands walk through them as through one. Same shapes give one axis; `[n, h, w, c]` and `[c]` give two.
 */
export function broadcastAxes(aShape: readonly number[], bShape: readonly number[], outShape: readonly number[]): BroadcastAxis[] {
  const axes: BroadcastAxis[] = [];
  let aStride = 1;
  let bStride = 1;
  for (let i = 1; i <= outShape.length; i++) {
    const size = outShape.at(-i) ?? 1;
    const aSize = aShape.at(-i) ?? 1;
    const bSize = bShape.at(-i) ?? 1;
    const a = aSize === 1 || i > aShape.length ? 0 : aStride;
    const b = bSize === 1 || i > bShape.length ? 0 : bStride;
    if (i <= aShape.length) aStride *= aSize;
    if (i <= bShape.length) bStride *= bSize;
    if (size === 1) continue;
    const inner = axes.at(-1);
    if (inner && a === inner.a * inner.size && b === inner.b * inner.size) inner.size *= size;
    else axes.push({ size, a, b });
  }
  return axes;
}

/** A WASM function over rows and columns: see assembly/binary.ts. */
export type BinaryFunction = (
  a: number,
  b: number,
  out: number,
  rows: number,
  columns: number,
  aRow: number,
  bRow: number,
  aColumn: number,
  bColumn: number,
) => void;

/** A tensor as a broadcasting function sees it. */
export interface Operand {
  pointer: number;
  shape: readonly number[];
  /** Bytes of one element. */
  bytes: number;
}

/** Rows shorter than this cost more to start than to compute, so they are taken sixteen at a time. */
const SHORT_ROW = 16;
const ROWS_TOGETHER = 16;

/**
 * Runs a function of rows and columns over all broadcast axes of two operands.
 *
 * @param repeat - Returns the address of a copy, several times over, of the words at an address.
 */
export function runBroadcast(
  run: BinaryFunction,
  a: Operand,
  b: Operand,
  out: Operand,
  repeat: (pointer: number, words: number, times: number) => number,
): void {
  const size = tf.util.sizeFromShape(out.shape as number[]);
  if (size === 0) return;
  if (tf.util.arraysEqual(a.shape as number[], b.shape as number[])) {
    run(a.pointer, b.pointer, out.pointer, 1, size, 0, 0, 1, 1);
    return;
  }
  const axes = broadcastAxes(a.shape, b.shape, out.shape);
  const [columns = { size: 1, a: 1, b: 1 }, rows = { size: 1, a: 0, b: 0 }, ...outer] = axes;
  if (outer.length > 0) {
    runOuter(run, a, b, out, columns, rows, outer);
    return;
  }
  const isShort = columns.size < SHORT_ROW && rows.size >= 4 * ROWS_TOGETHER && columns.a === 1 && columns.b === 1;
  if (!isShort || a.bytes !== 4) {
    run(a.pointer, b.pointer, out.pointer, rows.size, columns.size, rows.a, rows.b, columns.a, columns.b);
    return;
  }
  // One operand is a short row, such as the bias of three channels: copies of it make a longer one.
  const aAt = rows.a === 0 ? repeat(a.pointer, columns.size, ROWS_TOGETHER) : a.pointer;
  const bAt = rows.b === 0 ? repeat(b.pointer, columns.size, ROWS_TOGETHER) : b.pointer;
  const whole = Math.floor(rows.size / ROWS_TOGETHER);
  const [aRow, bRow, width] = [rows.a * ROWS_TOGETHER, rows.b * ROWS_TOGETHER, columns.size * ROWS_TOGETHER];
  run(aAt, bAt, out.pointer, whole, width, aRow, bRow, 1, 1);
  const rest = (rows.size % ROWS_TOGETHER) * columns.size;
  if (rest > 0) run(aAt + whole * aRow * 4, bAt + whole * bRow * 4, out.pointer + whole * width * out.bytes, 1, rest, 0, 0, 1, 1);
}

/** The innermost two axes go to the function, the outer ones (innermost first) are walked here. */
function runOuter(
  run: BinaryFunction,
  a: Operand,
  b: Operand,
  out: Operand,
  columns: BroadcastAxis,
  rows: BroadcastAxis,
  outer: readonly BroadcastAxis[],
): void {
  const step = rows.size * columns.size * out.bytes;
  let at = out.pointer;
  const walk = (axis: number, aAt: number, bAt: number): void => {
    const { size, a: aStride, b: bStride } = outer[axis] as BroadcastAxis;
    for (let i = 0; i < size; i++) {
      const aHere = aAt + i * aStride * a.bytes;
      const bHere = bAt + i * bStride * b.bytes;
      if (axis > 0) walk(axis - 1, aHere, bHere);
      else {
        run(aHere, bHere, at, rows.size, columns.size, rows.a, rows.b, columns.a, columns.b);
        at += step;
      }
    }
  };
  walk(outer.length - 1, a.pointer, b.pointer);
}
