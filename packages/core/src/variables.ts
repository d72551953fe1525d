import type * as tf from '@tensorflow/tfjs-core';

/** Variables by name: the explicit list that gradients, optimisers and averages work on. The names are those of checkpoints, too. */
export type NamedVariables = Readonly<Record<string, tf.Variable>>;

/** Tensors by the name of the variable they belong to. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;
