import { describe, type Json, type JsonObject, variablesOf } from '@genlab/core';
import type * as tfl from '@tensorflow/tfjs-layers';
import type { Networks } from './networks.js';
import type { DCGANOptions } from './options.js';
import type { Role, Side } from './sides.js';

/** The settings of a GAN with their defaults filled in, as far as they are not in its networks and sides. */
export type Settings = Required<
  Pick<DCGANOptions, 'loss' | 'penalties' | 'averaging' | 'discriminatorSteps' | 'freshLatents' | 'seed'> // what has a default
> &
  Pick<DCGANOptions, 'augmentation'>;

/** A GAN as plain JSON. */
export function configOf(networks: Networks, sides: Readonly<Record<Role, Side>>, settings: Settings): Json {
  const { imageShape, latentDim, classes, config } = networks;
  const both = (of: (side: Side) => unknown) => ({ generator: of(sides.generator), discriminator: of(sides.discriminator) });
  return describe({
    model: 'DCGAN',
    imageShape,
    latentDim,
    classes,
    ...config,
    learningRate: both(({ rate }) => rate),
    adam: both(({ adam }) => adam),
    ...settings,
  });
}

/** A network that was brought, by its variables and their shapes. */
export function networkConfig(network: tfl.LayersModel): JsonObject {
  const { trainable, fixed } = variablesOf(network);
  return { variables: Object.fromEntries(Object.entries({ ...trainable, ...fixed }).map(([name, { shape }]) => [name, shape])) };
}
