import { config, expected } from '@genlab/core';
import { atLeast } from '../at-least.js';
import { asMatrix, type Rows } from '../rows.js';

/** What `Moments` hold at a time. */
export interface MomentsValue {
  /** Number of rows seen. */
  readonly n: number;
  /** Mean of each column, `[dims]`. */
  readonly mean: Float64Array;
  /** Covariance of the columns with n - 1 in the denominator, row-major `[dims, dims]`. */
  readonly cov: Float64Array;
}

/** `Moments` as plain data, for JSON. */
export interface MomentsState {
  /** Number of rows seen. */
  readonly n: number;
  /** Mean of each column, `[dims]`. */
  readonly mean: readonly number[];
  /** Sums of products of deviations from the mean, row-major `[dims, dims]`. */
  readonly scatter: readonly number[];
}

/**
 * Mean and covariance of any number of rows in constant memory; made by {@link moments}.
 *
 * Every batch is centred on its own mean and merged by Chan's formula in float64, so a large common offset costs no digits
 * (sums of x x^T would lose them all), and the order of batches matters only in the last digits.
 */
export class Moments {
  /** Number of columns. */
  readonly dims: number;
  #n = 0;
  readonly #mean: Float64Array;
  readonly #scatter: Float64Array;

  /** @param state the number of columns, or what `toJSON` returned. */
  constructor(state: number | MomentsState) {
    this.dims = typeof state === 'number' ? state : config.numbers(Object(state).mean, 'moments').length;
    atLeast('moments', 'dims', this.dims, 1);
    this.#mean = new Float64Array(this.dims);
    this.#scatter = new Float64Array(this.dims * this.dims);
    if (typeof state === 'number') return;
    if (config.numbers(state.scatter, 'moments.scatter').length !== this.#scatter.length) {
      throw new RangeError(expected('moments', `a state with ${this.#scatter.length} numbers in scatter`, state.scatter.length));
    }
    if (!Number.isInteger(state.n) || state.n < 0) throw new RangeError(expected('moments', 'a state with a number of rows n', state.n));
    this.#n = state.n;
    this.#mean.set(state.mean);
    this.#scatter.set(state.scatter);
  }

  /** Number of rows seen. */
  get n(): number {
    return this.#n;
  }

  /** Takes a batch of rows `[n, dims]` in. @throws RangeError if they have another width, or hold NaN or infinities. */
  push(batch: Rows): this {
    const { data, rows, cols } = asMatrix('moments', batch);
    this.#sameWidth(cols);
    if (rows === 0) return this;
    const mean = new Float64Array(cols);
    for (let i = 0; i < data.length; i++) mean[i % cols]! += data[i]! / rows;
    const scatter = new Float64Array(cols * cols);
    const row = new Float64Array(cols);
    for (let start = 0; start < data.length; start += cols) {
      for (let j = 0; j < cols; j++) row[j] = data[start + j]! - mean[j]!;
      for (let i = 0; i < cols; i++) for (let j = 0; j <= i; j++) scatter[i * cols + j]! += row[i]! * row[j]!;
    }
    for (let i = 0; i < cols; i++) for (let j = 0; j < i; j++) scatter[j * cols + i] = scatter[i * cols + j]!;
    this.#add(rows, mean, scatter);
    return this;
  }

  /** Takes in all that another accumulator has seen, as if its rows had been pushed here; the other stays as it is. */
  merge(other: Moments): this {
    if (!(other instanceof Moments)) throw new TypeError(expected('moments', 'moments to merge', other));
    this.#sameWidth(other.dims);
    if (other.#n > 0) this.#add(other.#n, other.#mean.slice(), other.#scatter.slice());
    return this;
  }

  /** Mean and covariance of what was seen. @throws RangeError if that is fewer than 2 rows. */
  value(): MomentsValue {
    if (this.#n < 2) throw new RangeError(expected('moments', 'at least 2 rows', this.#n, 'A covariance needs two.'));
    return { n: this.#n, mean: this.#mean.slice(), cov: this.#scatter.map((sum) => sum / (this.#n - 1)) };
  }

  /** The state as plain data: `moments(JSON.parse(JSON.stringify(m)))` goes on where `m` was. */
  toJSON(): MomentsState {
    return { n: this.#n, mean: [...this.#mean], scatter: [...this.#scatter] };
  }

  #sameWidth(cols: number): void {
    if (cols !== this.dims) throw new RangeError(expected('moments', `rows of ${this.dims} numbers`, cols));
  }

  #add(n: number, mean: Float64Array, scatter: Float64Array): void {
    const { dims } = this;
    const total = this.#n + n;
    const shift = mean.map((value, j) => value - this.#mean[j]!);
    const weight = (this.#n * n) / total;
    for (let i = 0; i < dims; i++) {
      for (let j = 0; j < dims; j++) this.#scatter[i * dims + j]! += scatter[i * dims + j]! + weight * shift[i]! * shift[j]!;
      this.#mean[i]! += (shift[i]! * n) / total;
    }
    this.#n = total;
  }
}

/**
 * An empty accumulator of mean and covariance for rows of `dims` numbers, or one that goes on from a saved state.
 *
 * Use it where samples come in batches, or to keep the statistics of the real data instead of the data.
 *
 * @param state the number of columns, or the plain data that `toJSON` gave.
 * @throws RangeError if `dims` is not a positive integer, or the state does not fit together.
 * @example
 * ```ts
 * import { frechet, moments } from '@genlab/metrics';
 *
 * const batch = { data: [0, 1, 2, 0, 1, 2], shape: [3, 2] };
 * const real = moments(2).push(batch).push(batch);
 * console.log(frechet({ real, fake: moments(2).push(batch) }).value);
 * ```
 * @see Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979.
 */
export function moments(state: number | MomentsState): Moments {
  return new Moments(state);
}
