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
  /** The least number of items a batch may have; 1. Batch normalisation needs 2. */
  readonly smallestBatch?: number;
  /**
   * Looks at a batch before its step, and throws if the model can't learn from it: labels that are no class, say.
   * What depends on a batch's values belongs here and not into `step`.
   */
  check?(batch: Batch): void;
  /**
   * One update. Borrows the batch. {@link train} runs it in a `tf.tidy`, so intermediate tensors need no care.
   * @returns Scalars worth a line in the log, always under the same names; the caller owns them.
   */
  step(batch: Batch, context: StepContext): Record<string, tf.Scalar>;
  /** Frees everything the model made. */
  dispose(): void;
}
