import { config, expected, forward, type NamedTensors, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { count } from '../networks/image-shape.js';
import { type Labels, readLabels } from './labels.js';
import type { SampleOptions } from './options.js';

const { integer, optional, record, tensor, within } = config;
const drawing = { n: count, seed: optional(integer({ least: 0 })), temperature: optional(within({ least: 0 })) };

/** Reads what is to be drawn. */
export const sampleOptions = record<SampleOptions>({ ...drawing, labels: optional(readLabels), label: optional(integer({ least: 0 })) });

/** Reads what latents are to be drawn. */
export const latentOptions = record<Omit<SampleOptions, 'label' | 'labels'>>(drawing);

/** Reads what is to be generated. */
export const generateOptions = record<{ readonly labels?: Labels }>({ labels: optional(readLabels) });

const AT_ONCE = 128;

/**
 * Normal latents, of the temperature as standard deviation.
 * @returns [n, latentDim]; the caller owns it.
 */
export function drawLatents(latentDim: number, { n, seed = 0, temperature = 1 }: Omit<SampleOptions, 'label' | 'labels'>): tf.Tensor2D {
  return new Rng(seed).fork('sample').normal([n, latentDim], { stddev: temperature }) as tf.Tensor2D;
}

/** @throws TypeError or Error if they are not one or more latents [latentDim]. */
export function checkLatents(latents: tf.Tensor, latentDim: number): void {
  const { shape } = tensor(latents, 'DCGAN.generate.latents');
  if (shape.length === 2 && (shape[0] as number) >= 1 && shape[1] === latentDim) return;
  throw new Error(expected('DCGAN.generate', `latents of shape [n, ${latentDim}]`, `[${shape.join(', ')}]`));
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
