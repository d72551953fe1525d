import type { GenlabBackend } from '../genlab-backend.js';

/**
 * Places in an array, in elements: start + i * strides[0] + j * strides[1] + k * strides[2] for all i, j, k below `counts`, k the fastest.
 * Three levels are enough for the pixels of a batch of images, and for the taps and channels of a filter.
 */
export interface Places {
  start?: number;
  counts: readonly [number, number, number];
  strides: readonly [number, number, number];
}

/** A table of places in linear memory, as the packing kernels read it. */
export interface PlaceTable {
  readonly pointer: number;
  readonly count: number;
}

/** An operand of a matrix product: the value of lane i (a row of A, a column of B) at depth k is `pointer[lanes[i] + depths[k]]`. */
export interface Operand {
  pointer: number;
  lanes: PlaceTable;
  depths: PlaceTable;
}

/** The places 0, stride, 2 * stride, ... */
export function line(count: number, stride: number): Places {
  return { counts: [1, 1, count], strides: [0, 0, stride] };
}

/** Writes a table into scratch memory. */
export function tabulate(backend: GenlabBackend, { start = 0, counts, strides }: Places): PlaceTable {
  const count = counts[0] * counts[1] * counts[2];
  const pointer = backend.scratch(backend.exports.offsetsBytes(count));
  backend.exports.writeOffsets(pointer, start, counts[0], strides[0], counts[1], strides[1], counts[2], strides[2]);
  return { pointer, count };
}

/** B, packed for any number of products with it. */
export interface PackedColumns {
  readonly pointer: number;
  readonly columns: number;
  readonly depth: number;
}

/** Packs B: its lanes are columns. */
export function packColumns(backend: GenlabBackend, b: Operand, to?: number): PackedColumns {
  const { exports } = backend;
  const columns = b.lanes.count;
  const depth = b.depths.count;
  const pointer = to ?? backend.scratch(exports.packedColumnsBytes(columns, depth));
  exports.packColumns(pointer, b.pointer, b.lanes.pointer, columns, b.depths.pointer, depth);
  return { pointer, columns, depth };
}

/** Where the rows of C start. Its columns are neighbours. */
export interface Rows {
  pointer: number;
  rows: PlaceTable;
}

/** A function that makes C = A B, or C += A B, one after the other in one scratch space. `rows` leaves out the last rows of A and C. */
export function multiplier(backend: GenlabBackend): (a: Operand, b: PackedColumns, c: Rows, accumulate?: boolean, rows?: number) => void {
  const { exports } = backend;
  const scratch = backend.scratch(exports.multiplyScratchBytes());
  return (a, b, c, accumulate = false, rows = a.lanes.count) =>
    exports.multiply(
      a.pointer,
      a.lanes.pointer,
      rows,
      a.depths.pointer,
      b.depth,
      b.pointer,
      b.columns,
      c.pointer,
      c.rows.pointer,
      accumulate,
      scratch,
    );
}
