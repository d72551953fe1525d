import * as tf from '@tensorflow/tfjs-core';

/** `tf.tidy` for a function that returns a record of tensors of any depth; tfjs's type asks for an index signature. */
export function tidied<T extends object>(make: () => T): T {
  return tf.tidy(make as unknown as () => tf.TensorContainerObject) as T;
}
