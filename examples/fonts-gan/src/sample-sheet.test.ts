import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { sampleSheet } from './sample-sheet.js';

test('three images in two columns make two rows, with lines between', () => {
  const { width, height, data } = decode(sampleSheet(Uint8Array.of(1, 2, 3), { height: 1, width: 1, columns: 2 }));
  expect([width, height]).toEqual([5, 5]);
  expect([...data.subarray(5, 10)]).toEqual([64, 1, 64, 2, 64]);
  expect([...data.subarray(15, 20)]).toEqual([64, 3, 64, 64, 64]);
});
