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
  const pointer = backend.scratchTable(backend.exports.offsetsBytes(count));
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
  const { tileColumns, packedColumnsBytes } = backend.exports;
  const columns = b.lanes.count;
  const depth = b.depths.count;
  const pointer = to ?? backend.scratch(packedColumnsBytes(columns, depth));
  backend.inParts(columns, { work: depth, multipleOf: tileColumns() }, (first, size) =>
    backend.exports.packColumns(pointer, b.pointer, b.lanes.pointer, columns, b.depths.pointer, depth, first, first + size),
  );
  return { pointer, columns, depth };
}

/** Where the rows of C start. Its columns are neighbours. */
export interface Rows {
  pointer: number;
  rows: PlaceTable;
}

/** How a product is made. */
export interface ProductOptions {
  /** Whether to add to what stands in C. */
  accumulate?: boolean;
  /** Leaves out the rows of A and C from this one on. */
  rows?: number;
}

/** C = A B, or C += A B. Cut by rows, or where they are few by columns, for which every part packs A for itself. */
export function multiply(
  backend: GenlabBackend,
  a: Operand,
  b: PackedColumns,
  c: Rows,
  { accumulate = false, rows = a.lanes.count }: ProductOptions = {},
): void {
  const { columns, depth } = b;
  const { tileRows, tileColumns } = backend.exports;
  const part = (row: number, count: number, first: number, end: number) =>
    backend.exports.multiply(
      a.pointer,
      a.lanes.pointer + row * 4,
      count,
      a.depths.pointer,
      depth,
      b.pointer,
      columns,
      c.pointer,
      c.rows.pointer + row * 4,
      accumulate,
      first,
      end,
    );
  if (rows >= columns || rows >= 4 * tileRows()) {
    const cut = { work: (depth / 4) * columns, multipleOf: tileRows(), partsPerThread: 6 }; // rows cost a part nothing to begin with
    backend.inParts(rows, cut, (row, count) => part(row, count, 0, columns));
  } else {
    backend.inParts(columns, { work: (depth / 4) * rows, multipleOf: tileColumns() }, (first, size) => part(0, rows, first, first + size));
  }
}
