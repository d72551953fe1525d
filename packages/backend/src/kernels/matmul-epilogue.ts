import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';

/** What the fused kernels do after the product. tfjs fuses while no gradient is taken, so that this is not on the way of training. */
export interface Epilogue {
  bias?: tf.TensorInfo;
  activation?: tf.backend_util.Activation;
  preluActivationWeights?: tf.TensorInfo;
  leakyreluAlpha?: number;
}

const ACTIVATIONS: Record<string, string> = {
  relu: tf.Relu,
  relu6: tf.Relu6,
  elu: tf.Elu,
  sigmoid: tf.Sigmoid,
  leakyrelu: tf.LeakyRelu,
  prelu: tf.Prelu,
};

/** Adds the bias and applies the activation, by the kernels of those names. Disposes of `x`, or returns it. */
export function applyEpilogue(backend: GenlabBackend, x: tf.TensorInfo, epilogue: Epilogue): tf.TensorInfo {
  const { bias, activation = 'linear', preluActivationWeights: alpha, leakyreluAlpha } = epilogue;
  const sum = bias ? replace(backend, x, tf.Add, { a: x, b: bias }) : x;
  if (activation === 'linear') return sum;
  const kernelName = ACTIVATIONS[activation];
  if (!kernelName) throw new Error(`fused: expected one of ${Object.keys(ACTIVATIONS).join(', ')} or linear, got ${activation}.`);
  const inputs = activation === 'prelu' && alpha ? { x: sum, alpha } : { x: sum };
  return replace(backend, sum, kernelName, inputs, leakyreluAlpha === undefined ? {} : { alpha: leakyreluAlpha });
}

function replace(
  backend: GenlabBackend,
  x: tf.TensorInfo,
  kernelName: string,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap = {},
): tf.TensorInfo {
  const y = tf.getKernel(kernelName, 'genlab').kernelFunc({ inputs, attrs, backend }) as tf.TensorInfo;
  backend.disposeIntermediateTensorInfo(x);
  return y;
}
