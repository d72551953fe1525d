import { config } from '../config/config.js';
import { expected } from '../expected.js';
import type { JsonObject } from '../json.js';

/** What makes one model of a training the best, and when to give up waiting for a better one. */
export interface BestOptions {
  /** Name of a number that an `evaluate` listener returns. */
  readonly metric: string;
  /** Whether more of it is better, or less. */
  readonly mode: 'max' | 'min';
  /** Weight of the past in the exponential average that is compared, in [0, 1); 0: the plain values. */
  readonly smoothing?: number;
  /** End the training after so many evaluations in a row without a new best, 1 or more; without end. */
  readonly patience?: number;
}

const { integer, oneOf, optional, record, text, within } = config;

/** Reads the option `best` of `train`. */
export const bestOptions = record<BestOptions>({
  metric: text,
  mode: oneOf('max', 'min'),
  smoothing: optional(within({ least: 0, below: 1 })),
  patience: optional(integer({ least: 1, most: Number.POSITIVE_INFINITY })),
});

/** The best evaluation so far. */
export interface Best {
  /** Steps done then. */
  readonly step: number;
  /** The smoothed metric then. */
  readonly value: number;
}

/** Keeps the best evaluation in mind. */
export class BestTracker {
  readonly #options: Required<BestOptions>;
  #smoothed: number | undefined;
  #best: Best | undefined;
  #waited = 0;

  constructor({ metric, mode, smoothing = 0, patience = Number.POSITIVE_INFINITY }: BestOptions) {
    this.#options = { metric, mode, smoothing, patience };
  }

  /** The best so far; undefined before the first finite value. */
  get best(): Best | undefined {
    return this.#best;
  }

  /** Whether patience has run out. */
  get exhausted(): boolean {
    return this.#waited >= this.#options.patience;
  }

  /**
   * Takes in an evaluation; a value that is not finite is none.
   * @throws Error if the metric is not among its numbers.
   */
  note(step: number, values: Readonly<Record<string, number>>): void {
    const { metric, mode, smoothing } = this.#options;
    const value = values[metric];
    if (value === undefined) {
      const got = Object.keys(values).join(', ') || 'no numbers';
      throw new Error(expected('train', `an evaluate listener to return best.metric, ${metric}`, got));
    }
    this.#waited++;
    if (!Number.isFinite(value)) return;
    const smoothed = this.#smoothed === undefined ? value : smoothing * this.#smoothed + (1 - smoothing) * value;
    this.#smoothed = smoothed;
    const better = this.#best === undefined || (mode === 'max' ? smoothed > this.#best.value : smoothed < this.#best.value);
    if (!better) return;
    this.#best = { step, value: smoothed };
    this.#waited = 0;
  }

  /** What it has in mind, for a checkpoint. */
  state(): JsonObject {
    return {
      waited: this.#waited,
      ...(this.#smoothed === undefined ? {} : { smoothed: this.#smoothed }),
      ...(this.#best === undefined ? {} : { best: { ...this.#best } }),
    };
  }

  /** Goes on from what {@link BestTracker.state} said. */
  restore({ waited, smoothed, best }: JsonObject): void {
    this.#waited = waited as number;
    this.#smoothed = smoothed as number | undefined;
    this.#best = best as unknown as Best | undefined;
  }
}
