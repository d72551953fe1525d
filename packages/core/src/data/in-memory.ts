import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import { checkLabel } from './check-label.js';
import { contentHash } from './content-hash.js';
import type { Dataset } from './dataset.js';

/** Numbers with a shape, row-major: what a tensor holds, without a tensor. */
export interface ArraySource {
  /** Row-major values. */
  readonly data: ArrayLike<number>;
  /** First the number of items, then the shape of one. */
  readonly shape: readonly number[];
}

/** What {@link inMemory} is made of. */
export interface InMemorySource {
  /** [n, ...shape of an item]; a tensor is read once and stays the caller's. */
  readonly x: tf.Tensor | ArraySource;
  /** One class index an item, integers >= 0. */
  readonly labels?: ArrayLike<number>;
  /** Number of classes, for labels to be checked against; any number. */
  readonly classes?: number;
}

const { integer, optional, record, thatIs } = config;
const anIndexList = thatIs('an Int32Array of indices', (value) => ArrayBuffer.isView(value) || Array.isArray(value));
const isNumbers = (value: unknown) => typeof value === 'object' && Number.isInteger(Object(value).length);
const sourceOptions = record<InMemorySource>({
  x: thatIs(
    'a tensor or { data, shape }',
    (value) => Array.isArray(Object(value).shape) && (isTensor(value) || isNumbers(Object(value).data)),
  ),
  labels: optional(thatIs('an array of integers', isNumbers)),
  classes: optional(integer({ least: 1 })),
});
const isTensor = (value: unknown): value is tf.Tensor => config.accepts(config.tensor, value);

/** A batch of {@link inMemory}: what GenLab's image models train on. */
export interface Batch {
  /** [batch, ...shape of an item] */
  readonly x: tf.Tensor;
  /** [batch], int32; absent where the set has no labels. */
  readonly labels?: tf.Tensor1D;
}

/** A batch of a labelled {@link inMemory} set. */
export interface LabelledBatch extends Batch {
  /** [batch], int32 */
  readonly labels: tf.Tensor1D;
}

/** What {@link inMemory} makes: its batches are there at once. Its fingerprint is a hash of its shape, values and labels. */
export interface InMemoryDataset<B> extends Dataset<B> {
  batch(indices: Int32Array): B;
}

/**
 * A data set held in memory as float32, with or without a class label for each item.
 *
 * @throws TypeError if an option is none or of the wrong kind; Error if the set is empty, the data does not fill its shape, the labels are
 *   not one an item or no class, or a value is not finite; the message names the item.
 *
 * @example
 * ```ts
 * import { inMemory } from '@genlab/core';
 *
 * const points = inMemory({ x: { data: [0, 0, 1, 1, 2, 2], shape: [3, 2] }, labels: [0, 1, 1] });
 * const batch = points.batch(Int32Array.of(2, 0)); // x: [2, 2], labels: [2]
 * ```
 */
export function inMemory(source: InMemorySource & { readonly labels: ArrayLike<number> }): InMemoryDataset<LabelledBatch>;
export function inMemory(source: InMemorySource): InMemoryDataset<Batch>;
export function inMemory(source: InMemorySource): InMemoryDataset<Batch> {
  const { x, labels, classes } = sourceOptions(source, 'inMemory');
  const shape = [...x.shape];
  const data = isTensor(x) ? x.dataSync() : x.data;
  const [length = 0, ...item] = shape;
  const size = item.reduce((product, n) => product * n, 1);
  if (length < 1 || size < 1) throw new Error(expected('inMemory', 'at least one item with at least one value', `shape [${shape}]`));
  if (data.length !== length * size) throw new Error(expected('inMemory', `${length * size} values for shape [${shape}]`, data.length));
  const values = Float32Array.from(data);
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw new Error(expected('inMemory', 'finite values', `${data[odd]} in item ${Math.floor(odd / size)}`));
  const checked = labels && checkLabels(labels, length, classes);

  return {
    length,
    batch(indices: Int32Array): Batch {
      anIndexList(indices, 'batch');
      const wrong = indices.find((index) => !(Number.isInteger(index) && index >= 0 && index < length));
      if (wrong !== undefined) throw new RangeError(expected('batch', `indices in [0, ${length})`, wrong));
      const rows = new Float32Array(indices.length * size);
      for (const [row, index] of indices.entries()) rows.set(values.subarray(index * size, (index + 1) * size), row * size);
      const batch = { x: tf.tensor(rows, [indices.length, ...item], 'float32') };
      return checked
        ? {
            ...batch,
            labels: tf.tensor1d(
              indices.map((index) => checked[index] as number),
              'int32',
            ),
          }
        : batch;
    },
    fingerprint: () => contentHash(JSON.stringify({ shape, labels: checked && [...checked] }), values),
  };
}

function checkLabels(labels: ArrayLike<number>, length: number, classes?: number): Int32Array {
  if (labels.length !== length) throw new Error(expected('inMemory', `${length} labels, one an item`, labels.length));
  return Int32Array.from(labels, (label, i) => checkLabel('inMemory', label, `item ${i}`, classes));
}
