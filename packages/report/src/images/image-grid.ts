import { config, expected } from '@genlab/core';
import { encode } from 'fast-png';
import { toDataUri } from './data-uri.js';

/** Images as plain numbers, channels last: floats in [-1, 1], or bytes. */
export interface Images {
  /** The pixels, row-major; `Uint8Array` and `Uint8ClampedArray` are taken as bytes from 0 to 255, all else as numbers in [-1, 1]. */
  readonly data: ArrayLike<number>;
  /** `[n, height, width, channels]` with 1 or 3 channels. */
  readonly shape: readonly number[];
}

/** Options of {@link imageGrid}. */
export interface ImageGridOptions {
  /** Images in a row. By default about as many as rows. */
  readonly columns?: number;
  /** Pixels between images. 2 by default. */
  readonly gap?: number;
  /** Byte of the pixels between and after the images. 0, black, by default. */
  readonly background?: number;
  /** Whole pixels a pixel. 1 by default. */
  readonly zoom?: number;
}

/** A grid of images as a PNG file. */
export interface ImageGrid {
  /** The file's bytes. */
  readonly png: Uint8Array;
  /** The same as a `data:` URI for an `<img>`. */
  readonly uri: string;
  /** Width, pixels. */
  readonly width: number;
  /** Height, pixels. */
  readonly height: number;
}

const { integer, numbers, optional, record } = config;
const count = integer({ least: 1 });
const readOptions = record<ImageGridOptions>({
  columns: optional(count),
  gap: optional(integer({ least: 0 })),
  background: optional(integer({ least: 0 })),
  zoom: optional(count),
});

/**
 * Images side by side, row after row, as one PNG.
 *
 * @throws TypeError if an option is of another kind; RangeError if one is out of range, the shape is not `[n, height, width, 1 or 3]`, the
 *   data do not fill it, or there is no image.
 * @example
 * ```ts
 * import { imageGrid } from '@genlab/report';
 *
 * const { width, height, png } = imageGrid({ data: new Float32Array(6 * 64), shape: [6, 8, 8, 1] }, { columns: 3 });
 * console.log(width, height, png.length > 0); // 28 18 true
 * ```
 */
export function imageGrid(images: Images, options: ImageGridOptions = {}): ImageGrid {
  const { columns, gap = 2, background = 0, zoom = 1 } = readOptions(options, 'imageGrid');
  const { data, shape } = readImages(images);
  const [n = 0, height = 0, width = 0, channels = 0] = shape;
  const fits = shape.length === 4 && n >= 1 && height >= 1 && width >= 1 && (channels === 1 || channels === 3);
  if (!fits || data.length !== n * height * width * channels) {
    const what = 'data of shape [n, height, width, 1 or 3] with n >= 1';
    throw new RangeError(expected('imageGrid', what, `${data.length} numbers for [${shape.join(', ')}]`));
  }
  const across = Math.min(n, columns ?? Math.ceil(Math.sqrt(n)));
  const down = Math.ceil(n / across);
  const total = { width: (across * (width + gap) - gap) * zoom, height: (down * (height + gap) - gap) * zoom };
  const pixels = new Uint8Array(total.width * total.height * channels).fill(background);
  const bytes = data instanceof Uint8Array || data instanceof Uint8ClampedArray;
  const byteOf = (value: number) => (bytes ? value : Math.round(Math.min(1, Math.max(0, (value + 1) / 2)) * 255));
  for (let i = 0; i < n; i++) {
    const left = (i % across) * (width + gap) * zoom;
    const top = Math.floor(i / across) * (height + gap) * zoom;
    for (let row = 0; row < height * zoom; row++) {
      for (let column = 0; column < width * zoom; column++) {
        const from = ((i * height + Math.floor(row / zoom)) * width + Math.floor(column / zoom)) * channels;
        const to = ((top + row) * total.width + left + column) * channels;
        for (let k = 0; k < channels; k++) pixels[to + k] = byteOf(data[from + k] as number);
      }
    }
  }
  const png = encode({ ...total, data: pixels, channels, depth: 8 }, { zlib: { level: 9 } });
  return { png, uri: toDataUri(png), ...total };
}

function readImages(images: Images): Images {
  const { data, shape } = Object(images) as Partial<Images>;
  if (!Array.isArray(shape))
    throw new TypeError(expected('imageGrid', 'images such as { data, shape: [n, height, width, channels] }', images));
  return { data: numbers(data, 'imageGrid.data'), shape };
}
