import { Rng } from '@genlab/core';
import type { Matrix } from '../../src/index.js';

/** Pixels a side. */
export const SIDE = 12;

/** Ten letters of straight strokes: x and y of both ends, in a unit square with its origin at the top left. */
const strokes: Readonly<Record<string, readonly (readonly [number, number, number, number])[]>> = {
  A: [[0, 1, 0.5, 0], [0.5, 0, 1, 1], [0.2, 0.6, 0.8, 0.6]], // biome-ignore format: a stroke is one thing
  E: [[0, 0, 0, 1], [0, 0, 1, 0], [0, 0.5, 0.8, 0.5], [0, 1, 1, 1]], // biome-ignore format: the same
  F: [[0, 0, 0, 1], [0, 0, 1, 0], [0, 0.5, 0.8, 0.5]], // biome-ignore format: the same
  H: [[0, 0, 0, 1], [1, 0, 1, 1], [0, 0.5, 1, 0.5]], // biome-ignore format: the same
  K: [[0, 0, 0, 1], [0, 0.5, 1, 0], [0, 0.5, 1, 1]], // biome-ignore format: the same
  L: [[0, 0, 0, 1], [0, 1, 1, 1]], // biome-ignore format: the same
  N: [[0, 1, 0, 0], [0, 0, 1, 1], [1, 1, 1, 0]], // biome-ignore format: the same
  T: [[0, 0, 1, 0], [0.5, 0, 0.5, 1]], // biome-ignore format: the same
  X: [[0, 0, 1, 1], [0, 1, 1, 0]], // biome-ignore format: the same
  Z: [[0, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 1]], // biome-ignore format: the same
};

/** The names of the letters. */
export const letters = Object.keys(strokes);

/** Images as rows, and which letter each shows. */
export interface Drawn extends Matrix {
  readonly labels: Int32Array;
}

/**
 * Draws `n` letters at random in random styles, independently of one another: the truth that generators are to learn. Of all letters, or of
 * those listed alone.
 */
export function draw(n: number, seed: number, among: readonly number[] = letters.map((_, k) => k)): Drawn {
  const rng = new Rng(seed).fork('glyphs');
  const data = new Float64Array(n * SIDE * SIDE);
  const labels = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const between = (low: number, high: number) => low + (high - low) * rng.number();
    const letter = among[rng.integer(among.length)]!;
    labels[i] = letter;
    const style = { slant: between(-0.25, 0.25), width: between(0.45, 0.7), height: between(0.55, 0.8), weight: between(0.04, 0.12) };
    const [x0, y0] = [between(-0.05, 0.05) + (1 - style.width) / 2, between(-0.05, 0.05) + (1 - style.height) / 2];
    const place = ([ax, ay, bx, by]: readonly [number, number, number, number]) => {
      const x = (u: number, v: number) => x0 + style.width * u + style.slant * style.height * (0.5 - v);
      return [x(ax, ay), y0 + style.height * ay, x(bx, by), y0 + style.height * by] as const;
    };
    render(data.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE), strokes[letters[letter]!]!.map(place), style.weight);
  }
  return { data, labels, rows: n, cols: SIDE * SIDE };
}

/** Ink where a stroke is nearer than half its weight, fading out over a pixel. */
function render(pixels: Float64Array, lines: readonly (readonly [number, number, number, number])[], weight: number): void {
  for (let p = 0; p < pixels.length; p++) {
    const [x, y] = [((p % SIDE) + 0.5) / SIDE, (Math.floor(p / SIDE) + 0.5) / SIDE];
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < lines.length; i++) least = Math.min(least, squaredToSegment(x, y, lines[i]!));
    pixels[p] = Math.min(1, Math.max(0, 0.5 + (weight / 2 - Math.sqrt(least)) * SIDE));
  }
}

function squaredToSegment(x: number, y: number, line: readonly [number, number, number, number]): number {
  // No destructuring: half a billion of these are made.
  const dx = line[2] - line[0];
  const dy = line[3] - line[1];
  const along = Math.min(1, Math.max(0, ((x - line[0]) * dx + (y - line[1]) * dy) / (dx * dx + dy * dy)));
  const across = x - line[0] - along * dx;
  const down = y - line[1] - along * dy;
  return across * across + down * down;
}
