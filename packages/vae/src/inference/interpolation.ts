import { config, expected } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { checkData, type Evaluation } from './evaluation.js';
import { decodeOf, encodeOf } from './latents.js';

const { integer, list, oneOf, optional, record, tensor } = config;

/** Options of {@link HierarchicalVAE.interpolate}. */
export interface InterpolateOptions {
  /** Where to start, [n, ...dataShape]; borrowed. */
  readonly from: tf.Tensor;
  /** Where to end, of the same shape; borrowed. */
  readonly to: tf.Tensor;
  /** Number of places on the way, both ends included, 2 or more; 8. */
  readonly steps?: number;
  /** 'linear' (the default), or 'spherical': along an arc, as short vectors are rare among normal ones. */
  readonly path?: 'linear' | 'spherical';
  /** Levels that stay as they are at the start, by number, 0 the top level; none. */
  readonly hold?: readonly number[];
}

const readOptions = record<InterpolateOptions>({
  from: tensor,
  to: tensor,
  steps: optional(integer({ least: 2 })),
  path: optional(oneOf('linear', 'spherical')),
  hold: optional(list(integer({ least: 0 }))),
});

/** Goes from one item to another through the latents, as each level's prior sees them. */
export function interpolateOf(model: Evaluation, options: InterpolateOptions): tf.Tensor {
  const { from, to, steps = 8, path = 'linear', hold = [] } = readOptions(options, 'HierarchicalVAE.interpolate');
  const n = checkData('HierarchicalVAE.interpolate', model, from);
  const { latentDims, dataShape } = model.decoder;
  if (`${from.shape}` !== `${to.shape}`)
    throw new Error(expected('HierarchicalVAE.interpolate', `from and to of one shape`, `[${from.shape}] and [${to.shape}]`));
  const odd = hold.find((level) => latentDims[level] === undefined);
  if (odd !== undefined) throw new RangeError(expected('HierarchicalVAE.interpolate', `levels to hold in [0, ${latentDims.length})`, odd));
  return tf.tidy(() => {
    const [start, end] = [encodeOf(model, from, {}), encodeOf(model, to, {})];
    const share = tf.reshape(tf.linspace(0, 1, steps), [1, steps, 1]);
    const between = path === 'linear' ? line : arc;
    const offsets = latentDims.map((dims, level) => {
      const [a, b] = [start, end].map((levels) => tf.expandDims(levels[level]?.offset as tf.Tensor, 1)) as [tf.Tensor, tf.Tensor];
      const points = between(a, hold.includes(level) ? a : b, share);
      return tf.reshape(tf.broadcastTo(points, [n, steps, dims]), [n * steps, dims]);
    });
    return tf.reshape(decodeOf(model, { offsets }, {}), [n, steps, ...dataShape]);
  });
}

const line = (a: tf.Tensor, b: tf.Tensor, share: tf.Tensor) => tf.add(a, tf.mul(share, tf.sub(b, a)));

/** Slerp (Shoemake, 1985), with lengths that change in a straight line; where the directions agree, a straight line. */
function arc(a: tf.Tensor, b: tf.Tensor, share: tf.Tensor): tf.Tensor {
  const [lengthA, lengthB] = [a, b].map((x) => tf.maximum(tf.norm(x, 'euclidean', 2, true), 1e-12)) as [tf.Tensor, tf.Tensor];
  const [unitA, unitB] = [tf.div(a, lengthA), tf.div(b, lengthB)];
  const angle = tf.acos(tf.clipByValue(tf.sum(tf.mul(unitA, unitB), 2, true), -1, 1));
  const sine = tf.sin(angle);
  const along = (part: tf.Tensor, straight: tf.Tensor) =>
    tf.where(tf.less(sine, 1e-4), straight, tf.div(tf.sin(part), tf.maximum(sine, 1e-12)));
  const left = tf.sub(1, share);
  const direction = tf.add(
    tf.mul(along(tf.mul(left, angle), tf.add(left, tf.zerosLike(angle))), unitA),
    tf.mul(along(tf.mul(share, angle), tf.add(share, tf.zerosLike(angle))), unitB),
  );
  return tf.mul(direction, line(lengthA, lengthB, share));
}
