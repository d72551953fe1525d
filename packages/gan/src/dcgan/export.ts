import { type NamedTensors, variablesOf } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { SpectralNorm } from '../spectral-norm.js';

/** A copy of a network with other values for some of its weights. */
export async function exportNetwork(network: tfl.LayersModel, weights: NamedTensors): Promise<tfl.LayersModel> {
  // toJSON's types promise a string; with `false` it returns the plain object that modelFromJSON takes.
  const topology = network.toJSON(null, false) as Parameters<typeof tfl.models.modelFromJSON>[0];
  const copy = await tfl.models.modelFromJSON(topology);
  const [from, to] = [variablesOf(network), variablesOf(copy)];
  const values: NamedTensors = { ...from.trainable, ...from.fixed, ...weights };
  for (const [name, variable] of Object.entries({ ...to.trainable, ...to.fixed })) {
    const value = values[name];
    if (value) variable.assign(value);
  }
  return copy;
}

/** A copy of a discriminator with spectral normalisation, if it has one, folded into its kernels. */
export async function exportNormalized(network: tfl.LayersModel, spectral: SpectralNorm | undefined): Promise<tfl.LayersModel> {
  const weights = spectral?.weights() ?? {};
  try {
    return await exportNetwork(network, weights);
  } finally {
    tf.dispose(weights);
  }
}

/** Saves a network and disposes of it. */
export async function saveNetwork(network: tfl.LayersModel, to: tf.io.IOHandler | string): Promise<void> {
  try {
    await network.save(to);
  } finally {
    network.dispose();
  }
}
