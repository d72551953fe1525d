import { describe, type Json, type JsonObject, variablesOf } from '@genlab/core';
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

/** Fills the defaults in. */
export function settingsOf(options: DCGANOptions): Settings {
  const { loss = hinge(), penalties = [], averaging = 0.999, discriminatorSteps = 1, freshLatents = true, seed = 0 } = options;
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
