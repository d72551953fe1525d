import type * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import type { NamedVariables } from '../variables.js';
import { planOf } from './plan.js';

/** The variables of a network in two groups. */
export interface ModelVariables {
  /** What an optimiser may change. */
  readonly trainable: NamedVariables;
  /** Running statistics of batch normalisation, and the weights of layers frozen with `trainable = false`. */
  readonly fixed: NamedVariables;
}

/**
 * The variables of a network under names that are the same in every process: `<layer>/<weight>`, nested networks joined by slashes.
 *
 * A layer without a name of its own is called after its kind and its place (`dense_2`). The variables stay property of the network.
 *
 * @example
 * ```ts
 * import { variablesOf } from '@genlab/core';
 * import * as tfl from '@tensorflow/tfjs-layers';
 *
 * const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 3, inputShape: [2], name: 'code' })] });
 * console.log(Object.keys(variablesOf(model).trainable)); // ['code/kernel', 'code/bias']
 * ```
 */
export function variablesOf(model: tfl.LayersModel): ModelVariables {
  const groups = { trainable: {} as Record<string, tf.Variable>, fixed: {} as Record<string, tf.Variable> };
  collect(model, '', groups);
  return groups;
}

function collect(
  model: tfl.LayersModel,
  prefix: string,
  groups: { readonly trainable: Record<string, tf.Variable>; readonly fixed: Record<string, tf.Variable> },
): void {
  for (const { layer, name, rule, variables } of planOf(model).steps) {
    if (rule === 'model') {
      collect(layer as unknown as tfl.LayersModel, `${prefix}${name}/`, groups);
      continue;
    }
    const trainable = new Set(layer.trainableWeights.map((weight) => weight.read()));
    for (const [short, variable] of variables)
      (trainable.has(variable) ? groups.trainable : groups.fixed)[`${prefix}${name}/${short}`] = variable;
  }
}
