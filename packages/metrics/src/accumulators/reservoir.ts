import { expected, Rng, type RngState } from '@genlab/core';
import { atLeast } from '../at-least.js';
import { asMatrix, type Matrix, type Rows } from '../rows.js';

/** What {@link reservoir} is made from. */
export interface ReservoirOptions {
  /** The most rows kept. */
  readonly capacity: number;
  /** Number of columns. */
  readonly dims: number;
  /** Seed of the choice. Reservoirs that are to be merged need seeds of their own. */
  readonly seed: number;
}

/** A `Reservoir` as plain data, for JSON. */
export interface ReservoirState {
  /** The most rows kept. */
  readonly capacity: number;
  /** Number of columns. */
  readonly dims: number;
  /** Where its random numbers stand. */
  readonly rng: RngState;
  /** Number of rows seen. */
  readonly n: number;
  /** The random key of each row kept, ascending. */
  readonly keys: readonly number[];
  /** The rows kept, row-major. */
  readonly data: readonly number[];
}

interface Kept {
  readonly key: number;
  readonly row: Float64Array;
}

/**
 * A uniform sample, without replacement, of any number of rows in the memory of `capacity` rows; made by {@link reservoir}.
 *
 * It is a `Matrix` of what it holds at the time, so that every metric takes it in place of rows. Each row seen draws a key in [0, 1), and
 * the rows with the smallest keys stay: so two reservoirs merge by keeping the smallest keys of both.
 */
export class Reservoir implements Matrix {
  /** The most rows kept. */
  readonly capacity: number;
  /** Number of columns. */
  readonly cols: number;
  readonly #rng: Rng;
  #n = 0;
  #kept: Kept[] = [];
  /** Keys at or above this one are out. */
  #limit = 1;

  /** @param state capacity, columns and seed, or what `toJSON` returned. */
  constructor(state: ReservoirOptions | ReservoirState) {
    const { capacity, dims } = Object(state) as typeof state;
    atLeast('reservoir', 'capacity', capacity, 1);
    atLeast('reservoir', 'dims', dims, 1);
    this.capacity = capacity;
    this.cols = dims;
    this.#rng = 'rng' in state ? Rng.from(state.rng) : new Rng(state.seed);
    if (!('rng' in state)) return;
    const { keys, data, n } = state;
    if (data.length !== keys.length * dims || keys.length !== Math.min(n, capacity)) {
      const got = `${keys.length} keys and ${data.length} numbers`;
      throw new RangeError(expected('reservoir', `a state of ${Math.min(n, capacity)} rows of ${dims}`, got));
    }
    this.#n = n;
    this.#take(keys.map((key, i) => ({ key, row: Float64Array.from(data.slice(i * dims, (i + 1) * dims)) })));
  }

  /** Number of rows seen. */
  get n(): number {
    return this.#n;
  }

  /** Number of rows held: `n`, or `capacity` if that is less. */
  get rows(): number {
    return Math.min(this.#n, this.capacity);
  }

  /** The rows held, row-major, in random order: a copy. */
  get data(): Float64Array {
    const data = new Float64Array(this.rows * this.cols);
    for (const [i, { row }] of this.#smallest().entries()) data.set(row, i * this.cols);
    return data;
  }

  /**
   * Takes a batch of rows `[n, dims]` in. @throws RangeError if they have another width, or hold NaN or infinities; then none was taken.
   */
  push(batch: Rows): this {
    const { data, rows, cols } = asMatrix('reservoir', batch);
    this.#sameWidth(cols);
    const taken: Kept[] = [];
    for (let i = 0; i < rows; i++) {
      const key = this.#rng.number();
      if (key >= this.#limit) continue;
      const row = new Float64Array(cols);
      for (let j = 0; j < cols; j++) row[j] = data[i * cols + j]!;
      taken.push({ key, row });
    }
    this.#n += rows;
    this.#take(taken);
    return this;
  }

  /**
   * Takes in what another reservoir has seen; the other stays as it is. @throws RangeError if it has another width, or a smaller capacity.
   */
  merge(other: Reservoir): this {
    this.#sameWidth(other.cols);
    if (other.capacity < this.capacity) {
      const hint = 'Merge the larger one into the smaller: what it has let go of may be missing here.';
      throw new RangeError(expected('reservoir', `a capacity of at least ${this.capacity}`, other.capacity, hint));
    }
    this.#n += other.#n;
    this.#take(other.#kept);
    return this;
  }

  /** What is held now: a copy that later pushes do not change. */
  value(): Matrix {
    return { data: this.data, rows: this.rows, cols: this.cols };
  }

  /** The state as plain data: `reservoir(JSON.parse(JSON.stringify(r)))` goes on where `r` was. */
  toJSON(): ReservoirState {
    const keys = this.#smallest().map(({ key }) => key);
    return { capacity: this.capacity, dims: this.cols, rng: this.#rng.state(), n: this.#n, keys, data: [...this.data] };
  }

  #sameWidth(cols: number): void {
    if (cols !== this.cols) throw new RangeError(expected('reservoir', `rows of ${this.cols} numbers`, cols));
  }

  #take(more: readonly Kept[]): void {
    this.#kept = this.#kept.concat(more);
    if (this.#kept.length >= 2 * this.capacity) this.#smallest(); // not at every batch, which would sort too often
  }

  #smallest(): readonly Kept[] {
    this.#kept.sort((a, b) => a.key - b.key);
    this.#kept.length = Math.min(this.#kept.length, this.capacity);
    if (this.#kept.length === this.capacity) this.#limit = this.#kept.at(-1)!.key;
    return this.#kept;
  }
}

/**
 * An empty reservoir: it keeps a uniform sample of all rows it is given. Or one that goes on from a saved state.
 *
 * Use it where a metric needs the samples themselves (neighbours, kernels) and there are too many to keep.
 *
 * @param state capacity, columns and seed; or the plain data that `toJSON` gave.
 * @throws RangeError if capacity or columns are no positive integers, or the state does not fit together.
 * @example
 * ```ts
 * import { reservoir } from '@genlab/metrics';
 *
 * const kept = reservoir({ capacity: 2, dims: 1, seed: 7 });
 * for (let i = 0; i < 100; i++) kept.push({ data: [i], shape: [1, 1] });
 * console.log(kept.n, kept.rows); // 100 2
 * ```
 * @see Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006; here all weights are one.
 */
export function reservoir(state: ReservoirOptions | ReservoirState): Reservoir {
  return new Reservoir(state);
}
