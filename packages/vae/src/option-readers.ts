import { config, type Initializer, type Reader, type Rng } from '@genlab/core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { Body } from './networks/body.js';
import type { BodyOption } from './networks/default-body.js';

const { integer, list, oneOf, optional, recipe, within } = config;

/** Reads a number of layers, values or items. */
export const count = integer({ least: 1 });

/** Reads one or more sizes. */
export const sizes = list(count, { least: 1 });

/** One value for all levels, or a list of one a level. */
export function oneOrList<T>(reader: Reader<T>): Reader<T | T[]> {
  return (value, path) => (Array.isArray(value) ? list(reader)(value, path) : reader(value, path));
}

/** Reads a source of first weights. */
export const source = recipe<Rng>(['fork', 'normal'], 'new Rng(0)');

/** Readers of the options that all bodies share. */
export const bodyMembers = {
  activation: optional(oneOf('elu', 'relu', 'selu', 'softplus', 'swish', 'tanh')),
  dropout: optional(within({ least: 0, below: 1 })),
};

/** Readers of what describes an encoder beside its data, its body and its first weights. */
export const encoderMembers = { inference: optional(oneOf('topDown', 'bottomUp')), hidden: optional(list(count)), ...bodyMembers };

/** The same of a decoder. */
export const decoderMembers = {
  prior: optional(oneOf('learned', 'standard')),
  reads: optional(oneOf('path', 'lowest')),
  width: optional(count),
  hidden: optional(list(count)),
  ...bodyMembers,
};

/** Readers of what may be code of a user's own. */
export const codeMembers = {
  body: optional(readBodyOption),
  initializer: optional(recipe<Initializer>(['kernel', 'bias'], 'fanInUniform()')),
};

const bodyRecipe = recipe<Body>(['encoder', 'decoder'], 'denseBody()');

function readBodyOption(value: unknown, path: string): BodyOption {
  return value instanceof tfl.LayersModel ? value : bodyRecipe(value, path);
}
