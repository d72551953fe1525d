import type { ArraySource } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { CELLS, INSTRUMENTS, STEPS } from './data/bars.js';

/** Bars as a training takes them: `[n, 16, 9]`. */
export function barSource(patterns: Uint8Array): ArraySource {
  return { data: patterns, shape: [patterns.length / CELLS, STEPS, INSTRUMENTS.length] };
}

/** Bars as a tensor `[n, 16, 9]`, the first `most` of them. */
export function barTensor(patterns: Uint8Array, most = patterns.length / CELLS): tf.Tensor3D {
  const shown = patterns.subarray(0, most * CELLS);
  return tf.tensor3d(Float32Array.from(shown), [shown.length / CELLS, STEPS, INSTRUMENTS.length]);
}

/** The numbers of a tensor, which is disposed of. */
export async function take(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return (await tensor.data()) as Float32Array;
  } finally {
    tensor.dispose();
  }
}

/** Hits: cells of at least one half. */
export function hits(values: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(values, (value) => (value >= 0.5 ? 1 : 0));
}
