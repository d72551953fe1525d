import type { HierarchicalVAE } from '@genlab/vae';
import * as tf from '@tensorflow/tfjs-core';
import { type Bars, CELLS, pickBars } from './data/bars.js';
import type { Dataset } from './data/dataset.js';
import { barTensor, take } from './tensors.js';

/** Generated bars of each genre. */
export const PER_GENRE = 6;
/** New variations of each genre's bar. */
export const VARIATIONS = 4;
/** Places on the way from one bar to another, its ends included. */
export const STEPS_BETWEEN = 5;

/** Bars to be seen and heard; each of 144 probabilities, one after the other. */
export interface Showcase {
  /** {@link PER_GENRE} bars of each genre, genre after genre. */
  readonly byGenre: Float32Array;
  /** One validation bar of each genre, of different variations where these are known: what the following is made of. */
  readonly sources: Bars;
  /** Row: the style of a source; column: the variation of a source. The diagonal is the sources, reconstructed. */
  readonly swap: Float32Array;
  /** {@link VARIATIONS} bars of each source's style, the low level drawn anew. */
  readonly variations: Float32Array;
  /** From each source to the next: {@link STEPS_BETWEEN} bars, the low level held as the first has it. */
  readonly between: Float32Array;
}

/** Draws what the report shows. Nothing of it is selected. */
export async function showcaseOf(vae: HierarchicalVAE, { genres, validation }: Dataset): Promise<Showcase> {
  const asked = Int32Array.from({ length: genres.length * PER_GENRE }, (_, i) => Math.floor(i / PER_GENRE));
  const sources = pickBars(validation, oneOfEach(validation, genres.length));
  const [bars, next] = [barTensor(sources.patterns), barTensor(rotated(sources.patterns))];
  const rows = repeated(sources.patterns);
  try {
    return {
      byGenre: await take(vae.sample({ n: asked.length, label: vae.classes === undefined ? undefined : asked, seed: 2 })),
      sources,
      swap: await take(swap(vae, bars)),
      variations: await take(vae.vary(rows, { seed: 3 })),
      between: await take(vae.interpolate({ from: bars, to: next, steps: STEPS_BETWEEN, hold: [1] })),
    };
  } finally {
    tf.dispose([bars, next, rows]);
  }
}

/** The first validation bar of each genre; of variations in turn, where they are known. A genre without one is passed over. */
function oneOfEach({ genres, variations }: Bars, count: number): number[] {
  const kinds = variations ? 1 + variations.reduce((most, value) => Math.max(most, value), 0) : 1;
  return Array.from({ length: count }, (_, genre) => genre).flatMap((genre) => {
    const places = [...genres.keys()].filter((place) => genres[place] === genre);
    return places.find((place) => variations?.[place] === genre % kinds) ?? places[0] ?? [];
  });
}

function swap(vae: HierarchicalVAE, bars: tf.Tensor3D): tf.Tensor {
  return tf.tidy(() => {
    const n = bars.shape[0];
    const levels = vae.encode(bars);
    const offsets = levels.map(({ offset }, level) => {
      const index = Int32Array.from({ length: n * n }, (_, i) => (level === 0 ? Math.floor(i / n) : i % n));
      return tf.gather(offset, tf.tensor1d(index, 'int32'));
    });
    return vae.decode({ offsets });
  });
}

/** Every bar as often as it is to be varied. */
function repeated(patterns: Uint8Array): tf.Tensor3D {
  const count = patterns.length / CELLS;
  return barTensor(
    pickBars(
      { patterns, genres: new Int32Array(count) },
      Array.from({ length: count * VARIATIONS }, (_, i) => Math.floor(i / VARIATIONS)),
    ).patterns,
  );
}

/** Every bar in the place of the one before it. */
function rotated(patterns: Uint8Array): Uint8Array {
  return Uint8Array.from([...patterns.subarray(CELLS), ...patterns.subarray(0, CELLS)]);
}
