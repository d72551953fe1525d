import type { Score } from '../../src/index.js';

/** A figure that comes with an interval, measured on fresh data of known truth. */
export interface IntervalCase {
  readonly name: string;
  /** The figure of the data of a seed. */
  readonly score: (seed: number) => Score;
}

/** How often intervals held what they should, and how wide they were. */
export interface Coverage {
  readonly name: string;
  readonly runs: number;
  /**
   * Runs whose interval held the mean over all runs, which is what an interval around the value promises: biases are the floors' affair.
   */
  readonly held: number;
  /** Standard deviation of the figure from run to run. */
  readonly sd: number;
  /** Mean half width of the intervals, in units of 1.96 standard deviations: 1 for intervals that are just wide enough. */
  readonly width: number;
}

/** Measures one figure `runs` times. */
export function coverageOf({ name, score }: IntervalCase, runs: number, firstSeed: number): Coverage {
  const scores = Array.from({ length: runs }, (_, run) => score(firstSeed + 10 * run));
  const mean = scores.reduce((sum, { value }) => sum + value, 0) / runs;
  const sd = Math.sqrt(scores.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (runs - 1));
  const held = scores.filter(({ interval }) => interval!.low <= mean && mean <= interval!.high).length;
  const half = scores.reduce((sum, { interval }) => sum + (interval!.high - interval!.low) / 2, 0) / runs;
  return { name, runs, held, sd, width: half / (1.96 * sd) };
}
