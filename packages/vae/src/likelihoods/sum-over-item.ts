import * as tf from '@tensorflow/tfjs-core';

/** [batch, ...item] to [batch]. */
export function sumOverItem(x: tf.Tensor): tf.Tensor {
  return tf.sum(tf.reshape(x, [x.shape[0] as number, -1]), 1);
}
