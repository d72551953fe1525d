// Packing: brings an operand of a matrix product into panels that the register tile reads from front to back.
//
// An operand is an address and two tables of byte offsets: the value of a lane (a row of A, a column of B) at a depth lies at
// `from + lanes[lane] + depths[depth]`. A plain or transposed matrix is such an operand, and so are the patches of an image, so that
// a convolution needs no copy of them. What a table holds past the lanes of a call is never followed: it may lead outside of the memory.

import { TILE_COLUMNS } from './matmul-tile';
import { laneTable } from './workspace';

/** The bytes of a table of so many offsets. */
export function offsetsBytes(count: i32): i32 {
  return (count + TILE_COLUMNS) * 4;
}

/**
 * Writes a table: start + i * outer + j * middle + k * inner for all i, j, k, the last one fastest. Takes elements, writes bytes.
 *
 * @param to - Room for offsetsBytes(outerCount * middleCount * innerCount).
 */
export function writeOffsets(
  to: usize, start: i32, outerCount: i32, outer: i32, middleCount: i32, middle: i32, innerCount: i32, inner: i32,
): void {
  let offset = start << 2;
  for (let i = 0; i < outerCount; i++) {
    for (let j = 0; j < middleCount; j++) {
      offset = (start + i * outer + j * middle) << 2;
      for (let k = 0; k < innerCount; k++, to += 4, offset += inner << 2) store<i32>(to, offset);
      offset -= inner << 2;
    }
  }
  for (let i = 0; i < TILE_COLUMNS; i++, to += 4) store<i32>(to, offset);
}

/**
 * Packs lanes into panels of `width` (4, 6 or 8) lanes: [panel, depth, width].
 *
 * Inlined, so that `width` is a constant.
 */
@inline
export function packPanels(width: i32, to: usize, from: usize, lanes: usize, laneCount: i32, depths: usize, depth: i32): void {
  const step = width * 4;
  const line = areLine(depths, depth);
  for (let lane = 0; lane < laneCount; lane += width, lanes += step, to += depth * step) {
    if (lane + width > laneCount) lanes = repeatLast(lanes, laneCount - lane, width);
    if (areNeighbours(lanes, width)) {
      copyLanes(width, to, from + load<i32>(lanes), depths, depth);
      continue;
    }
    transposeFour(to, step, from, lanes, depths, depth, line);
    if (width == 8) transposeFour(to + 16, step, from, lanes + 16, depths, depth, line);
    if (width == 6) transposeTwo(to + 16, step, from, lanes + 16, depths, depth, line);
  }
}

/** A table of `width` lanes: `count` from a table, the last of them again for the others. */
function repeatLast(lanes: usize, count: i32, width: i32): usize {
  const table = laneTable();
  for (let i = 0; i < width; i++) store<i32>(table + (i << 2), load<i32>(lanes + (min(i, count - 1) << 2)));
  return table;
}

/** Whether the lanes lie one after the other in memory. */
@inline
function areNeighbours(lanes: usize, width: i32): bool {
  const first = load<i32>(lanes);
  let neighbours = true;
  for (let i = 1; i < width; i++) neighbours = neighbours && load<i32>(lanes + (i << 2)) - first == i << 2;
  return neighbours;
}

/** Whether all depths are neighbours, as in a matrix: then it need not be looked up at every four. */
function areLine(depths: usize, depth: i32): bool {
  const end = depths + (depth << 2);
  for (let offset = load<i32>(depths); depths < end; depths += 4, offset += 4) if (load<i32>(depths) != offset) return false;
  return true;
}

/** Packs neighbouring lanes: at each depth they are copied as they are. */
@inline
function copyLanes(width: i32, to: usize, from: usize, depths: usize, depth: i32): void {
  const end = depths + (depth << 2);
  for (; depths < end; depths += 4, to += width * 4) {
    const values = from + load<i32>(depths);
    v128.store(to, v128.load(values));
    if (width == 6) store<u64>(to, load<u64>(values, 16), 16);
    if (width == 8) v128.store(to, v128.load(values, 16), 16);
  }
}

/** Packs four lanes that lie anywhere: blocks of 4 x 4 where four depths are neighbours, else value by value. */
function transposeFour(to: usize, step: usize, from: usize, lanes: usize, depths: usize, depth: i32, line: bool): void {
  const lane0 = from + load<i32>(lanes);
  const lane1 = from + load<i32>(lanes, 4);
  const lane2 = from + load<i32>(lanes, 8);
  const lane3 = from + load<i32>(lanes, 12);
  const end = depths + (depth << 2);
  while (depths < end) {
    const offset = load<i32>(depths);
    if (depths + 16 <= end && (line || areNeighbours(depths, 4))) {
      const row0 = v128.load(lane0 + offset), row1 = v128.load(lane1 + offset);
      const row2 = v128.load(lane2 + offset), row3 = v128.load(lane3 + offset);
      const low01 = v128.shuffle<f32>(row0, row1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(row0, row1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(row2, row3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(row2, row3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(to + step, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      v128.store(to + step * 2, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      v128.store(to + step * 3, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
      depths += 16;
      to += step * 4;
    } else {
      store<f32>(to, load<f32>(lane0 + offset));
      store<f32>(to, load<f32>(lane1 + offset), 4);
      store<f32>(to, load<f32>(lane2 + offset), 8);
      store<f32>(to, load<f32>(lane3 + offset), 12);
      depths += 4;
      to += step;
    }
  }
}

/** As transposeFour, for two lanes. */
function transposeTwo(to: usize, step: usize, from: usize, lanes: usize, depths: usize, depth: i32, line: bool): void {
  const lane0 = from + load<i32>(lanes);
  const lane1 = from + load<i32>(lanes, 4);
  const end = depths + (depth << 2);
  while (depths < end) {
    const offset = load<i32>(depths);
    if (depths + 16 <= end && (line || areNeighbours(depths, 4))) {
      const row0 = v128.load(lane0 + offset), row1 = v128.load(lane1 + offset);
      const low = v128.shuffle<f32>(row0, row1, 0, 4, 1, 5), high = v128.shuffle<f32>(row0, row1, 2, 6, 3, 7);
      v128.store_lane<i64>(to, low, 0);
      v128.store_lane<i64>(to + step, low, 1);
      v128.store_lane<i64>(to + step * 2, high, 0);
      v128.store_lane<i64>(to + step * 3, high, 1);
      depths += 16;
      to += step * 4;
    } else {
      store<f32>(to, load<f32>(lane0 + offset));
      store<f32>(to, load<f32>(lane1 + offset), 4);
      depths += 4;
      to += step;
    }
  }
}
