import opentype from 'opentype.js';
import { boundingBox, type Contour, flatten, place } from './outline.js';
import { rasterise } from './rasterise.js';

/** The classes, in the order of their labels. */
export const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'] as const;

/** Side of a glyph's image, in pixels. */
export const SIZE = 28;

/** Changes whenever the same font would give other pixels: a cache made by another renderer is made anew. */
export const RENDERER = 'winding 8 rows, 12 segments, cap 22, clamp 26, centred; 1';

const CAP_HEIGHT = 22;
const LARGEST = 26;

/**
 * Draws A-Z of one font file. One scale a font, the one that makes its median capital 22 pixels high, so that the proportions
 * between its letters stay; a letter larger than 26 pixels is scaled down to that; each is centred by its bounding box.
 *
 * @param file a .ttf, .otf or .woff
 * @returns 26 x 28 x 28 bytes, 0 paper, 255 ink
 * @throws if the file can't be read, or a letter is absent or empty
 */
export function drawLetters(file: Uint8Array): Uint8Array {
  // A copy: a Buffer may be a part of Node's pool, and its own slice() would be no copy.
  const font = opentype.parse(Uint8Array.from(file).buffer);
  const outlines = LETTERS.map((letter) => {
    const glyph = font.charToGlyph(letter);
    const contours = glyph.index === 0 ? [] : flatten(glyph.getPath(0, 0, font.unitsPerEm).commands);
    const box = boundingBox(contours);
    if (box === undefined) throw new Error(`no outline for the letter ${letter}`);
    return { contours, box };
  });
  const heights = outlines.map(({ box }) => box.bottom - box.top).sort((a, b) => a - b);
  const scale = CAP_HEIGHT / (((heights[12] as number) + (heights[13] as number)) / 2);
  const images = new Uint8Array(LETTERS.length * SIZE * SIZE);
  for (const [index, { contours, box }] of outlines.entries()) {
    const largest = Math.max(box.right - box.left, box.bottom - box.top);
    images.set(drawCentred(contours, Math.min(scale, LARGEST / largest)), index * SIZE * SIZE);
  }
  return images;
}

function drawCentred(contours: readonly Contour[], scale: number): Uint8Array {
  const box = boundingBox(contours);
  if (box === undefined) return new Uint8Array(SIZE * SIZE);
  const dx = SIZE / 2 - (scale * (box.left + box.right)) / 2;
  const dy = SIZE / 2 - (scale * (box.top + box.bottom)) / 2;
  return rasterise(place(contours, scale, dx, dy), SIZE, SIZE);
}
