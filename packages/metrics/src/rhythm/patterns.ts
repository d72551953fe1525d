import { config, expected, Rng } from '@genlab/core';
import { count, rows as readRows, seed as readSeed } from '../arguments.js';
import { atLeast } from '../at-least.js';
import type { Rows } from '../rows.js';
import { meanOfPairs } from '../uncertainty/mean-of-pairs.js';
import { meanScore } from '../uncertainty/mean-score.js';
import { rate, type Score } from '../wilson.js';
import { type Bits, hamming, jaccard, packed } from './bits.js';
import { type BarFault, drumFaults } from './drum-faults.js';
import { halves } from './halves.js';
import { metre } from './metre.js';
import { validity } from './validity.js';

/** Bars as rows of 0 and 1, step-major: column = step * instruments + instrument. `[n, steps * instruments]`. */
export interface PatternsInput {
  /** The bars to judge: generated ones, or real ones for comparison. */
  readonly fake: Rows;
  /** The bars the model was trained on, for novelty and the range of densities. */
  readonly train?: Rows;
  /** Real bars that the model has not seen, for `noveltyRatio`. */
  readonly test?: Rows;
}

/** Options of {@link patterns}. */
export interface PatternsOptions {
  /** Steps in a bar. 16 by default. */
  readonly steps?: number;
  /** Instruments. 9 by default. */
  readonly instruments?: number;
  /** What makes a bar invalid, by name. `drumFaults` by default if there are nine instruments. */
  readonly faults?: Readonly<Record<string, BarFault>>;
  /** Seed of the order in which halves of different bars are paired. 0 by default. */
  readonly seed?: number;
}

const { optional, record } = config;
const readInput = record<PatternsInput>({ fake: readRows, train: optional(readRows), test: optional(readRows) });
const readOptions = record<PatternsOptions>({
  steps: optional(count),
  instruments: optional(count),
  faults: optional(readFaults),
  seed: optional(readSeed),
});

function readFaults(value: unknown, path: string): Readonly<Record<string, BarFault>> {
  if (typeof value === 'object' && value !== null && Object.values(value).every((fault) => typeof fault === 'function'))
    return value as Readonly<Record<string, BarFault>>;
  throw new TypeError(expected(path, 'functions by name, such as drumFaults', value));
}

/** What {@link patterns} returns. */
export interface Patterns {
  /** Number of bars. */
  readonly n: number;
  /** Onsets a cell, 0 to 1. Near that of real bars is best. */
  readonly density: Score;
  /** Steps with an onset a step, 0 to 1. Near that of real bars is best. */
  readonly stepDensity: Score;
  /**
   * Syncopation (see `rhythm`) of all instruments added up, a bar. Near that of real bars is best. Absent if the steps are no power of two.
   */
  readonly syncopation?: Score;
  /**
   * How alike the two halves of a bar are: cells on in both, of those on in either; 0 to 1. Near that of real bars is best. Absent if the
   * steps are odd.
   */
  readonly selfSimilarity?: Score;
  /** The same for a first half and the second half of another bar: what `selfSimilarity` would be without form within the bar. */
  readonly selfSimilarityChance?: number;
  /**
   * Mean share of cells in which two bars differ, 0 to 1. Near that of real bars is best; sparse bars differ little whatever they are. NaN
   * of a single bar.
   */
  readonly pairwiseHamming: Score;
  /**
   * Mean over pairs of bars of 1 - cells on in both, of those on in either; 0 to 1: the figure to read for diversity. NaN of a single bar.
   */
  readonly diversity: Score;
  /** Share of distinct bars, 0 to 1: near that of as many real bars is best. */
  readonly unique: number;
  /** Share of the bars without a fault, 0 to 1; higher is better. */
  readonly valid: Score;
  /** Share of the bars with each fault; `unusualDensity`, if there is a training set: fewer or more onsets than any of its bars. */
  readonly failures: Readonly<Record<string, number>>;
  /** Share of the bars that are not in the training set, 0 to 1. Trivially near 1: there are 2^144 bars. Needs `train`. */
  readonly novelty?: Score;
  /** Mean share of cells in which a bar differs from its nearest training bar. Needs `train`. */
  readonly nearestTrain?: Score;
  /** `nearestTrain` over the same of the test bars: 1 is best, far below 1 is copying, far above is noise. Needs `train` and `test`. */
  readonly noveltyRatio?: number;
}

