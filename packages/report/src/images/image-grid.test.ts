import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { imageGrid } from './image-grid.js';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('imageGrid', () => {
  it('sets images side by side, row after row, about as many rows as columns', () => {
    const { png, width, height } = imageGrid({ data: bytes(10, 20, 30), shape: [3, 1, 1, 1] });
    expect([width, height]).toEqual([4, 4]);
    const { data, channels } = decode(png);
    expect(channels).toBe(1);
    expect([...data]).toEqual([10, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 30, 0, 0, 0]);
  });

  it('takes floats from -1 to 1, clips those beyond, and zooms', () => {
    const { png, width, height } = imageGrid({ data: [-1, 0, 1, 7], shape: [2, 1, 2, 1] }, { columns: 1, gap: 1, background: 9, zoom: 2 });
    expect([width, height]).toEqual([4, 6]);
    const row = (...values: number[]) => values;
    expect([...decode(png).data]).toEqual([
      ...row(0, 0, 128, 128),
      ...row(0, 0, 128, 128),
      ...row(9, 9, 9, 9),
      ...row(9, 9, 9, 9),
      ...row(255, 255, 255, 255),
      ...row(255, 255, 255, 255),
    ]);
  });

  it('keeps colours', () => {
    const { png } = imageGrid({ data: bytes(1, 2, 3, 4, 5, 6), shape: [2, 1, 1, 3] }, { gap: 0 });
    const { data, channels } = decode(png);
    expect(channels).toBe(3);
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('gives the same bytes as a data URI, whatever their number', () => {
    let state = 1;
    const noise = Uint8Array.from({ length: 256 * 256 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    });
    const { png, uri } = imageGrid({ data: noise, shape: [1, 256, 256, 1] });
    expect(png.length).toBeGreaterThan(0x8000);
    expect(uri).toBe(`data:image/png;base64,${Buffer.from(png).toString('base64')}`);
  });

  it('says what is wrong', () => {
    expect(() => imageGrid({ data: [], shape: [0, 2, 2, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: imageGrid: expected data of shape [n, height, width, 1 or 3] with n >= 1, got 0 numbers for [0, 2, 2, 1].]`,
    );
    expect(() => imageGrid({ data: [1, 2], shape: [1, 1, 1, 2] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: imageGrid: expected data of shape [n, height, width, 1 or 3] with n >= 1, got 2 numbers for [1, 1, 1, 2].]`,
    );
    expect(() => imageGrid({ data: [1, 2], shape: [2, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: imageGrid: expected data of shape [n, height, width, 1 or 3] with n >= 1, got 2 numbers for [2, 1].]`,
    );
  });
});
