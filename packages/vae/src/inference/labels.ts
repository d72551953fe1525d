import { expected } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';

/** Class indices: numbers of one's own, or the labels of a batch. */
export type Labels = ArrayLike<number> | tf.Tensor1D;

/**
 * Labels as a tensor [n], or undefined where there are none or nothing asks for them.
 * @throws Error if they are not n of them; RangeError if one is no class, as far as they are plain numbers.
 */
export function labelTensor(where: string, labels: Labels | undefined, n: number, classes: number | undefined): tf.Tensor1D | undefined {
  if (classes === undefined || labels === undefined) return undefined;
  const got = labels instanceof tf.Tensor ? labels.size : labels.length;
  if (got !== n) throw new Error(expected(where, `${n} labels, one an item`, got));
  if (labels instanceof tf.Tensor) return tf.cast(labels, 'int32');
  const odd = Array.from(labels).findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (odd >= 0) throw new RangeError(expected(where, `labels in [0, ${classes})`, `${labels[odd]} at place ${odd}`));
  return tf.tensor1d(Int32Array.from(labels), 'int32');
}
