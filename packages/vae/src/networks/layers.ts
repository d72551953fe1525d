import * as tfl from '@tensorflow/tfjs-layers';
import type { BodyOptions } from './body.js';

/** Puts a layer on a symbolic tensor. */
export function apply(layer: tfl.layers.Layer, x: tfl.SymbolicTensor): tfl.SymbolicTensor {
  return layer.apply(x) as tfl.SymbolicTensor;
}

/** The activation after a layer, and the dropout after that. */
export function activate(x: tfl.SymbolicTensor, name: string, { activation = 'relu', dropout = 0 }: BodyOptions): tfl.SymbolicTensor {
  const active = apply(tfl.layers.activation({ activation, name: `${name}_${activation}` }), x);
  return dropout > 0 ? apply(tfl.layers.dropout({ rate: dropout, name: `${name}_drop` }), active) : active;
}
