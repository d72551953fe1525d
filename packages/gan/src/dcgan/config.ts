import { checkRate, checkRecipe, describe, expected, type Json, type JsonObject, variablesOf } from '@genlab/core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { hinge } from '../losses/hinge.js';
import type { DCGANOptions } from './options.js';
import type { Parts } from './parts.js';
import type { Side } from './sides.js';

/** The settings of a GAN with their defaults filled in, as far as they are not in its networks and sides. */
type Settings = Required<
  Pick<DCGANOptions, 'loss' | 'penalties' | 'averaging' | 'discriminatorSteps' | 'freshLatents' | 'seed'> // what has a default
> &
  Pick<DCGANOptions, 'augmentation'>;

/**
 * Fills the defaults in.
 * @throws RangeError if a setting is out of its range; TypeError if a loss, penalty or augmentation is none.
 */
export function settingsOf(options: DCGANOptions): Settings {
  const { loss = hinge(), penalties = [], averaging = 0.999, discriminatorSteps = 1, freshLatents = true, seed = 0 } = options;
  if (!(averaging >= 0 && averaging < 1)) throw new RangeError(expected('DCGAN', 'averaging in [0, 1)', averaging));
  if (!Number.isInteger(discriminatorSteps) || discriminatorSteps < 1) {
    throw new RangeError(expected('DCGAN', 'discriminatorSteps to be an integer >= 1', discriminatorSteps));
  }
  checkRecipe('DCGAN', 'loss', loss, ['discriminator', 'generator'], 'hinge()');
  if (!Array.isArray(penalties)) throw new TypeError(expected('DCGAN', 'penalties to be a list', penalties, 'Put one alone in brackets.'));
  for (const [i, penalty] of penalties.entries()) {
    checkRecipe('DCGAN', `penalties[${i}]`, penalty, ['of'], 'r1()');
    checkRate('DCGAN', `penalties[${i}].weight`, penalty.weight);
  }
  if (options.augmentation !== undefined) checkRecipe('DCGAN', 'augmentation', options.augmentation, ['apply'], 'translation()');
  return { loss, penalties, augmentation: options.augmentation, averaging, discriminatorSteps, freshLatents, seed };
}

/** A GAN as plain JSON. */
export function configOf(parts: Parts, settings: Settings): Json {
  const { imageShape, latentDim, classes, config } = parts.networks;
  const both = (of: (side: Side) => unknown) => ({ generator: of(parts.generator), discriminator: of(parts.discriminator) });
  return describe({
    model: 'DCGAN',
    imageShape,
    latentDim,
    classes,
    ...config,
    learningRate: both(({ rate }) => rate),
    adam: both((side) => side.config.adam),
    guard: parts.generator.config.guard && both((side) => side.config.guard),
    ...settings,
  });
}

/** A network that was brought, by its variables and their shapes. */
export function networkConfig(network: tfl.LayersModel): JsonObject {
  const { trainable, fixed } = variablesOf(network);
  return { variables: Object.fromEntries(Object.entries({ ...trainable, ...fixed }).map(([name, { shape }]) => [name, shape])) };
}
