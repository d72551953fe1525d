import type { Json } from '@genlab/core';
import type * as tf from '@tensorflow/tfjs-core';

/** The discriminator's logits for real and for generated images, [batch, 1] each. */
export interface RealFakeLogits {
  /** For images of the data set. */
  readonly real: tf.Tensor;
  /** For images of the generator. */
  readonly fake: tf.Tensor;
}

/**
 * A game between two networks: one objective for each, both functions of logits and both to be made small.
 *
 * {@link nonSaturating}, {@link leastSquares}, {@link hinge}, {@link wasserstein} and {@link relativistic} make them; a user's own is any
 * object of this shape.
 */
export interface AdversarialLoss {
  /** For messages and reports. */
  readonly name: string;
  /** The recipe as plain JSON, for checkpoints; opaque without. */
  readonly config?: Json;
  /** Whether `generator` looks at the real logits; they are computed only then. */
  readonly comparesWithReal: boolean;
  /** What the discriminator makes small; a scalar that the caller owns. */
  discriminator(logits: RealFakeLogits): tf.Scalar;
  /** What the generator makes small; a scalar that the caller owns. `real` holds the fake logits if `comparesWithReal` is false. */
  generator(logits: RealFakeLogits): tf.Scalar;
}
