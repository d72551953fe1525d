import * as tf from '@tensorflow/tfjs-core';

/**
 * Weights that spread the divergence over the levels while the schedule still warms up: a level that spends little is charged little.
 *
 * Formula: `weight = levels (kl + 0.01) / sum of (kl + 0.01)`, without a gradient of its own, for levels whose beta is below 1; else 1.
 * @param kls Scalars, one a level; borrowed.
 * @param betas Scalars, one a level; borrowed.
 * @returns Scalars; the caller owns them.
 * @see Vahdat and Kautz, "NVAE", 2020, section 3.2, "KL balancing", here without the sizes of the groups.
 */
export function balancingWeights(kls: readonly tf.Tensor[], betas: readonly tf.Tensor[]): tf.Tensor[] {
  return tf.tidy(() => {
    const shares = constant(tf.add(tf.stack([...kls]), 0.01));
    const weights = tf.mul(shares, tf.div(kls.length, tf.sum(shares)));
    const warming = tf.cast(tf.less(tf.stack([...betas]), 1), 'float32');
    return tf.unstack(tf.add(1, tf.mul(warming, tf.sub(weights, 1))));
  });
}

/** A value that no gradient passes through. */
const constant = tf.customGrad((x) => ({ value: tf.clone(x as tf.Tensor), gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy) })) as unknown as (
  x: tf.Tensor,
) => tf.Tensor;
