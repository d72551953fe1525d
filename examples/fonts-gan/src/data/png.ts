import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';

/** A grey image, row-major, 0 to 255. */
export interface Grey {
  readonly data: Float64Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Reads a PNG of any kind (grey, colour, palette, 1 to 16 bits, with transparency) as grey. Transparent parts take the paper that
 * shows the ink: black under light ink, white under dark.
 *
 * @throws if the bytes are no PNG
 */
export function readGrey(file: Uint8Array): Grey {
  const { data, channels, width, height, largest } = unpack(decode(file));
  const count = width * height;
  const luminance = new Float64Array(count);
  const opacity = new Float64Array(count).fill(1);
  const colours = channels >= 3 ? 3 : 1;
  for (let i = 0; i < count; i++) {
    const at = (channel: number) => (data[i * channels + channel] as number) / largest;
    luminance[i] = colours === 3 ? 0.299 * at(0) + 0.587 * at(1) + 0.114 * at(2) : at(0);
    if (channels > colours) opacity[i] = at(colours);
  }
  const paper = inkIsLight(luminance, opacity) ? 0 : 1;
  return {
    data: luminance.map((value, i) => 255 * (value * (opacity[i] as number) + paper * (1 - (opacity[i] as number)))),
    width,
    height,
  };
}

/** Samples side by side, one a channel: what palettes and depths below 8 bits are not as they are stored. */
function unpack(png: DecodedPng) {
  const { width, height } = png;
  if (png.palette === undefined && png.depth >= 8)
    return { data: png.data, channels: png.channels, width, height, largest: 2 ** png.depth - 1 };
  const levels = 2 ** png.depth;
  const ramp = Array.from({ length: levels }, (_, level) => [(255 * level) / (levels - 1)]);
  const palette = png.palette ?? ramp;
  return { data: convertIndexedToRgb({ ...png, palette }), channels: (palette[0] as number[]).length, width, height, largest: 255 };
}

function inkIsLight(luminance: Float64Array, opacity: Float64Array): boolean {
  const ink = opacity.reduce((sum, value) => sum + value, 0);
  return luminance.reduce((sum, value, i) => sum + value * (opacity[i] as number), 0) >= 0.5 * ink;
}

/** Another size by area average: every new pixel is the mean of what it covers. */
export function resize({ data, width, height }: Grey, newWidth: number, newHeight: number): Grey {
  if (width === newWidth && height === newHeight) return { data, width, height };
  const columns = overlaps(width, newWidth);
  const rows = overlaps(height, newHeight);
  const out = new Float64Array(newWidth * newHeight);
  for (const [y, row] of rows.entries()) {
    for (const [x, column] of columns.entries()) {
      let sum = 0;
      for (const { index: j, share: vertical } of row) {
        for (const { index: i, share } of column) sum += vertical * share * (data[j * width + i] as number);
      }
      out[y * newWidth + x] = sum;
    }
  }
  return { data: out, width: newWidth, height: newHeight };
}

/** For each of `to` equal parts of a line, the shares of the `from` old parts in it; they sum to 1. */
function overlaps(from: number, to: number) {
  const step = from / to;
  return Array.from({ length: to }, (_, part) => {
    const [begin, end] = [part * step, (part + 1) * step];
    const parts: { index: number; share: number }[] = [];
    for (let index = Math.floor(begin); index < Math.min(from, end); index++) {
      const share = (Math.min(end, index + 1) - Math.max(begin, index)) / step;
      if (share > 0) parts.push({ index, share });
    }
    return parts;
  });
}
