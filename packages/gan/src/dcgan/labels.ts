import { config, expected, type Reader } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';

/** Class indices: numbers of one's own, or the labels of a batch. */
export type Labels = ArrayLike<number> | tf.Tensor1D;

/** Reads labels, as far as they are an array or a tensor. */
export const readLabels: Reader<ArrayLike<number> & tf.Tensor1D> = config.thatIs(
  'an array of integers or a tensor',
  (value) => typeof value === 'object' && Number.isInteger(Object(value).length ?? Object(value).size),
);

/**
 * The second input of a conditional network, [n, 1]; nothing for an unconditional one, whose batches may carry labels all the same.
 * @throws Error if a conditional GAN gets none, or not n of them.
 * @throws RangeError if one is no class, as far as they are plain numbers.
 */
export function labelInput(where: string, labels: Labels | undefined, n: number, classes: number | undefined): tf.Tensor[] {
  if (classes === undefined) return [];
  const got = labels instanceof tf.Tensor ? labels.size : labels?.length;
  if (labels === undefined || got !== n)
    throw new Error(expected(where, `${n} labels, as the GAN is conditional`, got === undefined ? 'none' : got));
  if (labels instanceof tf.Tensor) return [tf.reshape(labels, [n, 1])];
  const values = Int32Array.from(labels);
  const odd = Array.from(labels).findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (odd >= 0) throw new RangeError(expected(where, `labels in [0, ${classes})`, `${labels[odd]} at place ${odd}`));
  return [tf.tensor2d(values, [n, 1], 'int32')];
}
