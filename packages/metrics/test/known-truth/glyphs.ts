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

/** Draws `n` letters in random styles: the truth that generators are to learn. Letter `i mod 10`, or those listed alone. */
export function draw(n: number, seed: number, among: readonly number[] = letters.map((_, k) => k)): Matrix {
  const rng = new Rng(seed).fork('glyphs');
  const data = new Float64Array(n * SIDE * SIDE);
  for (let i = 0; i < n; i++) {
    const between = (low: number, high: number) => low + (high - low) * rng.number();
    const letter = among[i % among.length]!;
    const style = { slant: between(-0.25, 0.25), width: between(0.45, 0.7), height: between(0.55, 0.8), weight: between(0.04, 0.12) };
    const [x0, y0] = [between(-0.05, 0.05) + (1 - style.width) / 2, between(-0.05, 0.05) + (1 - style.height) / 2];
    const place = ([ax, ay, bx, by]: readonly [number, number, number, number]) => {
      const x = (u: number, v: number) => x0 + style.width * u + style.slant * style.height * (0.5 - v);
      return [x(ax, ay), y0 + style.height * ay, x(bx, by), y0 + style.height * by] as const;
    };
    render(data.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE), strokes[letters[letter]!]!.map(place), style.weight);
  }
  return { data, rows: n, cols: SIDE * SIDE };
}

/** Ink where a stroke is nearer than half its weight, fading out over a pixel. */
function render(pixels: Float64Array, lines: readonly (readonly [number, number, number, number])[], weight: number): void {
  pixels.forEach((_, p) => {
    const [x, y] = [((p % SIDE) + 0.5) / SIDE, (Math.floor(p / SIDE) + 0.5) / SIDE];
    const distance = Math.min(...lines.map((line) => toSegment(x, y, line)));
    pixels[p] = Math.min(1, Math.max(0, 0.5 + (weight / 2 - distance) * SIDE));
  });
}

function toSegment(x: number, y: number, [ax, ay, bx, by]: readonly [number, number, number, number]): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.sqrt((x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2);
}
