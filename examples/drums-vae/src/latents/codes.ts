import type { Gaussians } from '@genlab/metrics';
import type { HierarchicalVAE } from '@genlab/vae';
import * as tf from '@tensorflow/tfjs-core';
import { barTensor } from '../tensors.js';

/** What one level says about some bars; `[n, dims]` each. */
export interface Codes {
  readonly posterior: Gaussians;
  readonly prior: Gaussians;
  /** Posterior means less the prior's, in its standard deviations: what the level says beyond the levels above it. */
  readonly offsets: { readonly data: Float32Array; readonly shape: readonly [number, number] };
}

/** The codes of bars at every level, the top one first. */
export async function codesOf(vae: HierarchicalVAE, patterns: Uint8Array): Promise<Codes[]> {
  const bars = barTensor(patterns);
  const levels = vae.encode(bars);
  try {
    return await Promise.all(
      levels.map(async ({ mean, logVar, priorMean, priorLogVar, offset }) => {
        return {
          posterior: { mean: await read(mean), logVar: await read(logVar) },
          prior: { mean: await read(priorMean), logVar: await read(priorLogVar) },
          offsets: await read(offset),
        };
      }),
    );
  } finally {
    bars.dispose();
    tf.dispose(levels.flatMap((level) => Object.values(level)));
  }
}

async function read(tensor: tf.Tensor2D): Promise<Codes['offsets']> {
  return { data: (await tensor.data()) as Float32Array, shape: tensor.shape };
}
