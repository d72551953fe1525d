import type { Contour } from './outline.js';

/** Lines sampled within a pixel row; along a line the coverage is exact. */
const SUB_ROWS = 8;

/**
 * Fills polygons by the non-zero winding rule, as outline fonts are meant to be filled: overlapping strokes stay filled, counters
 * drawn the other way round stay open. Anti-aliased: a pixel holds the share of it that lies inside, 0 to 255.
 *
 * @param contours closed polygons in pixels, y down; parts outside the image are cut off
 * @returns row-major bytes, height x width
 */
export function rasterise(contours: readonly Contour[], width: number, height: number): Uint8Array {
  const coverage = new Float64Array(width * height);
  for (const [line, crossings] of crossingsByLine(contours, height * SUB_ROWS).entries()) {
    const offset = Math.floor(line / SUB_ROWS) * width;
    crossings.sort((a, b) => a.x - b.x);
    let winding = 0;
    for (let i = 0; i + 1 < crossings.length; i++) {
      const { x, direction } = crossings[i] as Crossing;
      winding += direction;
      if (winding !== 0) cover(coverage, offset, width, x, (crossings[i + 1] as Crossing).x);
    }
  }
  return Uint8Array.from(coverage, (value) => Math.round((value / SUB_ROWS) * 255));
}

interface Crossing {
  readonly x: number;
  readonly direction: 1 | -1;
}

/** Where each sampled line crosses the polygons, and whether downwards or upwards. Line n lies at y = (n + 0.5) / SUB_ROWS. */
function crossingsByLine(contours: readonly Contour[], lines: number): Crossing[][] {
  const crossings: Crossing[][] = Array.from({ length: lines }, () => []);
  for (const contour of contours) {
    const count = contour.length;
    for (let i = 0; i < count; i += 2) {
      const [x0, y0] = [contour[i] as number, contour[i + 1] as number];
      const [x1, y1] = [contour[(i + 2) % count] as number, contour[(i + 3) % count] as number];
      // Half-open at the lower end, so that a vertex on a line is counted once.
      const first = Math.max(0, Math.ceil(Math.min(y0, y1) * SUB_ROWS - 0.5));
      const end = Math.min(lines, Math.ceil(Math.max(y0, y1) * SUB_ROWS - 0.5));
      for (let line = first; line < end; line++) {
        const y = (line + 0.5) / SUB_ROWS;
        (crossings[line] as Crossing[]).push({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), direction: y1 > y0 ? 1 : -1 });
      }
    }
  }
  return crossings;
}

/** Adds the share of every pixel of a row that lies in [from, to). */
function cover(coverage: Float64Array, offset: number, width: number, from: number, to: number): void {
  const left = Math.max(0, from);
  const right = Math.min(width, to);
  for (let pixel = Math.floor(left); pixel < right; pixel++) {
    coverage[offset + pixel] = (coverage[offset + pixel] as number) + Math.min(right, pixel + 1) - Math.max(left, pixel);
  }
}
