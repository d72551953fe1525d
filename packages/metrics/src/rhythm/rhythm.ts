import { config, expected } from '@genlab/core';
import { lhl, metricWeights } from './syncopation.js';
import { wnbd } from './weighted-beat-distance.js';

/** Options of {@link rhythm}. */
export interface RhythmOptions {
  /** Steps a beat. A quarter of the bar by default. */
  readonly beat?: number;
  /**
   * Metric weight of each step, `[steps]`: the larger, the stronger. By default the tree of halves: 0 for the bar's start, -1 for its
   * middle, down to -log2(steps).
   */
  readonly weights?: ArrayLike<number>;
}

const { number, numbers, optional, record } = config;
const readOptions = record<RhythmOptions>({ beat: optional(number), weights: optional(numbers) });

/** What {@link rhythm} returns. None of them is better high or low: compare them with the same figures of real bars. */
export interface Rhythm {
  /** Number of onsets, 0 to the number of steps. */
  readonly onsets: number;
  /** Onsets a step, 0 to 1. */
  readonly density: number;
  /**
   * Syncopation of Longuet-Higgins and Lee, 0 and up: for each onset, how much stronger than it the strongest rest before the next one is.
   */
  readonly lhl: number;
  /** Weighted note-to-beat distance, 0 and up: 0 if every onset is on a beat. */
  readonly wnbd: number;
  /** Onsets at steps that share no divisor with the number of steps: at 16 steps, the odd ones. */
  readonly offBeat: number;
  /** How near the onsets' centre of mass on the circle of the bar is to its middle, 0 to 1; 1 for no onset. */
  readonly balance: number;
  /** How evenly the onsets go round the bar, 0 to 1; 0 for no onset. */
  readonly evenness: number;
}

/**
 * The rhythm of one voice in one bar, which goes round: after the last step comes the first.
 *
 * Use it for each instrument of a drum bar, or for the steps on which anything sounds, and compare the distribution with that of real bars
 * (`distanceOverlap`). With onsets at steps t_1 < ... < t_n of T: balance 1 - |sum e^(2 pi i t / T)| / n, evenness |sum over k of e^(2 pi i
 * (t_k / T - k / n))| / n.
 * Onsets and density: steps; `lhl`: levels of the metre; the others have no unit.
 *
 * What it can't see: how hard a note is struck, which instrument it is, what the bar before was. LHL and WNBD have variants that differ by
 * whole units, so compare with no figure of another program.
 *
 * @param pattern `[steps]`, 0 or 1.
 * @throws RangeError on no steps, other numbers than 0 and 1, steps that are no power of two without `weights`, or weights of another
 *   length.
 * @example
 * ```ts
 * import { rhythm } from '@genlab/metrics';
 *
 * const { lhl, wnbd } = rhythm([1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0]); // son clave
 * console.log(lhl, wnbd); // 4 2.8
 * ```
 * @see Longuet-Higgins and Lee, "The rhythmic interpretation of monophonic music", 1984. Gomez et al., "Mathematical measures of
 *   syncopation", 2005 (WNBD).
 * Milne et al., "Perfect balance", 2015 (balance and evenness). Differs in `lhl`: an onset counts its strongest rest once, and the bar goes
 * round.
 */
export function rhythm(pattern: ArrayLike<number>, options: RhythmOptions = {}): Rhythm {
  const steps = numbers(pattern, 'rhythm').length;
  const { beat = steps / 4, weights } = readOptions(options, 'rhythm');
  if (steps < 1) throw new RangeError(expected('rhythm', 'at least one step', steps));
  const bad = Array.from(pattern).find((value) => value !== 0 && value !== 1);
  if (bad !== undefined)
    throw new RangeError(expected('rhythm', 'a pattern of 0 and 1', bad, 'Draw from probabilities, or compare them with 0.5.'));
  if (!(beat > 0 && beat <= steps)) throw new RangeError(expected('rhythm', `beat above 0 and at most ${steps} steps`, beat));
  if (weights && weights.length !== steps) throw new RangeError(expected('rhythm', `${steps} weights`, weights.length));
  const strength = weights ?? metricWeights(steps);
  const onsets = Array.from(pattern).flatMap((value, step) => (value === 1 ? [step] : []));
  const n = onsets.length;
  return {
    onsets: n,
    density: n / steps,
    lhl: lhl(onsets, strength),
    wnbd: wnbd(onsets, steps, beat),
    offBeat: onsets.filter((step) => divisor(step, steps) === 1).length,
    balance: n === 0 ? 1 : 1 - resultant(onsets.map((step) => step / steps)) / n,
    evenness: n === 0 ? 0 : resultant(onsets.map((step, k) => step / steps - k / n)) / n,
  };
}

/** Length of the sum of unit vectors at these parts of a turn. */
function resultant(turns: readonly number[]): number {
  const sum = (part: (angle: number) => number) => turns.reduce((total, turn) => total + part(2 * Math.PI * turn), 0);
  return Math.hypot(sum(Math.cos), sum(Math.sin));
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
