import { expected, variablesOf } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';

/** All variables of a network in one order, running statistics included. */
function variablesInOrder(network: tfl.LayersModel): tf.Variable[] {
  const { trainable, fixed } = variablesOf(network);
  return [...Object.values(trainable), ...Object.values(fixed)];
}

/** All weights of a network, one after the other. */
export async function readWeights(network: tfl.LayersModel): Promise<Float32Array> {
  const parts = await Promise.all(variablesInOrder(network).map((variable) => variable.data()));
  const weights = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    weights.set(part, at);
    at += part.length;
  }
  return weights;
}

/** Puts weights that `readWeights` gave back. @throws Error if there are more or fewer than the network has. */
export function writeWeights(network: tfl.LayersModel, weights: Float32Array): void {
  const variables = variablesInOrder(network);
  const size = variables.reduce((sum, variable) => sum + variable.size, 0);
  if (weights.length !== size) throw new Error(expected('ImageClassifier.load', `${size} weights`, weights.length, 'Train it anew.'));
  let at = 0;
  for (const variable of variables) {
    tf.tidy(() => variable.assign(tf.tensor(weights.slice(at, at + variable.size), variable.shape)));
    at += variable.size;
  }
}
