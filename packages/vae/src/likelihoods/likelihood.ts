import type { Json, NamedTensors, Noise } from '@genlab/core';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * A distribution of data given the decoder's output, p(x | z), as a recipe. {@link bernoulli}, {@link gaussian} and {@link categorical}
 * make one; an object of one's own does as well.
 *
 * Log-likelihoods are in nats, summed over all values of an item; whoever averages them does so over the batch. So the reconstruction and
 * the divergence of a variational autoencoder are in one unit.
 */
export interface Likelihood {
  /** What the recipe is, as plain JSON: part of the description that a checkpoint carries. */
  readonly config: Json;
  /** Scalars that are learnt beside the networks, by name, with their first values; none. */
  readonly variables?: Readonly<Record<string, number>>;
  /** How many neighbouring values of an item are one draw: the length of a one-hot vector, else 1. */
  readonly together: (parameters: tf.Tensor) => number;
  /** log p(x | z), summed over an item: [batch]. Borrows all; the caller owns the result. */
  logDensity(x: tf.Tensor, parameters: tf.Tensor, variables: NamedTensors): tf.Tensor;
  /** Expectation of the data, of the shape of the parameters: probabilities, means. */
  mean(parameters: tf.Tensor): tf.Tensor;
  /** A draw of the data, of the shape of the parameters. */
  sample(parameters: tf.Tensor, noise: Noise, variables: NamedTensors): tf.Tensor;
}
