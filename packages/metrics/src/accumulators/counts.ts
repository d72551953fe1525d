import { config, expected } from '@genlab/core';
import { atLeast } from '../at-least.js';

/** How often each class was seen; made by {@link counts}. */
export class Counts {
  /** Number of classes. */
  readonly classes: number;
  readonly #counts: Float64Array;

  /** @param state the number of classes, or what `toJSON` returned. */
  constructor(state: number | readonly number[]) {
    this.classes = typeof state === 'number' ? state : config.numbers(state, 'counts').length;
    atLeast('counts', 'classes', this.classes, 1);
    this.#counts = new Float64Array(this.classes);
    if (typeof state !== 'number') this.#counts.set(state);
  }

  /** Number of labels seen. */
  get n(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** Takes labels in. @throws RangeError on a label that is not an integer from 0 to `classes - 1`; then nothing was counted. */
  push(labels: ArrayLike<number>): this {
    config.numbers(labels, 'counts');
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i]!;
      if (!Number.isInteger(label) || label < 0 || label >= this.classes) {
        throw new RangeError(expected('counts', `labels from 0 to ${this.classes - 1}`, `${label} at place ${i}`));
      }
    }
    for (let i = 0; i < labels.length; i++) this.#counts[labels[i]!]! += 1;
    return this;
  }

  /** Adds what another accumulator has counted. @throws RangeError if it has another number of classes. */
  merge(other: Counts): this {
    if (other.classes !== this.classes) throw new RangeError(expected('counts', `${this.classes} classes`, other.classes));
    for (let k = 0; k < this.classes; k++) this.#counts[k]! += other.#counts[k]!;
    return this;
  }

  /** The counts, `[classes]`: a copy. */
  value(): Float64Array {
    return this.#counts.slice();
  }

  /** The counts as plain data: `counts(JSON.parse(JSON.stringify(c)))` goes on where `c` was. */
  toJSON(): number[] {
    return [...this.#counts];
  }
}

/**
 * An empty accumulator of class labels, or one that goes on from saved counts. Use it where labels come in batches; `modes` takes it in
 * place of labels.
 *
 * @param state the number of classes, or the plain data that `toJSON` gave.
 * @throws RangeError if the number of classes is not a positive integer.
 * @example
 * ```ts
 * import { counts, modes } from '@genlab/metrics';
 *
 * const seen = counts(3).push([0, 0, 1]).push([1, 0]);
 * console.log(modes({ labels: seen, classes: 3 }).missing); // [2]
 * ```
 */
export function counts(state: number | readonly number[]): Counts {
  return new Counts(state);
}
