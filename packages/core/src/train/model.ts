import type * as tf from '@tensorflow/tfjs-core';
import type { StepContext } from './step-context.js';

/**
 * What {@link train} trains: GenLab's models, and any object of a user's own that can make one step.
 *
 * @typeParam Batch What the data set gives out.
 */
export interface Model<Batch> {
  /** The seed the model was made with; {@link train} uses it unless it is given one. */
  readonly seed?: number;
  /**
   * One update. Borrows the batch. {@link train} runs it in a `tf.tidy`, so intermediate tensors need no care.
   * @returns Scalars worth a line in the log, always under the same names; the caller owns them.
   */
  step(batch: Batch, context: StepContext): Record<string, tf.Scalar>;
  /** Frees everything the model made. */
  dispose(): void;
}
