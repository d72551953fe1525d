import type * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import type { Json, JsonObject } from '../json.js';
import type { NamedTensors } from '../variables.js';
import type { StepContext } from './step-context.js';

/** Everything about a model that its steps change. */
export interface ModelState {
  /**
   * Every variable a step may change, by a name that is the same in every process: weights, running statistics, averages, the slots of
   * optimisers (`<part>/adam/<variable>/firstMoment`), spectral vectors. They are the model's own, live and borrowed: copy what is to last.
   */
  readonly tensors: NamedTensors;
  /** Whatever else changes, as plain JSON; nothing. */
  readonly values?: JsonObject;
}

/**
 * What {@link train} trains: GenLab's models, and any object of a user's own that can make one step.
 *
 * With `state` and `restore` it can be checkpointed, resumed, and rolled back.
 *
 * @typeParam Batch What the data set gives out.
 */
export interface Model<Batch> {
  /** The seed the model was made with; {@link train} uses it unless it is given one. */
  readonly seed?: number;
  /** The model's options as plain JSON, made with {@link describe}: kept in every checkpoint, compared on resume. */
  readonly config?: Json;
  /**
   * Whether a step does the same every time, but for the numbers in its batch and context: then {@link train} may capture it, where the
   * backend can (GenLab's can), and replay it without the JavaScript of its gradients. Say so only if no step asks which one it is, counts,
   * draws random numbers of its own or makes a tensor of a number that changes; false.
   */
  readonly capturable?: boolean;
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
  /** Everything a step changes. Makes no tensor. */
  state?(): ModelState;
  /**
   * Takes the values of a state over, after which the model goes on as the one the state was taken of: see {@link restoreVariables}.
   * @throws Error if a name, shape or dtype is not the model's own; nothing is changed then.
   */
  restore?(state: ModelState): void;
  /** Frees everything the model made. */
  dispose(): void;
}

/** Reads a model of an argument: see {@link config}. */
export const readModel = config.recipe<Model<never>>(['step'], 'new DCGAN(options)');
