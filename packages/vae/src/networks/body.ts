import type { Json } from '@genlab/core';
import type * as tfl from '@tensorflow/tfjs-layers';

/** Shape of one item of data, without the batch. */
export type DataShape = readonly number[];

/**
 * The large part of an encoder and of a decoder, as a recipe: how to get from an item of data to a vector, and back.
 *
 * {@link denseBody}, {@link conv1dBody} and {@link conv2dBody} make one. One recipe gives both directions, which mirror each other.
 */
export interface Body {
  /** What the recipe is, as plain JSON: part of the description that a checkpoint carries. */
  readonly config: Json;
  /** A network from [batch, ...dataShape] to [batch, features]. */
  encoder(dataShape: DataShape): tfl.LayersModel;
  /** A network from [batch, width] to [batch, ...dataShape], whose output is linear. */
  decoder(width: number, dataShape: DataShape): tfl.LayersModel;
}

/** Options that all bodies share. */
export interface BodyOptions {
  /** What follows every layer but the last of the decoder; 'relu'. */
  readonly activation?: 'elu' | 'relu' | 'selu' | 'softplus' | 'swish' | 'tanh';
  /** Share of values dropped after every activation in training, in [0, 1); 0. */
  readonly dropout?: number;
}
