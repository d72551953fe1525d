// Convolution through points (Toom and Cook 1963; Winograd 1980; Lavin and Gray 2016, arXiv:1509.09308): a polynomial of k
// coefficients times one of r has k + r - 1 coefficients, so that its values at k + r - 1 points tell it. Evaluating is additions; at a
// point one product is left of k * r.
//
// A row of a filter and a row of the gradient dy are such polynomials, their product is a row of dx: evaluate both, multiply, interpolate.
// The other two products of a convolution are transposes of this one, so they need the transposes of the same two maps.
import { evaluate, evaluateTransposed, interpolate, interpolateTransposed, put } from './point-maps';
import { workspace } from './workspace';

/** What `mapTiles` does along both axes of a tile. */
const EVALUATE: i32 = 0; // coefficients -> points
const EVALUATE_TRANSPOSED: i32 = 1; // points -> coefficients
const INTERPOLATE: i32 = 2; // points -> as many coefficients
const INTERPOLATE_TRANSPOSED: i32 = 3; // coefficients -> as many points

/** The two maps of evaluation, compiled for the sizes that there are: coefficients of a filter or of a tile of outputs, and points. */
function mapSizes(
  transposed: bool, k: i32, n: i32, from: usize, fromStride: usize, to: usize, toStride: usize, bytes: i32,
): void {
  const size = 8 * k + n;
  if (size == 10) evaluation(transposed, 1, 2, from, fromStride, to, toStride, bytes);
  else if (size == 11) evaluation(transposed, 1, 3, from, fromStride, to, toStride, bytes);
  else if (size == 18) evaluation(transposed, 2, 2, from, fromStride, to, toStride, bytes);
  else if (size == 19) evaluation(transposed, 2, 3, from, fromStride, to, toStride, bytes);
  else if (size == 20) evaluation(transposed, 2, 4, from, fromStride, to, toStride, bytes);
  else if (size == 21) evaluation(transposed, 2, 5, from, fromStride, to, toStride, bytes);
  else if (size == 27) evaluation(transposed, 3, 3, from, fromStride, to, toStride, bytes);
  else if (size == 28) evaluation(transposed, 3, 4, from, fromStride, to, toStride, bytes);
  else if (size == 29) evaluation(transposed, 3, 5, from, fromStride, to, toStride, bytes);
  else if (size == 37) evaluation(transposed, 4, 5, from, fromStride, to, toStride, bytes);
  else unreachable();
}

@inline
function evaluation(
  transposed: bool, k: i32, n: i32, from: usize, fromStride: usize, to: usize, toStride: usize, bytes: i32,
): void {
  if (transposed) evaluateTransposed(k, n, from, fromStride, to, toStride, bytes);
  else evaluate(k, n, from, fromStride, to, toStride, bytes);
}

@inline
function interpolation(
  transposed: bool, n: i32, from: usize, fromStride: usize, to: usize, toStride: usize, bytes: i32, add: bool,
): void {
  if (transposed) interpolateTransposed(n, from, fromStride, to, toStride, bytes);
  else if (add) interpolate(n, from, fromStride, to, toStride, bytes, true);
  else interpolate(n, from, fromStride, to, toStride, bytes, false);
}

function map(
  kind: i32, k: i32, n: i32, from: usize, fromStride: usize, to: usize, toStride: usize, bytes: i32, add: bool,
): void {
  if (kind < INTERPOLATE) mapSizes(kind == EVALUATE_TRANSPOSED, k, n, from, fromStride, to, toStride, bytes);
  else if (n == 5) interpolation(kind == INTERPOLATE_TRANSPOSED, 5, from, fromStride, to, toStride, bytes, add);
  else if (n == 4) interpolation(kind == INTERPOLATE_TRANSPOSED, 4, from, fromStride, to, toStride, bytes, add);
  else if (n == 3) interpolation(kind == INTERPOLATE_TRANSPOSED, 3, from, fromStride, to, toStride, bytes, add);
  else if (n == 2) interpolation(kind == INTERPOLATE_TRANSPOSED, 2, from, fromStride, to, toStride, bytes, add);
  else unreachable();
}

