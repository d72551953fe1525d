import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs one of GenLab's own kernels where the active backend has it; elsewhere, and for anything but float32, which is all that they read,
 * returns undefined, and the caller composes it from tfjs ops.
 *
 * A fused kernel has no gradient of its own. While the outermost gradient is still being taped, a derivative computed here may be
 * differentiated again, so the composed form has to stand in then: `when: 'firstOrder'`. (An op that defines its own gradient runs its
 * forward kernel at any depth: `when: 'always'`.)
 */
export function runGenlabKernel(
  name: string,
  when: 'always' | 'firstOrder',
  inputs: Record<string, tf.Tensor>,
  attrs: Record<string, number | readonly number[]> = {},
): tf.Tensor[] | undefined {
  if (when === 'firstOrder' && tf.engine().state.gradientDepth > 0) return undefined;
  if (tf.getKernel(name, tf.getBackend()) === undefined) return undefined;
  if (Object.values(inputs).some(({ dtype }) => dtype !== 'float32')) return undefined;
  const outputs = tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap) as unknown as tf.Tensor | tf.Tensor[];
  return Array.isArray(outputs) ? outputs : [outputs];
}

/** The tensor itself, or its numbers as float32: what GenLab's ops, whose results are float32, begin with. */
export function asFloat(x: tf.Tensor): tf.Tensor {
  return x.dtype === 'float32' ? x : tf.cast(x, 'float32');
}
