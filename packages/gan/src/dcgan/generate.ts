import { forward, type NamedTensors } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';

const AT_ONCE = 128;

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
