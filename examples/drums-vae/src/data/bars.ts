/** Steps a bar: semiquavers of 4/4. */
export const STEPS = 16;

/** The instruments of a step, in the order of its columns. */
export const INSTRUMENTS = ['kick', 'snare', 'closed hat', 'open hat', 'low tom', 'high tom', 'crash', 'ride', 'clap'] as const;

/** Cells of a bar. */
export const CELLS = STEPS * INSTRUMENTS.length;

/** The genres of the grammars and of Groove, in the order of their labels. */
export const GENRES = ['rock', 'jazz', 'hiphop', 'electronic', 'latin'] as const;

/** Bars with a genre each. */
export interface Bars {
  /** count x 16 x 9 cells of 0 or 1: the cell of a step and an instrument is at `step * 9 + instrument`. */
  readonly patterns: Uint8Array;
  /** Index of each bar's genre. */
  readonly genres: Int32Array;
  /** Index of each bar's variation, where that is known. */
  readonly variations?: Int32Array;
}

/** The cells of one bar. */
export function barAt(patterns: Uint8Array, index: number): Uint8Array {
  return patterns.subarray(index * CELLS, (index + 1) * CELLS);
}

/** The bars at some places, in that order. */
export function pickBars({ patterns, genres, variations }: Bars, places: ArrayLike<number>): Bars {
  const picked = new Uint8Array(places.length * CELLS);
  const at = Int32Array.from(places);
  for (const [row, place] of at.entries()) picked.set(barAt(patterns, place), row * CELLS);
  return {
    patterns: picked,
    genres: at.map((place) => genres[place] as number),
    ...(variations && { variations: at.map((place) => variations[place] as number) }),
  };
}
