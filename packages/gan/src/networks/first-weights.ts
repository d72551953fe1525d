import { config, fanInUniform, type Initializer, initialize, type Rng } from '@genlab/core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { gaussian, gaussianOptions } from './gaussian.js';

/** Reads an initializer, or the name and options of one. */
export const readInitializer = config.recipe<Initializer>(['kernel', 'bias'], 'gaussian()', {
  gaussian: config.made(gaussianOptions, gaussian),
  fanInUniform: config.made(config.record({}), fanInUniform),
});

/** Gives a new network its first weights; where they can't be made, as an initializer of one's own may throw, it is freed again. */
export function withFirstWeights(network: tfl.LayersModel, initializer: Initializer, rng: Rng): tfl.LayersModel {
  try {
    initialize(network, initializer, rng);
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}
