import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs-core's ops
import { GenlabBackend } from '../src/genlab-backend.js';
import { register } from '../src/register.js';
import { availableBuilds, type WasmBuild } from '../src/wasm/load.js';

/** The builds that this engine runs. */
export const builds = availableBuilds();

/** Makes genlab the backend, with a build of the kernels. */
export async function useBuild(build: WasmBuild): Promise<void> {
  if (tf.findBackend('genlab')) {
    tf.removeBackend('genlab');
    for (const { kernelName } of tf.getKernelsForBackend('genlab')) tf.unregisterKernel(kernelName, 'genlab');
  }
  register(build);
  await tf.setBackend('genlab');
}

/** Deterministic values in [-1, 1), different for every seed. */
function values(shape: readonly number[], seed: number): Float32Array {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return Float32Array.from({ length: shape.reduce((size, count) => size * count, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** A tensor of `values`. */
export function random(shape: number[], seed: number): tf.Tensor {
  return tf.tensor(values(shape, seed), shape);
}

/**
 * Runs a kernel of ours and the CPU kernel of that name on the same tensors, and expects one shape, dtype and values.
 *
 * @param terms - How many products, each at most 1 in magnitude, are summed to a value. A sum of n terms in floats is off by at most n
 * roundings of the sum of their magnitudes, and in practice by far less: of up to 2,000 terms by 2, and through points
 * (assembly/convolution-points.ts) by 15.
 */
export function expectAsOnCpu(kernelName: string, inputs: tf.NamedTensorMap, attrs: object, terms: number): void {
  const backend = tf.backend();
  if (!(backend instanceof GenlabBackend)) throw new Error('expected the genlab backend');
  const ours = tf.tidy(() => tf.engine().runKernel(kernelName, inputs, attrs as tf.NamedAttrMap) as tf.Tensor);
  const theirs = tf.getKernel(kernelName, 'cpu').kernelFunc({ inputs, attrs: attrs as tf.NamedAttrMap, backend }) as tf.TensorInfo;
  expect({ shape: ours.shape, dtype: ours.dtype }).toEqual({ shape: theirs.shape, dtype: theirs.dtype });
  expectClose(ours.dataSync(), backend.readSync(theirs.dataId) as Float32Array, Math.min(2 * terms + 8, 32) * terms * 2 ** -24);
  backend.disposeData(theirs.dataId);
  ours.dispose();
}

/** Expects two arrays to differ nowhere by more than `tolerance`. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  let at = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs((actual[i] as number) - (expected[i] as number));
    if (!(difference <= worst)) {
      worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
      at = i;
    }
  }
  if (!(worst <= tolerance)) expect.fail(`expected ${expected[at]} at ${at}, got ${actual[at]} (tolerance ${tolerance})`);
}
