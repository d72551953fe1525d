import { expected } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Nats that cost nothing: a divergence below the threshold counts as the threshold, so that nothing is won by lowering it further.
 * A plain number means that many nats for each dimension. Where the prior is a mixture of classes, the divergence of a level comes as a
 * whole: then the level has the nats of all its dimensions.
 */
export type FreeBits =
  | number
  | {
      /** The threshold; one for all levels, or one a level, top level first. */
      readonly nats: number | readonly number[];
      /** Whether each dimension has it, or a level as a whole. */
      readonly per: 'dimension' | 'level';
    };

/** {@link FreeBits} written out. */
export interface FreeBitsRule {
  readonly nats: readonly number[];
  readonly per: 'dimension' | 'level';
  /** Dimensions of each level. */
  readonly dims: readonly number[];
}

/** @throws RangeError if a threshold is negative or there is not one a level. */
export function freeBitsRule(freeBits: FreeBits, dims: readonly number[]): FreeBitsRule {
  const { nats, per } = typeof freeBits === 'number' ? { nats: freeBits, per: 'dimension' as const } : freeBits;
  if (per !== 'dimension' && per !== 'level') throw new RangeError(expected('freeBits', "per to be 'dimension' or 'level'", per));
  return { nats: perLevel('freeBits.nats', nats, dims.length), per, dims };
}

/** One value for all levels, or one a level. */
export function perLevel(what: string, given: number | readonly number[], levels: number): readonly number[] {
  const values = typeof given === 'number' ? Array<number>(levels).fill(given) : given;
  if (values.length !== levels || !values.every((value) => value >= 0))
    throw new RangeError(expected('HierarchicalVAE', `${what} >= 0, one number or one for each of ${levels} levels`, given));
  return values;
}

/**
 * The divergence of a level with its free bits.
 * @param kl [dims], or [1] where it comes as a whole, the mean over a batch: the threshold is held against that and not against each item.
 * @returns A scalar in nats.
 * @see Kingma et al., "Improved variational inference with inverse autoregressive flow", 2016, equation 15.
 */
export function withFreeBits(kl: tf.Tensor, level: number, { nats, per, dims }: FreeBitsRule): tf.Tensor {
  const free = nats[level] as number;
  if (free === 0) return tf.sum(kl);
  if (per === 'level') return tf.maximum(tf.sum(kl), free);
  const each = kl.size === 1 ? free * (dims[level] as number) : free;
  return tf.sum(tf.maximum(kl, each));
}
