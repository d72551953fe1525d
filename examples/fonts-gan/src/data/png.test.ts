import { encode } from 'fast-png';
import { expect, test } from 'vitest';
import { readGrey, resize } from './png.js';

const png = (data: number[], channels: number, rest: object = {}) =>
  encode({ width: 2, height: 1, data: Uint8Array.from(data), channels, ...rest });

test.each([
  ['grey', png([0, 200], 1), [0, 200]],
  ['colour by its luminance', png([255, 255, 255, 255, 0, 0], 3), [255, 76.245]],
  ['light ink on nothing, as on black', png([255, 255, 0, 0], 2), [255, 0]],
  ['dark ink on nothing, as on white', png([0, 255, 0, 0], 2), [0, 255]],
  ['16 bits', encode({ width: 2, height: 1, data: Uint16Array.of(0, 65535), channels: 1, depth: 16 }), [0, 255]],
])('reads %s', (_, file, expected) => {
  const { data, width, height } = readGrey(file);
  expect([width, height]).toEqual([2, 1]);
  for (const [i, value] of expected.entries()) expect(data[i]).toBeCloseTo(value, 6);
});

test('a smaller image holds the means of what it covers', () => {
  const grey = { data: Float64Array.of(0, 100, 200, 100, 100, 0, 100, 0), width: 4, height: 2 };
  expect([...resize(grey, 2, 1).data]).toEqual([50, 100]);
  // Three pixels on two: each new one holds one and a half old ones.
  expect([...resize({ data: Float64Array.of(0, 90, 30), width: 3, height: 1 }, 2, 1).data]).toEqual([30, 50]);
});

test('a larger image repeats its pixels', () => {
  expect([...resize({ data: Float64Array.of(10, 20), width: 2, height: 1 }, 4, 2).data]).toEqual([10, 10, 20, 20, 10, 10, 20, 20]);
});
