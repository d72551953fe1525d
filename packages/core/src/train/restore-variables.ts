import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import type { NamedTensors, NamedVariables } from '../variables.js';

/**
 * Copies tensors into the variables of the same names, bit for bit: what a model's `restore` is made of.
 *
 * Every name, shape and dtype is checked before the first copy, so that nothing is changed if one of them is wrong. A tensor may be another
 * model's live variable: what is copied is its values, and the two have nothing in common afterwards.
 *
 * @param where Who says so if something is wrong: `DCGAN.restore`.
 * @param variables All that are to be restored.
 * @param tensors One for each of them, and no others; borrowed.
 * @throws Error if a name is missing or unknown, or a shape or dtype differs.
 *
 * @example
 * ```ts
 * import { restoreVariables } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const w = tf.variable(tf.zeros([2]));
 * restoreVariables('MyModel.restore', { w }, { w: tf.tensor1d([1, 2]) });
 * ```
 */
export function restoreVariables(where: string, variables: NamedVariables, tensors: NamedTensors): void {
  config.object(tensors, `${where}.tensors`);
  const names = Object.keys(variables);
  const missing = names.filter((name) => !Object.hasOwn(tensors, name));
  const unknown = Object.keys(tensors).filter((name) => !Object.hasOwn(variables, name));
  if (missing.length > 0 || unknown.length > 0) {
    const faults = [...few('none for', missing), ...few('one for', unknown)].join(', and ');
    throw new Error(expected(where, `a tensor for each of the model's ${names.length} variables`, faults));
  }
  for (const name of names) {
    const [to, from] = [variables[name] as tf.Variable, config.tensor(tensors[name], `${where}.tensors.${name}`)];
    if (to.dtype === from.dtype && tf.util.arraysEqual(to.shape, from.shape)) continue;
    throw new Error(expected(where, `${name} to be ${kindOf(to)}`, kindOf(from), 'Was the state taken of a model with the same options?'));
  }
  for (const name of names) tf.tidy(() => (variables[name] as tf.Variable).assign(copyOf(tensors[name] as tf.Tensor)));
}

/**
 * Gives every name of a record a prefix: parts of a model's state, put together.
 *
 * @example
 * ```ts
 * import { prefixed } from '@genlab/core';
 *
 * console.log(prefixed('adam/', { beta1Power: 1 })); // { 'adam/beta1Power': 1 }
 * ```
 */
export function prefixed<T>(prefix: string, named: Readonly<Record<string, T>>): Record<string, T> {
  config.object(named, 'prefixed');
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [`${prefix}${name}`, value]));
}

/** The same bits in memory of their own. (A clone shares its memory with the original, which a kernel might update in place.) */
function copyOf(tensor: tf.Tensor): tf.Tensor {
  return tf.reshape(tf.slice(tf.reshape(tensor, [-1]), [0], [tensor.size]), tensor.shape);
}

function kindOf({ dtype, shape }: tf.Tensor): string {
  return `${dtype} [${shape}]`;
}

function few(words: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [`${words} ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`];
}