/**
 * What a set of bars is like: how dense, syncopated, repetitive, various, valid and new they are.
 *
 * Use it on generated bars and, with the same options, on as many real ones: most of these figures have no good end, only a distance from
 * real bars. Take 500 bars or more. Self-similarity and diversity count cells that are on (Jaccard): by Hamming, sparse noise looks alike
 * and repetitive.
 *
 * What it can't see: style (use a classifier), dynamics, what is musical. Fault rates are those of the rules given, nothing more.
 *
 * @throws RangeError on no bars, cells other than 0 and 1, or rows that are not steps * instruments wide.
 * @example
 * ```ts
 * import { patterns } from '@genlab/metrics';
 *
 * const bar = (shift: number) => Array.from({ length: 144 }, (_, cell) => (cell % (36 + 9 * shift) === 0 ? 1 : 0));
 * const fake = { data: [0, 1, 2].flatMap(bar), shape: [3, 144] };
 * const { valid, diversity, noveltyRatio } = patterns({ fake, train: fake, test: fake });
 * console.log(valid.value, diversity.value, noveltyRatio); // 1 0.76 NaN: no test bar is new either
 * ```
 * @see Yang and Lerch, "On the evaluation of generative models in music", 2020.
 */
export function patterns(input: PatternsInput, options: PatternsOptions = {}): Patterns {
  const { fake, train, test } = readInput(input, 'patterns');
  const { steps = 16, instruments = 9, seed = 0, ...rest } = readOptions(options, 'patterns');
  const faults: Readonly<Record<string, BarFault>> = rest.faults ?? (instruments === 9 ? drumFaults : {});
  const bars = packed('patterns (fake)', fake, steps * instruments);
  const known = train && packed('patterns (train)', train, steps * instruments);
  const unseen = test && packed('patterns (test)', test, steps * instruments);
  for (const [role, set] of Object.entries({ fake: bars, train: known, test: unseen })) {
    if (set) atLeast(`patterns (${role})`, 'the number of bars', set.n, 1);
  }
  if (unseen && !known) throw new RangeError(expected('patterns', 'train beside test', 'none'));
  const gaps = known && nearestOf(bars, known);
  return {
    n: bars.n,
    density: meanScore(Float64Array.from(bars.set, (onsets) => onsets / bars.length)),
    ...metre(bars, steps, instruments),
    ...halves(bars, instruments, new Rng(seed)),
    pairwiseHamming: meanOfPairs(bars.n, (i, k) => hamming(bars, i, bars, k)),
    diversity: meanOfPairs(bars.n, (i, k) => 1 - jaccard(bars, i, bars, k)),
    unique:
      new Set(Array.from({ length: bars.n }, (_, i) => bars.words.slice(i * bars.perRow, (i + 1) * bars.perRow).join())).size / bars.n,
    ...validity(bars, known, { steps, instruments, faults }),
    novelty: gaps && rate(gaps.filter((gap) => gap > 0).length, bars.n),
    nearestTrain: gaps && meanScore(gaps),
    noveltyRatio: gaps && known && unseen && meanScore(gaps).value / meanScore(nearestOf(unseen, known)).value,
  };
}

/** Hamming distance of each row to the nearest of the others. */
function nearestOf(rows: Bits, others: Bits): Float64Array {
  return Float64Array.from({ length: rows.n }, (_, i) => {
    let least = 1;
    for (let k = 0; k < others.n; k++) least = Math.min(least, hamming(rows, i, others, k));
    return least;
  });
}
