import { encode } from 'fast-png';

/** Images side by side in one grey PNG, a thin grey line between them; the last row may be short. */
export function sampleSheet(
  pixels: Uint8Array,
  { height, width, columns }: { height: number; width: number; columns: number },
): Uint8Array {
  const count = pixels.length / (height * width);
  const rows = Math.ceil(count / columns);
  const [sheetWidth, sheetHeight] = [columns * (width + 1) + 1, rows * (height + 1) + 1];
  const data = new Uint8Array(sheetWidth * sheetHeight).fill(64);
  for (let index = 0; index < count; index++) {
    const top = Math.floor(index / columns) * (height + 1) + 1;
    const left = (index % columns) * (width + 1) + 1;
    for (let row = 0; row < height; row++) {
      const from = (index * height + row) * width;
      data.set(pixels.subarray(from, from + width), (top + row) * sheetWidth + left);
    }
  }
  return encode({ width: sheetWidth, height: sheetHeight, data, channels: 1 });
}
