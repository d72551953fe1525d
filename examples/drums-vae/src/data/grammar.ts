import type { Rng } from '@genlab/core';
import { type Bars, CELLS, GENRES, INSTRUMENTS } from './bars.js';
import type { Tables } from './truth.js';

/**
 * Bars whose distribution is known exactly: a genre, independently of it a variation, and given both each cell on or off by itself.
 * So there is a least negative log-likelihood that any model can reach, and a classifier that none can beat.
 */
export interface Grammar extends Tables {
  /** Its name on the command line. */
  readonly name: 'grammar:study' | 'grammar:varied';
  readonly genreNames: readonly string[];
  readonly variationNames: readonly string[];
}

/** `chance` at some `steps` of an instrument. */
type Hit = readonly [instrument: (typeof INSTRUMENTS)[number], chance: number, steps: readonly number[]];

const EVEN = [0, 2, 4, 6, 8, 10, 12, 14];
const OFF_BEATS = [2, 6, 10, 14];

const GENRE_HITS: Readonly<Record<(typeof GENRES)[number], readonly Hit[]>> = {
  rock: [
    ['kick', 1, [0, 4, 8, 12]],
    ['kick', 0.7, OFF_BEATS],
    ['snare', 1, [4, 8, 12]],
    ['closed hat', 1, EVEN],
    ['crash', 0.3, [15]],
  ],
  jazz: [
    ['kick', 1, [0]],
    ['kick', 0.6, [10]],
    ['snare', 1, [4, 12]],
    ['ride', 1, [0, 3, 6, 9, 12, 15]],
  ],
  hiphop: [
    ['kick', 1, [0, 10]],
    ['snare', 1, [4, 12]],
    ['closed hat', 0.8, EVEN],
    ['clap', 0.4, [7]],
  ],
  electronic: [
    ['kick', 1, [0, 4, 8, 12]],
    ['snare', 1, [4, 12]],
    ['closed hat', 1, OFF_BEATS],
    ['clap', 0.7, [0, 8]],
  ],
  latin: [
    ['kick', 1, [0, 3, 6, 10, 12]],
    ['snare', 1, [4, 12]],
    ['closed hat', 1, EVEN],
    ['low tom', 0.6, [2, 5, 8, 11, 14]],
  ],
};

const VARIATION_HITS: Readonly<Record<string, readonly Hit[]>> = {
  plain: [],
  ghost: [['snare', 0.8, [3, 7, 9, 15]]],
  open: [['open hat', 0.9, OFF_BEATS]],
  fill: [
    ['high tom', 0.9, [12, 13]],
    ['low tom', 0.9, [14, 15]],
    ['crash', 0.6, [0]],
  ],
};

/** Every cell is turned over with this chance at the end. */
const FLIP = 0.05;

/** The study's grammar: five genres, and within a genre nothing left to learn. */
export const studyGrammar = grammar('grammar:study', { plain: [] });

/** The same genres, each in four variations. */
export const variedGrammar = grammar('grammar:varied', VARIATION_HITS);

function grammar(name: Grammar['name'], variations: Readonly<Record<string, readonly Hit[]>>): Grammar {
  const pairs = GENRES.flatMap((genre) => Object.values(variations).map((hits) => [table(GENRE_HITS[genre]), table(hits)] as const));
  const cells = pairs.map(([genre, variation]) =>
    genre.map((p, cell) => {
      const either = 1 - (1 - p) * (1 - (variation[cell] as number));
      return (1 - FLIP) * either + FLIP * (1 - either);
    }),
  );
  return {
    name,
    genreNames: GENRES,
    variationNames: Object.keys(variations),
    genres: GENRES.length,
    variations: Object.keys(variations).length,
    cells,
  };
}

function table(hits: readonly Hit[]): Float64Array {
  const chances = new Float64Array(CELLS);
  for (const [instrument, chance, steps] of hits)
    for (const step of steps) chances[step * INSTRUMENTS.length + INSTRUMENTS.indexOf(instrument)] = chance;
  return chances;
}

/** Draws `n` bars. */
export function drawBars({ genres, variations, cells }: Grammar, rng: Rng, n: number): Required<Bars> {
  const drawn = { patterns: new Uint8Array(n * CELLS), genres: new Int32Array(n), variations: new Int32Array(n) };
  for (let bar = 0; bar < n; bar++) {
    const genre = rng.integer(genres);
    const variation = rng.integer(variations);
    drawn.genres[bar] = genre;
    drawn.variations[bar] = variation;
    const chances = cells[genre * variations + variation] as Float64Array;
    for (const [cell, chance] of chances.entries()) drawn.patterns[bar * CELLS + cell] = rng.number() < chance ? 1 : 0;
  }
  return drawn;
}
