import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { GenlabBackend } from '../../src/genlab-backend.js';

type Inputs = Record<string, tf.Tensor> | tf.Tensor[];

/** What the kernel returns on the active backend. */
export function runKernel(kernelName: string, inputs: Inputs, attrs: object = {}): tf.Tensor[] {
  const result = tf.engine().runKernel(kernelName, inputs as tf.NamedTensorMap, attrs as tf.NamedAttrMap) as tf.Tensor | tf.Tensor[];
  return Array.isArray(result) ? result : [result];
}

/** What the tfjs CPU kernel returns. It runs on the storage of the active backend, genlab. */
function runCpuKernel(kernelName: string, inputs: Inputs, attrs: object = {}): tf.Tensor[] {
  const { kernelFunc } = tf.getKernel(kernelName, 'cpu');
  const backend = tf.backend() as GenlabBackend;
  const result = backend.run(() => kernelFunc({ inputs: inputs as tf.NamedTensorMap, attrs: attrs as tf.NamedAttrMap, backend }));
  const infos = Array.isArray(result) ? result : [result];
  return infos.map(({ dataId, shape, dtype }) => tf.engine().makeTensorFromDataId(dataId, shape, dtype, backend));
}

/** Two tensors agree: same shape and dtype, and values that differ by at most `tolerance` of their size (of 1 below 1). */
export function expectClose(actual: tf.Tensor, expected: tf.Tensor, tolerance: number): void {
  expect({ shape: actual.shape, dtype: actual.dtype }).toEqual({ shape: expected.shape, dtype: expected.dtype });
  const a = actual.dataSync();
  const b = expected.dataSync();
  for (let i = 0; i < b.length; i++) {
    const [x = Number.NaN, y = Number.NaN] = [a[i], b[i]];
    if (Object.is(x, y) || x === y || Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(y))) continue;
    expect.fail(`element ${i} of [${actual.shape}]: expected ${y} to ${tolerance}, got ${x}`);
  }
}

/** Our kernel agrees with the CPU kernel. */
export function expectLikeCpu(kernelName: string, inputs: Inputs, attrs: object = {}, tolerance = 0): void {
  tf.tidy(() => {
    const expected = runCpuKernel(kernelName, inputs, attrs);
    const actual = runKernel(kernelName, inputs, attrs);
    expect(actual.length).toBe(expected.length);
    for (const [i, tensor] of expected.entries()) expectClose(actual[i] as tf.Tensor, tensor, tolerance);
  });
}

/** Numbers that tests of every size may begin with: signed zeros, infinities, NaN, subnormal and huge numbers. */
export const specialValues = [0, -0, 1, -1, Number.NaN, Infinity, -Infinity, 1e-40, -1e-40, 3e38, -3e38, 0.5, -0.5, 88.7, -88.7, 103, -103];

/** A repeatable tensor of normal numbers (or integers, or bools). */
export function random(shape: number[], dtype: 'float32' | 'int32' | 'bool' = 'float32', seed = 1): tf.Tensor {
  if (dtype === 'float32') return tf.randomNormal(shape, 0, 1, 'float32', seed);
  const uniform = tf.randomUniform(shape, dtype === 'bool' ? 0 : -9, dtype === 'bool' ? 2 : 9, 'float32', seed);
  return tf.cast(tf.floor(uniform), dtype);
}
