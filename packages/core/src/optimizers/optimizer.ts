import type * as tf from '@tensorflow/tfjs-core';
import type { Json } from '../json.js';
import type { NamedTensors, NamedVariables } from '../variables.js';

/** What GenLab's optimisers have in common, and what an optimiser of one's own has to have to take their place. */
export interface Optimizer {
  /** What it is, in plain JSON, for the `config` of a model. */
  readonly config?: Json;
  /**
   * The optimiser's own variables, by the name of the variable they belong to and their own: `<variable>/<slot>`. They stay its property.
   */
  readonly slots: NamedVariables;
  /**
   * Updates every variable by its gradient.
   * @param gradients One for each variable, of its shape; borrowed.
   * @param learningRate Scalar; borrowed.
   * @throws Error if a gradient is missing or of another shape; nothing is updated then.
   */
  step(gradients: NamedTensors, learningRate: tf.Tensor): void;
  /** Frees the slots; the variables stay. */
  dispose(): void;
}
