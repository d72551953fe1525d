import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import { asFloat, runGenlabKernel } from '../kernels.js';

/** Options of {@link layerNorm}. */
export interface LayerNormOptions {
  /** Added to the variance, more than 0; 1e-5. */
  readonly epsilon?: number;
}

/** Options of {@link groupNorm}. */
export interface GroupNormOptions extends LayerNormOptions {
  /** How many groups the channels are cut into; a divisor of their number. One group a channel is instance normalisation. */
  readonly groups: number;
}

const { integer, optional, record, tensor, within } = config;
const epsilon = optional(within({ above: 0 }));
const layerNormOptions = record<LayerNormOptions>({ epsilon });
const groupNormOptions = record<GroupNormOptions>({ groups: integer({ least: 1 }), epsilon });

/**
 * Layer normalisation: every position by the mean and variance of its own channels.
 *
 * Formula: `y = scale (x - mean) / sqrt(variance + epsilon) + offset`, mean and variance over the last axis. Unlike batch normalisation,
 * the same in training and in use. One pass forward and one backward on a backend with the kernels `GenlabGroupNorm` and
 * `GenlabGroupNormGrad`.
 *
 * @param x [..., channels]; borrowed.
 * @param scale [channels]; borrowed.
 * @param offset [channels]; borrowed.
 * @returns The shape of x; the caller owns it. First and second derivatives with respect to all three are right.
 * @throws Error if scale or offset is not [channels]; RangeError if epsilon is not positive.
 *
 * @example
 * ```ts
 * import { layerNorm } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * layerNorm(tf.tensor2d([[1, 3]]), tf.ones([2]), tf.zeros([2])).print(); // [[-1, 1]], nearly
 * ```
 *
 * @see Ba, Kiros and Hinton, "Layer normalization", 2016, equations 3 and 4.
 */
export function layerNorm(x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor, options: LayerNormOptions = {}): tf.Tensor {
  const { epsilon = 1e-5 } = layerNormOptions(options, 'layerNorm');
  checkChannels('layerNorm', x, scale, offset);
  const channels = scale.size;
  return normalise(x, scale, offset, { samples: channels === 0 ? 0 : x.size / channels, groups: 1, epsilon });
}

/**
 * Group normalisation: every group of channels of a sample by its mean and variance over all positions.
 *
 * Formula: as {@link layerNorm}, mean and variance over the positions of a sample and the channels of a group.
 *
 * @param x [batch, ..., channels]; borrowed.
 * @param scale [channels]; borrowed.
 * @param offset [channels]; borrowed.
 * @returns The shape of x; the caller owns it. First and second derivatives with respect to all three are right.
 * @throws Error if scale or offset is not [channels], or x has no batch; RangeError if groups does not divide the channels or epsilon is
 *   not positive.
 *
 * @example
 * ```ts
 * import { groupNorm } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const y = groupNorm(tf.randomNormal([2, 7, 7, 16]), tf.ones([16]), tf.zeros([16]), { groups: 4 }); // [2, 7, 7, 16]
 * ```
 *
 * @see Wu and He, "Group normalization", 2018, equations 1 to 7.
 */
export function groupNorm(x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor, options: GroupNormOptions): tf.Tensor {
  const { groups, epsilon = 1e-5 } = groupNormOptions(options, 'groupNorm');
  checkChannels('groupNorm', x, scale, offset);
  if (x.rank < 2) throw new Error(expected('groupNorm', 'x of shape [batch, ..., channels]', `[${x.shape}]`));
  if (scale.size % groups !== 0) {
    throw new RangeError(expected('groupNorm', `groups that divide ${scale.size} channels`, groups));
  }
  return normalise(x, scale, offset, { samples: x.shape[0] as number, groups, epsilon });
}

interface Attributes {
  /** Leading parts of x that are normalised each for itself. */
  readonly samples: number;
  readonly groups: number;
  readonly epsilon: number;
}

function normalise(given: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor, attrs: Attributes): tf.Tensor {
  return tf.tidy(() => {
    const x = asFloat(given);
    const fused = runGenlabKernel('GenlabGroupNorm', 'always', { x, scale, offset }, { ...attrs });
    return fused?.[0] ?? tf.add(tf.mul(standardised(x, attrs).z, scale), offset);
  });
}

/** [samples, positions, groups, channels of a group] */
function groupedShape(x: tf.Tensor, samples: number, groups: number): [number, number, number, number] {
  const channels = x.shape[x.rank - 1] as number;
  return [samples, samples === 0 ? 0 : x.size / samples / channels, groups, channels / groups];
}

/** x as z = (x - mean) / deviation, of its own shape, and what divides it, [samples, 1, groups, 1]. */
function standardised(x: tf.Tensor, { samples, groups, epsilon }: Attributes): { z: tf.Tensor; inverse: tf.Tensor } {
  const grouped = tf.reshape(x, groupedShape(x, samples, groups));
  const centred = tf.sub(grouped, tf.mean(grouped, [1, 3], true));
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), [1, 3], true), epsilon));
  return { z: tf.reshape(tf.mul(centred, inverse), x.shape), inverse };
}

function checkChannels(where: string, x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor): void {
  for (const [name, value] of Object.entries({ x, scale, offset })) tensor(value, `${where}.${name}`);
  const channels = x.shape[x.rank - 1];
  for (const [name, { rank, shape }] of Object.entries({ scale, offset })) {
    if (channels === undefined || rank !== 1 || shape[0] !== channels) {
      throw new Error(expected(where, `${name} of one number a channel of x, [${x.shape}]`, `[${shape}]`));
    }
  }
}

/** The gradient of the fused kernel. */
export const groupNormGradients: readonly tf.GradConfig[] = [
  {
    kernelName: 'GenlabGroupNorm',
    inputsToSave: ['x', 'scale'],
    outputsToSave: [false, true, true],
    gradFunc: (dys, saved, attrs) => {
      const dy = (dys as tf.Tensor[])[0] as tf.Tensor;
      const [x, scale, mean, variance] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const { samples, groups, epsilon } = attrs as unknown as Attributes;
      const options = { samples, groups, epsilon };
      const fused = runGenlabKernel('GenlabGroupNormGrad', 'firstOrder', { dy, x, mean, variance, scale }, options);
      const [dx, dScale, dOffset] = (fused ?? composedGradients(dy, x, scale, options)) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return { x: () => dx, scale: () => dScale, offset: () => dOffset };
    },
  },
];

/** From dy, x and scale alone, so that higher derivatives find their way back. */
function composedGradients(dy: tf.Tensor, x: tf.Tensor, scale: tf.Tensor, attrs: Attributes): tf.Tensor[] {
  const { z, inverse } = standardised(x, attrs);
  const leading = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
  const grouped = (t: tf.Tensor) => tf.reshape(t, groupedShape(x, attrs.samples, attrs.groups));
  const [weighted, normalised] = [grouped(tf.mul(dy, scale)), grouped(z)];
  const over = (t: tf.Tensor) => tf.mean(t, [1, 3], true);
  const centred = tf.sub(tf.sub(weighted, over(weighted)), tf.mul(normalised, over(tf.mul(weighted, normalised))));
  return [tf.reshape(tf.mul(centred, inverse), x.shape), tf.sum(tf.mul(dy, z), leading), tf.sum(dy, leading)];
}
