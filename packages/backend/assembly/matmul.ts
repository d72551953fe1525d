// The matrix product C = A B over packed panels, cut into blocks that stay in the caches. Operands are tables of offsets: see pack.ts.

import { multiplyShortTile, multiplyTile, SHORT_TILE_ROWS, TILE_COLUMNS, TILE_ROWS } from './matmul-tile';
import { packPanels } from './pack';
import { workspace } from './workspace';

/** Depth of a block: a panel of A and one of B (14 floats a depth) fill most of 32 KiB of L1. */
const DEPTH_BLOCK: i32 = 384;
/** Rows of a block, a multiple of 4 and 6: with DEPTH_BLOCK, 72 KiB of A. 192 rows are 3 % slower at 1024^3, 4 % where B is wide. */
const ROW_BLOCK: i32 = 48;

@inline
function ceilDivide(x: i32, y: i32): i32 {
  return (x + y - 1) / y;
}

/** The depth of all blocks but the last: as even as can be. */
function depthBlock(depth: i32): i32 {
  return ceilDivide(depth, ceilDivide(depth, DEPTH_BLOCK));
}

/** How many rows of a block go into tiles of full height: those after them into short ones, so that as few rows as can be are empty. */
function fullRows(count: i32): i32 {
  const tiles = ceilDivide(count, TILE_ROWS);
  const empty = tiles * TILE_ROWS - count;
  const short = TILE_ROWS > SHORT_TILE_ROWS ? min(tiles, empty / (TILE_ROWS - SHORT_TILE_ROWS)) : 0;
  return min(count, (tiles - short) * TILE_ROWS);
}

/** The bytes that `packColumns` writes. */
export function packedColumnsBytes(columns: i32, depth: i32): i32 {
  return ceilDivide(columns, TILE_COLUMNS) * TILE_COLUMNS * depth * 4;
}

/** Packs the columns from `first` (a multiple of tileColumns()) to `end` of B for `multiply`. */
export function packColumns(
  to: usize, b: usize, columns: usize, columnCount: i32, depths: usize, depth: i32, first: i32, end: i32,
): void {
  const block = depthBlock(depth);
  for (let start = 0; start < depth; start += block) {
    const size = min(block, depth - start);
    packPanels(TILE_COLUMNS, to + (first * size << 2), b, columns + (first << 2), end - first, depths + (start << 2), size);
    to += packedColumnsBytes(columnCount, size);
  }
}

/** Rows and columns that are computed together: a product is best cut at their multiples. */
export function tileRows(): i32 {
  return TILE_ROWS;
}
export function tileColumns(): i32 {
  return TILE_COLUMNS;
}

/** A tile that reaches over the end of C is made in the workspace first: TILE_ROWS rows after a table of their offsets. */
const EDGE_BYTES: usize = 32 + TILE_COLUMNS * TILE_ROWS * 4;

/**
 * The columns from `first` (a multiple of tileColumns()) to `end` of C = A B or C += A B. A value of C does not depend on how rows and
 * columns are cut.
 *
 * @param a, rows, depths - The operand A: lanes are rows.
 * @param packedB - From packColumns, with the same depth and column count.
 * @param c, cRows - Where the rows of C start; the columns are neighbours.
 */
export function multiply(
  a: usize, rows: usize, rowCount: i32, depths: usize, depth: i32, packedB: usize, columnCount: i32,
  c: usize, cRows: usize, accumulate: bool, first: i32, end: i32,
): void {
  const scratch = workspace();
  for (let i = 0; i < TILE_ROWS; i++) store<i32>(scratch + (i << 2), i * TILE_COLUMNS * 4);
  const packedA = scratch + EDGE_BYTES;
  const block = depthBlock(depth);
  for (let start = 0; start < depth; start += block) {
    const size = min(block, depth - start);
    for (let row = 0; row < rowCount; row += ROW_BLOCK) {
      const count = min(ROW_BLOCK, rowCount - row);
      const full = fullRows(count);
      const table = rows + (row << 2);
      packPanels(TILE_ROWS, packedA, a, table, full, depths + (start << 2), size);
      packPanels(SHORT_TILE_ROWS, packedA + (full * size << 2), a, table + (full << 2), count - full, depths + (start << 2), size);
      multiplyPanels(packedA, count, full, packedB, first, end, size, c, cRows + (row << 2), accumulate, scratch);
    }
    packedB += packedColumnsBytes(columnCount, size);
    accumulate = true;
  }
}

/** All tiles of a block, the first `full` rows in full ones. A panel of B stays in L1 while the panels of A pass by. */
function multiplyPanels(
  packedA: usize, rowCount: i32, full: i32, packedB: usize, first: i32, end: i32, depth: i32,
  c: usize, cRows: usize, accumulate: bool, edge: usize,
): void {
  for (let column = first; column < end; column += TILE_COLUMNS) {
    const b = packedB + (column * depth << 2);
    const to = c + (column << 2);
    const width = min(TILE_COLUMNS, end - column);
    let row = 0;
    while (row < rowCount) {
      const short = row >= full;
      const tileRows = short ? SHORT_TILE_ROWS : TILE_ROWS;
      const a = packedA + (row * depth << 2);
      const rows = cRows + (row << 2);
      const height = min(tileRows, rowCount - row);
      if (height == tileRows && width == TILE_COLUMNS) anyTile(short, a, b, depth, to, rows, accumulate);
      else {
        anyTile(short, a, b, depth, edge + 32, edge, false);
        copyEdge(edge + 32, height, width, to, rows, accumulate);
      }
      row += tileRows;
    }
  }
}

@inline
function anyTile(short: bool, a: usize, b: usize, depth: i32, c: usize, rows: usize, accumulate: bool): void {
  if (short) multiplyShortTile(a, b, depth, c, rows, accumulate);
  else multiplyTile(a, b, depth, c, rows, accumulate);
}

/** Copies or adds what lies inside of C of a tile that reaches over its end. */
function copyEdge(tile: usize, rowCount: i32, columnCount: i32, c: usize, rows: usize, accumulate: bool): void {
  for (let row = 0; row < rowCount; row++) {
    const from = tile + row * TILE_COLUMNS * 4;
    const to = c + load<u32>(rows + (row << 2));
    for (let column = 0; column < columnCount << 2; column += 4) {
      const value = load<f32>(from + column);
      store<f32>(to + column, accumulate ? load<f32>(to + column) + value : value);
    }
  }
}
