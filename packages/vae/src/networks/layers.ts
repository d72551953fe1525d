import { checkChoice, checkRecipe, expected, type Initializer } from '@genlab/core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { BodyOptions } from './body.js';
import type { BodyOption } from './default-body.js';

/** What may follow a layer. */
export const ACTIVATIONS = ['elu', 'relu', 'selu', 'softplus', 'swish', 'tanh'] as const;

/** Puts a layer on a symbolic tensor. */
export function apply(layer: tfl.layers.Layer, x: tfl.SymbolicTensor): tfl.SymbolicTensor {
  return layer.apply(x) as tfl.SymbolicTensor;
}

/** The activation after a layer, and the dropout after that. */
export function activate(x: tfl.SymbolicTensor, name: string, { activation = 'relu', dropout = 0 }: BodyOptions): tfl.SymbolicTensor {
  const active = apply(tfl.layers.activation({ activation, name: `${name}_${activation}` }), x);
  return dropout > 0 ? apply(tfl.layers.dropout({ rate: dropout, name: `${name}_drop` }), active) : active;
}

/** Says which entry of a list of sizes is wrong, if one is. */
export function checkSizes(where: string, name: string, sizes: readonly number[], least = 1): void {
  if (!Array.isArray(sizes) || sizes.length < least)
    throw new RangeError(expected(where, `${name} to be a list of ${least} or more integers`, sizes));
  sizes.forEach((size, i) => {
    checkCount(where, `${name}[${i}]`, size);
  });
}

/** Says what is wrong with a count, if anything is. */
export function checkCount(where: string, name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) throw new RangeError(expected(where, `${name} to be an integer >= 1`, value));
}

/** Says what is wrong with the options that all bodies share, if anything is. */
export function checkBodyOptions(where: string, { activation = 'relu', dropout = 0 }: BodyOptions): void {
  checkChoice(where, 'activation', activation, ACTIVATIONS);
  if (!(dropout >= 0 && dropout < 1)) throw new RangeError(expected(where, 'dropout in [0, 1)', dropout));
}

/** Says what is wrong with a body or an initializer, if anything is. */
export function checkRecipes(where: string, body: BodyOption, initializer: Initializer): void {
  if (!(body instanceof tfl.LayersModel)) checkRecipe(where, 'body', body, ['encoder', 'decoder'], 'denseBody()');
  checkRecipe(where, 'initializer', initializer, ['kernel', 'bias'], 'fanInUniform()');
}
