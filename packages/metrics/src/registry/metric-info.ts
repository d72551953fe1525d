/** What a figure means: enough to draw its axis, to say which of two is better, and to find its source. */
export interface MetricInfo {
  /** Which way is better: up, down, towards `target`, towards the same figure of real data, or neither by itself. */
  readonly better: 'higher' | 'lower' | 'target' | 'real' | 'neither';
  /** The best value, where `better` is `'target'`. */
  readonly target?: number;
  /** Least and greatest value it can have. */
  readonly range: readonly [number, number];
  /** Unit, `''` for a pure number. */
  readonly unit: string;
  /**
   * Samples (of each set, data, rows, bars) from which on it told some fault from none in the study of its page, which says what fault; 1
   * where it is exact. A milder fault takes more.
   */
  readonly samples: number;
  /** Where it comes from: author and year, or `own definition`. */
  readonly paper: string;
  /** What it can't see. */
  readonly blind: string;
}

/** Shares and other figures from 0 to 1. */
export const UNIT: readonly [number, number] = [0, 1];
/** Figures of 0 and more. */
export const POSITIVE: readonly [number, number] = [0, Number.POSITIVE_INFINITY];
/** Any number. */
export const REAL: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
