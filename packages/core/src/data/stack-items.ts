import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import { checkLabel } from './check-label.js';
import type { Batch, LabelledBatch } from './in-memory.js';

/** One item as plain numbers. */
export interface Item {
  /** Row-major values of its shape. */
  readonly x: ArrayLike<number>;
  /** Its class. */
  readonly label?: number;
}

/** Options of {@link stackItems}. */
export interface StackOptions {
  /** Shape of one item, integers >= 1; [] for single numbers. */
  readonly shape: readonly number[];
  /** Number of classes: every item has a label in [0, classes). Without it labels are ignored. */
  readonly classes?: number;
}

const { integer, list, optional, record, thatIs } = config;
const stackOptions = record<StackOptions>({ shape: list(integer({ least: 1 })), classes: optional(integer({ least: 1 })) });

const anItemList = thatIs(
  'a list of items { x: numbers }',
  (items) => Array.isArray(items) && items.every((item) => Number.isInteger(Object(Object(item).x).length)),
);

/**
 * Makes batches of items that are read as they are needed: for {@link stream}, and for a {@link Dataset} of one's own.
 *
 * @returns A function of the items, and of their places or names for its errors. It gives x as [batch, ...shape], float32, and labels as
 *   [batch], int32; the caller owns them.
 * @throws Error, from that function, if an item has too many or too few values, one that is not finite, or a label that is no class; the
 *   message names the item.
 *
 * @example
 * ```ts
 * import { type Dataset, type LabelledBatch, stackItems } from '@genlab/core';
 *
 * function photos(paths: string[], read: (path: string) => Promise<{ x: Float32Array; label: number }>): Dataset<LabelledBatch> {
 *   const stack = stackItems({ shape: [28, 28, 1], classes: 26 });
 *   return {
 *     length: paths.length,
 *     async batch(indices) {
 *       const chosen = Array.from(indices, (i) => paths[i] as string);
 *       return stack(await Promise.all(chosen.map(read)), chosen);
 *     },
 *   };
 * }
 * ```
 */
export function stackItems(
  options: StackOptions & { readonly classes: number },
): (items: readonly Item[], places: readonly (number | string)[]) => LabelledBatch;
export function stackItems(options: StackOptions): (items: readonly Item[], places: readonly (number | string)[]) => Batch;
export function stackItems(options: StackOptions) {
  const { shape, classes } = stackOptions(options, 'stackItems');
  const size = shape.reduce((product, n) => product * n, 1);
  return (items: readonly Item[], places: readonly (number | string)[]): Batch => {
    anItemList(items, 'stackItems');
    if (items.length === 0) throw new Error(expected('stackItems', 'at least one item', 'none'));
    const rows = new Float32Array(items.length * size);
    const labels = new Int32Array(items.length);
    for (const [row, { x, label }] of items.entries()) {
      const item = `item ${places[row]}`;
      if (x.length !== size) throw new Error(expected('stackItems', `${size} values of shape [${shape}]`, `${x.length} in ${item}`));
      rows.set(x, row * size);
      const odd = rows.subarray(row * size, (row + 1) * size).findIndex((value) => !Number.isFinite(value));
      if (odd >= 0) throw new Error(expected('stackItems', 'finite values', `${x[odd]} in ${item}`));
      if (classes !== undefined) labels[row] = checkLabel('stackItems', label, item, classes);
    }
    const x = tf.tensor(rows, [items.length, ...shape], 'float32');
    return classes === undefined ? { x } : { x, labels: tf.tensor1d(labels, 'int32') };
  };
}
