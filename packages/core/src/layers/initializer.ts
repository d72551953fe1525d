import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import type { Json } from '../json.js';
import type { Rng } from '../rng/rng.js';
import { variablesOf } from './variables-of.js';

/** Draws a network's first weights. */
export interface Initializer {
  /** The recipe as plain JSON, for checkpoints; opaque without. */
  readonly config?: Json;
  /** A kernel whose units see `fanIn` values each; the caller owns it. */
  kernel(shape: readonly number[], fanIn: number, rng: Rng): tf.Tensor;
  /** The bias beside that kernel. */
  bias(shape: readonly number[], fanIn: number, rng: Rng): tf.Tensor;
}

/**
 * Kernels and biases uniform in +-1 / sqrt(fan in): what PyTorch's layers start from, and the study this project follows.
 *
 * Like PyTorch it takes height x width x output channels for the fan-in of a transposed convolution.
 *
 * @example
 * ```ts
 * import { fanInUniform, Rng } from '@genlab/core';
 *
 * const kernel = fanInUniform().kernel([4, 8], 4, new Rng(7)); // [4, 8], each value in [-0.5, 0.5)
 * ```
 */
export function fanInUniform(): Initializer {
  const draw = (shape: readonly number[], fanIn: number, rng: Rng) => {
    const high = 1 / Math.sqrt(fanIn);
    return rng.uniform(shape, { low: -high, high });
  };
  return { config: { name: 'fanInUniform' }, kernel: draw, bias: draw };
}

/**
 * Gives every kernel, bias and embedding of a network its first value.
 *
 * Each weight draws from a stream named after it, so that adding a layer leaves the others as they were.
 * @param network Is changed, and stays the caller's.
 * @throws Error if the initializer makes no tensor, or one of another shape; what it throws.
 *
 * @example
 * ```ts
 * import { fanInUniform, initialize, Rng } from '@genlab/core';
 * import * as tfl from '@tensorflow/tfjs-layers';
 *
 * const network = tfl.sequential({ layers: [tfl.layers.dense({ units: 1, inputShape: [2] })] });
 * initialize(network, fanInUniform(), new Rng(7)); // the same weights every time
 * ```
 */
export function initialize(network: tfl.LayersModel, initializer: Initializer, rng: Rng): void {
  config.recipe<Initializer>(['kernel', 'bias'], 'fanInUniform()')(initializer, 'initialize.initializer');
  config.recipe<Rng>(['fork'], 'new Rng(7)')(rng, 'initialize.rng');
  const { trainable } = variablesOf(network);
  for (const [name, variable] of Object.entries(trainable)) {
    const source = rng.fork(name);
    const [layer, weight] = [name.slice(0, name.lastIndexOf('/')), name.slice(name.lastIndexOf('/') + 1)];
    const kernel = trainable[`${layer}/kernel`];
    // The last axis of a kernel are its outputs; [height, width, out, in] of a transposed convolution gives PyTorch's fan-in the same way.
    const fanIn = (of: tf.Tensor) => of.size / (of.shape.at(-1) as number);
    const assign = (made: tf.Tensor) => {
      const { shape } = config.tensor(made, `initialize: ${name}`);
      if (!tf.util.arraysEqual(shape, variable.shape)) {
        throw new Error(expected('initialize', `an initializer that makes ${name} of shape [${variable.shape}]`, `[${shape}]`));
      }
      variable.assign(made);
    };
    tf.tidy(() => {
      if (weight === 'kernel') assign(initializer.kernel(variable.shape, fanIn(variable), source));
      if (weight === 'bias' && kernel) assign(initializer.bias(variable.shape, fanIn(kernel), source));
      if (weight === 'embeddings') assign(initializer.kernel(variable.shape, variable.shape[1] as number, source));
    });
  }
}
