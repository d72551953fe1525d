import * as tf from '@tensorflow/tfjs-core';

/** One axis of a broadcast operation: its size, and how far each operand moves along it, in elements. */
export interface BroadcastAxis {
  size: number;
  a: number;
  b: number;
}

/**
 * The fewest axes, innermost first, that describe an elementwise operation of two shapes: axes of size 1 are dropped and neighbours merged
 * if both operands walk through them as through one. Same shapes give one axis; `[n, h, w, c]` and `[c]` give two.
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

/** Makes the calls of a range, in parts if it is worth it: see `Calls.inParts`. */
export type InParts = (count: number, cut: { work: number }, run: (start: number, size: number) => void) => void;

/** A tensor as a broadcasting function sees it. */
export interface Operand {
  pointer: number;
  shape: readonly number[];
  /** Bytes of one element. */
  bytes: number;
}

/** A function of rows and columns, and what it is run on. */
export interface Broadcast {
  readonly run: BinaryFunction;
  readonly inParts: InParts;
  /** Returns the address of a copy, several times over, of the words at an address. */
  readonly repeat: (pointer: number, words: number, times: number) => number;
  readonly a: Operand;
  readonly b: Operand;
  readonly out: Operand;
}

/** Rows shorter than this cost more to start than to compute, so they are taken sixteen at a time. */
const SHORT_ROW = 16;
const ROWS_TOGETHER = 16;

/** Runs a function of rows and columns over all broadcast axes of two operands. */
export function runBroadcast(broadcast: Broadcast): void {
  const { run, a, b, out } = broadcast;
  const size = tf.util.sizeFromShape(out.shape as number[]);
  if (size === 0) return;
  if (tf.util.arraysEqual(a.shape as number[], b.shape as number[])) {
    run(a.pointer, b.pointer, out.pointer, 1, size, 0, 0, 1, 1);
    return;
  }
  const axes = broadcastAxes(a.shape, b.shape, out.shape);
  const [columns = { size: 1, a: 1, b: 1 }, rows = { size: 1, a: 0, b: 0 }, ...outer] = axes;
  if (outer.length > 0) {
    runOuter(broadcast, { columns, rows, outer });
    return;
  }
  const isShort = columns.size < SHORT_ROW && rows.size >= 4 * ROWS_TOGETHER && columns.a === 1 && columns.b === 1;
  if (isShort && a.bytes === 4) runShortRows(broadcast, columns, rows);
  else run(a.pointer, b.pointer, out.pointer, rows.size, columns.size, rows.a, rows.b, columns.a, columns.b);
}

/** One operand is a short row, such as the bias of three channels: copies of it make a longer one. */
function runShortRows({ run, repeat, a, b, out }: Broadcast, columns: BroadcastAxis, rows: BroadcastAxis): void {
  const aAt = rows.a === 0 ? repeat(a.pointer, columns.size, ROWS_TOGETHER) : a.pointer;
  const bAt = rows.b === 0 ? repeat(b.pointer, columns.size, ROWS_TOGETHER) : b.pointer;
  const whole = Math.floor(rows.size / ROWS_TOGETHER);
  const [aRow, bRow, width] = [rows.a * ROWS_TOGETHER, rows.b * ROWS_TOGETHER, columns.size * ROWS_TOGETHER];
  run(aAt, bAt, out.pointer, whole, width, aRow, bRow, 1, 1);
  const rest = (rows.size % ROWS_TOGETHER) * columns.size;
  if (rest > 0) run(aAt + whole * aRow * 4, bAt + whole * bRow * 4, out.pointer + whole * width * out.bytes, 1, rest, 0, 0, 1, 1);
}

/** The innermost two axes go to the function, the outer ones (innermost first) are walked here; the outermost is cut into parts. */
function runOuter(
  { run, inParts, a, b, out }: Broadcast,
  { columns, rows, outer }: { columns: BroadcastAxis; rows: BroadcastAxis; outer: readonly BroadcastAxis[] },
): void {
  const matrix = rows.size * columns.size;
  const walk = (axis: number, start: number, size: number, at: [a: number, b: number, out: number]): void => {
    const { a: aStride, b: bStride } = outer[axis] as BroadcastAxis;
    const outStride = outer.slice(0, axis).reduce((product, inner) => product * inner.size, matrix);
    for (let i = start; i < start + size; i++) {
      const here: typeof at = [at[0] + i * aStride * a.bytes, at[1] + i * bStride * b.bytes, at[2] + i * outStride * out.bytes];
      if (axis > 0) walk(axis - 1, 0, outer[axis - 1]?.size ?? 0, here);
      else run(...here, rows.size, columns.size, rows.a, rows.b, columns.a, columns.b);
    }
  };
  const last = outer.length - 1;
  const { size } = outer[last] as BroadcastAxis;
  const work = outer.slice(0, last).reduce((product, inner) => product * inner.size, matrix);
  inParts(size, { work }, (start, count) => walk(last, start, count, [a.pointer, b.pointer, out.pointer]));
}
