import { expect, test } from 'vitest';
import { flatten } from './outline.js';
import { rasterise } from './rasterise.js';

const square = (left: number, top: number, right: number, bottom: number) => [left, top, right, top, right, bottom, left, bottom];
const rows = (pixels: Uint8Array, width: number) =>
  Array.from({ length: pixels.length / width }, (_, y) => [...pixels.subarray(y * width, (y + 1) * width)]);

test('a square on the pixel grid fills whole pixels', () => {
  expect(rows(rasterise([square(1, 1, 3, 2)], 4, 3), 4)).toEqual([
    [0, 0, 0, 0],
    [0, 255, 255, 0],
    [0, 0, 0, 0],
  ]);
});

test('a pixel holds the share of it that is covered', () => {
  // A quarter of the width times all of the height, then half of the height.
  expect(rows(rasterise([square(0, 0, 1.25, 1)], 2, 1), 2)).toEqual([[255, 64]]);
  expect(rows(rasterise([square(0, 0, 2, 0.5)], 2, 1), 2)).toEqual([[128, 128]]);
});

test('a triangle covers half of its box', () => {
  const pixels = rasterise([[0, 0, 8, 0, 0, 8]], 8, 8);
  expect(pixels.reduce((sum, value) => sum + value / 255, 0)).toBeCloseTo(32, 1);
  expect(pixels[0]).toBe(255);
  expect(pixels[63]).toBe(0);
  expect(pixels[7]).toBe(128); // the diagonal halves its pixels
});

test.each([
  ['overlapping strokes of one direction stay filled', square(1, 1, 3, 3), 255],
  ['a counter drawn the other way round stays open', [1, 1, 1, 3, 3, 3, 3, 1], 0],
])('%s', (_, inner, expected) => {
  const pixels = rasterise([square(0, 0, 4, 4), inner], 4, 4);
  expect(pixels[5]).toBe(expected);
  expect(pixels[0]).toBe(255);
});

test('what lies outside the image is cut off', () => {
  expect([...rasterise([square(-5, -5, 20, 20)], 2, 2)]).toEqual([255, 255, 255, 255]);
  expect([...rasterise([square(5, 0, 9, 2)], 2, 2)]).toEqual([0, 0, 0, 0]);
});

test('a circle of four cubic curves has the area of a circle', () => {
  const k = 4 * 0.5522847498;
  const point = (x: number, y: number) => ({ x: 8 + x, y: 8 + y });
  const curve = (x1: number, y1: number, x2: number, y2: number, x: number, y: number) => ({
    type: 'C',
    x1: 8 + x1,
    y1: 8 + y1,
    x2: 8 + x2,
    y2: 8 + y2,
    ...point(x, y),
  });
  const circle = [
    { type: 'M', ...point(4, 0) },
    curve(4, k, k, 4, 0, 4),
    curve(-k, 4, -4, k, -4, 0),
    curve(-4, -k, -k, -4, 0, -4),
    curve(k, -4, 4, -k, 4, 0),
    { type: 'Z' },
  ];
  const pixels = rasterise(flatten(circle as never), 16, 16);
  const area = pixels.reduce((sum, value) => sum + value / 255, 0);
  expect(Math.abs(area / (Math.PI * 16) - 1)).toBeLessThan(0.01);
});
