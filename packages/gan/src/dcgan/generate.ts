import { expected, forward, type NamedTensors, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import type { SampleOptions } from './options.js';

const AT_ONCE = 128;

/**
 * Normal latents, of the temperature as standard deviation.
 * @returns [n, latentDim]; the caller owns it.
 * @throws RangeError if n is no count or the temperature negative.
 */
export function drawLatents(latentDim: number, { n, seed = 0, temperature = 1 }: Omit<SampleOptions, 'label' | 'labels'>): tf.Tensor2D {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(expected('DCGAN.sample', 'n to be an integer >= 1', n));
  if (!(temperature >= 0)) throw new RangeError(expected('DCGAN.sample', 'temperature >= 0', temperature));
  return new Rng(seed).fork('sample').normal([n, latentDim], { stddev: temperature }) as tf.Tensor2D;
}

/**
 * Runs a generator in evaluation mode, some images at a time, so that many need no more memory than a batch does.
 * @param inputs Latents [n, latentDim], and labels [n, 1] for a conditional one; borrowed.
 * @returns [n, height, width, channels]; the caller owns it.
 */
export function generateInParts(generator: tfl.LayersModel, inputs: readonly tf.Tensor[], weights: NamedTensors | undefined): tf.Tensor4D {
  const n = inputs[0]?.shape[0] ?? 0;
  return tf.tidy(() => {
    const parts: tf.Tensor[] = [];
    for (let start = 0; start < n; start += AT_ONCE) {
      const rows = Math.min(AT_ONCE, n - start);
      parts.push(
        tf.tidy(() => {
          const part = inputs.map((input) => tf.slice(input, [start, 0], [rows, -1]));
          return forward(generator, part, { weights });
        }),
      );
    }
    return tf.concat(parts, 0) as tf.Tensor4D;
  });
}
