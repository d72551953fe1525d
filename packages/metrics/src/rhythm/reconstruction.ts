import { config, expected } from '@genlab/core';
import { count } from '../arguments.js';
import { atLeast } from '../at-least.js';
import { asMatrix, type Rows } from '../rows.js';
import { meanScore } from '../uncertainty/mean-score.js';
import { ratioOfSums } from '../uncertainty/ratio-of-sums.js';
import { rate, type Score } from '../wilson.js';

/** Options of {@link reconstruction}. */
export interface ReconstructionOptions {
  /** A cell is on from this probability. 0.5 by default. */
  readonly threshold?: number;
  /** Number of instruments (column = step * instruments + instrument), for `f1PerInstrument`. */
  readonly instruments?: number;
}

const { optional, record, within } = config;
const readOptions = record<ReconstructionOptions>({ threshold: optional(within({ above: 0, most: 1 })), instruments: optional(count) });

/** What {@link reconstruction} returns; each 0 to 1, and higher is better. */
export interface Reconstruction {
  /** Share of the cells that are right. Read it against `accuracyOfSilence`. */
  readonly accuracy: Score;
  /** What a decoder that never plays has: 1 less the density of the targets. */
  readonly accuracyOfSilence: number;
  /** Of the cells played, the share that was right. NaN if none was played. */
  readonly precision: Score;
  /** Of the cells to play, the share that was played. NaN if there was none. */
  readonly recall: Score;
  /** 2 hits / (played + to play): the figure to read. NaN if both are none. */
  readonly f1: Score;
  /** The same of each instrument, `[instruments]`; absent without `instruments`. */
  readonly f1PerInstrument?: Float64Array;
  /** Share of the rows that are right in every cell. */
  readonly exact: Score;
  /** Number of rows. */
  readonly n: number;
}

/**
 * How well binary rows, such as drum bars, come back from a model.
 *
 * Use it on held-out rows, decoded from the posterior's mean. `f1` is the figure: a decoder that never plays has the accuracy 1 - density,
 * 0.85 for drums.
 * The errors are taken over rows (for ratios by the jackknife), as the cells of a row are not independent.
 *
 * What it can't see: how sure a wrong cell was (use `likelihood`), nor what the ear forgives: a note one step late is two errors.
 *
 * @param x `target` `[n, cells]` of 0 and 1, `probability` `[n, cells]` in 0 to 1.
 * @throws RangeError on shapes that differ, no rows, or values out of range.
 * @example
 * ```ts
 * import { reconstruction } from '@genlab/metrics';
 *
 * const target = { data: [1, 0, 0, 1, 1, 0], shape: [2, 3] };
 * const probability = { data: [0.9, 0.2, 0.1, 0.4, 0.8, 0.7], shape: [2, 3] };
 * const { f1, exact } = reconstruction({ target, probability });
 * console.log(f1.value, exact.value); // 0.67 0.5
 * ```
 * @see van Rijsbergen, "Information retrieval", 1979 (F1).
 */
export function reconstruction(
  x: { readonly target: Rows; readonly probability: Rows },
  options: ReconstructionOptions = {},
): Reconstruction {
  const { target, probability } = Object(x) as typeof x;
  const { threshold = 0.5, instruments } = readOptions(options, 'reconstruction');
  const { data: wanted, rows: n, cols } = asMatrix('reconstruction (target)', target);
  const { data: given, rows, cols: width } = asMatrix('reconstruction (probability)', probability);
  if (rows !== n || width !== cols)
    throw new RangeError(expected('reconstruction', `probability of shape [${n},${cols}]`, `[${rows},${width}]`));
  atLeast('reconstruction', 'the number of rows', n, 1);
  check('target of 0 and 1', wanted, (value) => value === 0 || value === 1);
  check('probability from 0 to 1', given, (value) => value >= 0 && value <= 1);
  if (instruments !== undefined && cols % instruments !== 0) {
    throw new RangeError(expected('reconstruction', `instruments to divide the ${cols} cells of a row`, instruments));
  }
  const groups = instruments ?? 1;
  const hits = new Float64Array(n * groups);
  const played = new Float64Array(n * groups);
  const toPlay = new Float64Array(n * groups);
  for (let at = 0; at < wanted.length; at++) {
    const place = Math.floor(at / cols) * groups + (at % groups);
    const on = given[at]! >= threshold;
    if (on && wanted[at] === 1) hits[place]! += 1;
    if (on) played[place]! += 1;
    if (wanted[at] === 1) toPlay[place]! += 1;
  }
  const perRow = (counts: Float64Array) => Float64Array.from({ length: n }, (_, i) => total(counts.subarray(i * groups, (i + 1) * groups)));
  const [right, on, asked] = [perRow(hits), perRow(played), perRow(toPlay)];
  const twice = right.map((count) => 2 * count);
  const both = on.map((count, i) => count + asked[i]!);
  const wrong = both.map((count, i) => count - twice[i]!);
  const ofInstrument = (counts: Float64Array, j: number) => total(counts.filter((_, at) => at % groups === j));
  return {
    accuracy: meanScore(wrong.map((count) => 1 - count / cols)),
    accuracyOfSilence: 1 - total(asked) / (n * cols),
    precision: ratioOfSums(right, on),
    recall: ratioOfSums(right, asked),
    f1: ratioOfSums(twice, both),
    f1PerInstrument:
      instruments === undefined
        ? undefined
        : Float64Array.from(
            { length: groups },
            (_, j) => (2 * ofInstrument(hits, j)) / (ofInstrument(played, j) + ofInstrument(toPlay, j)),
          ),
    exact: rate(wrong.filter((count) => count === 0).length, n),
    n,
  };
}

const total = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

function check(what: string, values: ArrayLike<number>, holds: (value: number) => boolean): void {
  const bad = Array.from(values).find((value) => !holds(value));
  if (bad !== undefined) throw new RangeError(expected('reconstruction', what, bad));
}
