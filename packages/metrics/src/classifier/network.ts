import { type Rng, variablesOf } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { ImageShape } from './images.js';

/** Channels of the convolutions, each of which halves the image; images of more than 32 pixels get further ones of the last width. */
const WIDTHS = [24, 48, 96] as const;
const DROPOUT = 0.3;

/**
 * The network: strided convolutions with batch normalisation down to 4 x 4 or less, a layer of `features` units, and the logits.
 * Its outputs are `[logits, features]`.
 *
 * Chosen on three random splits of 205 font families: three strided convolutions of these widths were ahead, at equal work, of two wider
 * ones, of unstrided ones with pooling, and of ones without batch normalisation.
 */
export function buildNetwork([height, width, channels]: ImageShape, classes: number, features: number): tfl.LayersModel {
  const input = tfl.input({ shape: [height, width, channels] });
  let x = input;
  const apply = (layer: tfl.layers.Layer) => {
    x = layer.apply(x) as tfl.SymbolicTensor;
  };
  const normalised = (name: string) => {
    apply(tfl.layers.batchNormalization({ name: `${name}_norm`, momentum: 0.9 }));
    apply(tfl.layers.reLU({ name: `${name}_relu` }));
  };
  const stages = Math.max(1, Math.ceil(Math.log2(Math.max(height, width) / 4)));
  for (let i = 0; i < stages; i++) {
    const filters = WIDTHS[Math.min(i, WIDTHS.length - 1)] as number;
    const kernelSize = i < 2 ? 4 : 3;
    apply(
      tfl.layers.conv2d({ name: `conv${i}`, filters, kernelSize, strides: 2, padding: 'same', useBias: false, kernelInitializer: 'zeros' }),
    );
    normalised(`conv${i}`);
  }
  apply(tfl.layers.flatten({ name: 'flat' }));
  apply(tfl.layers.dropout({ name: 'flat_dropout', rate: DROPOUT }));
  apply(tfl.layers.dense({ name: 'features', units: features, useBias: false, kernelInitializer: 'zeros' }));
  normalised('features');
  const penultimate = x;
  apply(tfl.layers.dropout({ name: 'features_dropout', rate: DROPOUT }));
  apply(tfl.layers.dense({ name: 'logits', units: classes, kernelInitializer: 'zeros' }));
  return tfl.model({ inputs: input, outputs: [x, penultimate] });
}

/**
 * Draws the kernels from N(0, 2 / fan-in), each from a stream of its own name, so that a seed means the same on every engine (He et al.,
 * 2015).
 */
export function initialise(network: tfl.LayersModel, rng: Rng): void {
  for (const [name, variable] of Object.entries(variablesOf(network).trainable)) {
    if (!name.endsWith('/kernel')) continue;
    const fanIn = variable.size / (variable.shape.at(-1) as number);
    tf.tidy(() => variable.assign(rng.fork(name).normal(variable.shape, { stddev: Math.sqrt(2 / fanIn) })));
  }
}
