import { CELLS } from './data/bars.js';
import type { Dataset } from './data/dataset.js';
import { meanNll } from './data/truth.js';
import { independentCells } from './judge.js';

/** Models that any other should be better than: negative log-likelihood of the validation bars, nats a bar. */
export interface Baselines {
  /** Cells that are independent given the genre, counted in the training bars. */
  readonly independentCells: number;
  /** A training bar drawn at random, every cell of it flipped with one chance. */
  readonly nearestBar: { readonly nll: number; readonly flip: number };
}

const WORDS = Math.ceil(CELLS / 32);
const FLIPS = [0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15];

/**
 * Fits both to the training bars. The chance of a flip is the one that suits the validation bars best, which is in this baseline's favour.
 */
export function baselinesOf({ train, validation, genres }: Dataset): Baselines {
  const candidates = FLIPS.map((flip) => ({ flip, nll: 0 }));
  const [known, asked] = [packed(train.patterns), packed(validation.patterns)];
  const [bars, count] = [validation.genres.length, train.genres.length];
  const different = new Float64Array(CELLS + 1);
  for (let bar = 0; bar < bars; bar++) {
    different.fill(0); // how many training bars differ from this one in so many cells
    for (let other = 0; other < count; other++) {
      let cells = 0;
      for (let word = 0; word < WORDS; word++)
        cells += bitsIn((asked[bar * WORDS + word] as number) ^ (known[other * WORDS + word] as number));
      different[cells] = (different[cells] as number) + 1;
    }
    for (const candidate of candidates) candidate.nll -= logMixture(different, count, candidate.flip) / bars;
  }
  return {
    independentCells: meanNll(independentCells(train, genres.length), validation.patterns),
    nearestBar: candidates.reduce((best, candidate) => (candidate.nll < best.nll ? candidate : best)),
  };
}

/** Bars as five words of 32 cells each. */
function packed(patterns: Uint8Array): Uint32Array {
  const words = new Uint32Array((patterns.length / CELLS) * WORDS);
  for (const [at, cell] of patterns.entries()) {
    const word = Math.floor(at / CELLS) * WORDS + ((at % CELLS) >> 5);
    words[word] = (words[word] as number) | (cell << ((at % CELLS) & 31));
  }
  return words;
}

function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

function logMixture(different: Float64Array, count: number, flip: number): number {
  const [turned, kept] = [Math.log(flip), Math.log1p(-flip)];
  const logs = Array.from(different, (bars, cells) =>
    bars > 0 ? Math.log(bars / count) + cells * turned + (CELLS - cells) * kept : Number.NEGATIVE_INFINITY,
  );
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
