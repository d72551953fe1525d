import type * as tf from '@tensorflow/tfjs-core';
import { expected } from './expected.js';

/** Variables by name: the explicit list that gradients, optimisers and averages work on. The names are those of checkpoints, too. */
export type NamedVariables = Readonly<Record<string, tf.Variable>>;

/** Tensors by the name of the variable they belong to. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/**
 * Reads variables by name.
 * @throws TypeError that begins with the path, if they are none.
 */
export function variablesIn(value: NamedVariables, path: string): NamedVariables {
  const hint = 'Name each of them: { w: tf.variable(...) }, or variablesOf(model).trainable.';
  if (typeof value !== 'object' || value === null || 'dataId' in value || Array.isArray(value)) {
    throw new TypeError(expected(path, 'an object of variables by name', value, hint));
  }
  const odd = Object.entries(value).find(([, variable]) => typeof Object(variable).assign !== 'function');
  if (odd !== undefined) throw new TypeError(expected(path, `a tf.Variable under ${odd[0]}`, odd[1], hint));
  return value;
}
