import type { PathCommand } from 'opentype.js';

/** A closed polygon: x0, y0, x1, y1, ...; y grows downwards. */
export type Contour = readonly number[];

/** The smallest box around some contours. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Segments a curve is cut into: at 28 pixels a glyph the error stays far under a grey level. */
const SEGMENTS = 12;

/** Turns drawing commands (lines, quadratic and cubic Bezier curves) into closed polygons, one a subpath. */
export function flatten(commands: readonly PathCommand[]): Contour[] {
  const contours: number[][] = [];
  let contour: number[] = [];
  let x = 0;
  let y = 0;
  for (const command of commands) {
    if (command.type === 'Z') continue;
    if (command.type === 'M') {
      contour = [command.x, command.y];
      contours.push(contour);
    } else if (command.type === 'L') {
      contour.push(command.x, command.y);
    } else {
      for (let segment = 1; segment <= SEGMENTS; segment++) {
        const t = segment / SEGMENTS;
        const s = 1 - t;
        if (command.type === 'Q') {
          contour.push(s * s * x + 2 * s * t * command.x1 + t * t * command.x, s * s * y + 2 * s * t * command.y1 + t * t * command.y);
        } else {
          const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
          contour.push(a * x + b * command.x1 + c * command.x2 + d * command.x, a * y + b * command.y1 + c * command.y2 + d * command.y);
        }
      }
    }
    x = command.x;
    y = command.y;
  }
  return contours.filter((points) => points.length >= 6);
}

/** The box around all points, or undefined where there are none. */
export function boundingBox(contours: readonly Contour[]): Box | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const contour of contours) {
    for (let i = 0; i < contour.length; i += 2) {
      const x = contour[i] as number;
      const y = contour[i + 1] as number;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return right > left && bottom > top ? { left, top, right, bottom } : undefined;
}

/** Every point scaled about the origin, then moved. */
export function place(contours: readonly Contour[], scale: number, dx: number, dy: number): Contour[] {
  return contours.map((contour) => contour.map((value, i) => value * scale + (i % 2 === 0 ? dx : dy)));
}
