import { imageGrid } from '@genlab/report';
import type { Dataset } from './data/images.js';

/** Rows of 26, so that a conditional run shows A-Z in each. */
const SHEET = { rows: 10, columns: 26 };

/** The first samples of a look as one PNG. */
export function sheetOf(samples: Uint8Array, { height, width }: Pick<Dataset, 'height' | 'width'>): Uint8Array {
  const shown = samples.slice(0, SHEET.rows * SHEET.columns * height * width);
  return imageGrid({ data: shown, shape: [shown.length / (height * width), height, width, 1] }, { columns: SHEET.columns }).png;
}