/** Bytes of a run that both passes go over at once, so that what lies between them stays in L1. */
const RUN: i32 = 512;

/** Where the runs of a row or column are that lies partly outside of the image: after 5 * 5 runs between the passes. */
const EDGE: usize = 5 * 5 * RUN;

/**
 * Maps one tile of every image, along both axes. Elements of a tile are runs of floats, whose values are mapped each for itself.
 * Strides are in floats.
 *
 * The coefficients of the two interpolations are pixels that may lie outside of the image: there they are zero, and what would be added to
 * them is dropped.
 *
 * @param kind - One of the four maps above.
 * @param kY, nY, kX, nX - Coefficients and points along each axis. The two interpolations have as many coefficients as points.
 * @param floats - Length of a run, a multiple of 4.
 * @param firstY, endY, firstX, endX - The coefficients inside of the image, of the two interpolations. INTERPOLATE adds to what is there,
 * as neighbouring tiles overlap.
 */
export function mapTiles(
  kind: i32, kY: i32, nY: i32, kX: i32, nX: i32, images: i32, floats: i32,
  from: usize, fromImage: i32, fromRow: i32, fromColumn: i32, to: usize, toImage: i32, toRow: i32, toColumn: i32,
  firstY: i32, endY: i32, firstX: i32, endX: i32,
): void {
  const scratch = workspace();
  const edge = scratch + EDGE;
  const inX = kind == EVALUATE ? kX : nX;
  const outY = kind == EVALUATE_TRANSPOSED ? kY : nY;
  const reads = kind == INTERPOLATE_TRANSPOSED;
  const writes = kind == INTERPOLATE;
  const cutY = firstY > 0 || endY < nY;
  const cutX = firstX > 0 || endX < nX;
  for (let image = 0; image < images; image++, from += fromImage << 2, to += toImage << 2) {
    for (let start = 0; start < floats << 2; start += RUN) {
      const bytes = min(RUN, (floats << 2) - start);
      for (let x = 0; x < inX; x++) {
        const column = from + start + (x * fromColumn << 2);
        const out = scratch + x * RUN;
        if (reads && (x < firstX || x >= endX)) {
          for (let y = 0; y < outY; y++) memory.fill(out + y * inX * RUN, 0, bytes);
        } else if (reads && cutY) {
          for (let y = 0; y < nY; y++) {
            if (y < firstY || y >= endY) memory.fill(edge + y * RUN, 0, bytes);
            else copyRun(edge + y * RUN, column + (y * fromRow << 2), bytes);
          }
          map(kind, kY, nY, edge, RUN, out, inX * RUN, bytes, false);
        } else map(kind, kY, nY, column, fromRow << 2, out, inX * RUN, bytes, false);
      }
      for (let y = 0; y < outY; y++) {
        if (writes && (y < firstY || y >= endY)) continue;
        const row = scratch + y * inX * RUN;
        const out = to + start + (y * toRow << 2);
        if (writes && cutX) {
          map(kind, kX, nX, row, RUN, edge, RUN, bytes, false);
          for (let x = firstX; x < endX; x++) addRun(out + (x * toColumn << 2), edge + x * RUN, bytes);
        } else map(kind, kX, nX, row, RUN, out, toColumn << 2, bytes, writes);
      }
    }
  }
}

@inline
function copyRun(to: usize, from: usize, bytes: i32): void {
  for (const end = to + bytes; to < end; to += 16, from += 16) v128.store(to, v128.load(from));
}

@inline
function addRun(to: usize, from: usize, bytes: i32): void {
  for (const end = to + bytes; to < end; to += 16, from += 16) put(to, v128.load(from), true);
}
