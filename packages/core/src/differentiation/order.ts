import * as tf from '@tensorflow/tfjs-core';

/**
 * True in the backward pass of the outermost gradient: what is computed there is never differentiated again, so it may use saved outputs
 * and fused kernels. False in an inner backward pass, where every op is on the tape and must lead back to the op's input.
 */
export function isFirstOrder(): boolean {
  return tf.engine().state.gradientDepth === 0;
}
