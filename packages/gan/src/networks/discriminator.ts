import { config, describe, expected, type Initializer, type Json, Rng } from '@genlab/core';
import * as tfl from '@tensorflow/tfjs-layers';
import { readInitializer, withFirstWeights } from './first-weights.js';
import { gaussian } from './gaussian.js';
import { count, type ImageShape, readImageShape } from './image-shape.js';

const { boolean, list, oneOf, optional, recipe, record, within } = config;

/** Options of {@link Discriminator}. */
export interface DiscriminatorOptions {
  /** Height and width must be at least 2 for every halving. */
  readonly imageShape: ImageShape;
  /** Channels after each halving of height and width, finest first; [64, 128, 256]. */
  readonly filters?: readonly number[];
  /** Number of classes, if it is to judge whether an image is a real one of its class; none. */
  readonly classes?: number;
  /** 'spectral' (the default), 'batch' (after every convolution but the first) or 'none'. */
  readonly normalization?: 'spectral' | 'batch' | 'none';
  /** Share of channels dropped after each convolution in training, in [0, 1); 0. */
  readonly dropout?: number;
  /** Biases also where batch normalisation takes them out again; false. */
  readonly redundantBiases?: boolean;
  /** First weights; {@link gaussian}. */
  readonly initializer?: Initializer;
  /** Source of the first weights; `new Rng(0)`. */
  readonly rng?: Rng;
}

/** Readers of what is the discriminator's own choice. */
export const discriminatorDesign = {
  filters: optional(list(count, { least: 1 })),
  normalization: optional(oneOf('spectral', 'batch', 'none')),
  dropout: optional(within({ least: 0, below: 1 })),
  redundantBiases: optional(boolean),
  initializer: optional(readInitializer),
};

const discriminatorOptions = record<DiscriminatorOptions>({
  imageShape: readImageShape,
  classes: optional(count),
  ...discriminatorDesign,
  rng: optional(recipe<Rng>(['fork', 'normal'], 'new Rng(7)')),
});

/**
 * Images to logits: convolutions (4 x 4, stride 2, padded by 1) that halve height and width, leaky ReLU of slope 0.2, a dense layer.
 *
 * Input [batch, height, width, channels] in [-1, 1], and for a conditional one labels [batch, 1] beside it, which judge by projection: the
 * dot product of an embedding with the features is added to the logit. Output [batch, 1]. A size that is odd is rounded down: 28 -> 14 -> 7
 * -> 3.
 *
 * Spectral normalisation is not part of the network, which holds the plain weights: whoever runs it passes the normalised ones, as
 * {@link DCGAN} does with {@link SpectralNorm}.
 *
 * @throws RangeError or TypeError if an option is wrong; a height or width too small to be halved so often is named.
 *
 * @example
 * ```ts
 * import { Discriminator } from '@genlab/gan';
 *
 * const discriminator = new Discriminator({ imageShape: [28, 28, 1], filters: [32, 64], normalization: 'batch' });
 * discriminator.network.summary();
 * discriminator.dispose();
 * ```
 *
 * @see Radford, Metz and Chintala, 2016; Miyato and Koyama, "cGANs with projection discriminator", 2018, equation 4.
 */
export class Discriminator {
  /** Topology and weights; `summary()`, `save()` and all the rest of tfjs-layers work on it. */
  readonly network: tfl.LayersModel;
  /** Shape of an image. */
  readonly imageShape: ImageShape;
  /** Number of classes, or undefined. */
  readonly classes: number | undefined;
  /** The options as plain JSON, defaults filled in. */
  readonly config: Json;
  /** Whether it is to be run with spectrally normalised weights. */
  readonly spectral: boolean;

  constructor(given: DiscriminatorOptions) {
    const {
      filters = [64, 128, 256],
      normalization = 'spectral',
      dropout = 0,
      redundantBiases = false,
      initializer = gaussian(),
      rng = new Rng(0),
      ...options
    } = discriminatorOptions(given, 'Discriminator');
    const least = 2 ** filters.length;
    for (const [name, size] of [
      ['height', options.imageShape[0]],
      ['width', options.imageShape[1]],
    ] as const) {
      if (size < least) {
        throw new RangeError(
          expected('Discriminator', `an image ${name} of at least ${least} for ${filters.length} halvings`, size, 'Shorten filters.'),
        );
      }
    }
    this.imageShape = options.imageShape;
    this.classes = options.classes;
    this.config = describe({ filters, normalization, dropout, redundantBiases, initializer });
    this.spectral = normalization === 'spectral';
    const network = build({ ...options, normalization, filters, dropout, redundantBiases });
    this.network = withFirstWeights(network, initializer, rng);
  }

  /** Frees the weights. */
  dispose(): void {
    this.network.dispose();
  }
}

type Settings = Required<Omit<DiscriminatorOptions, 'classes' | 'rng' | 'initializer'>> & Pick<DiscriminatorOptions, 'classes'>;

function build({ imageShape, filters, classes, normalization, dropout, redundantBiases }: Settings): tfl.LayersModel {
  const image = tfl.input({ shape: [...imageShape], name: 'image' });
  let x = image;
  for (const [i, count] of filters.entries()) {
    const name = `down${i + 1}`;
    const normalized = normalization === 'batch' && i > 0;
    // tfjs's 'same' would round up (7 -> 4); padded by hand and 'valid' it rounds down, like PyTorch's padding of 1.
    x = apply(tfl.layers.zeroPadding2d({ padding: [1, 1], name: `${name}_pad` }), x);
    const useBias = redundantBiases || !normalized;
    x = apply(tfl.layers.conv2d({ filters: count, kernelSize: 4, strides: 2, padding: 'valid', useBias, name }), x);
    if (normalized) x = apply(tfl.layers.batchNormalization({ epsilon: 1e-5, momentum: 0.9, name: `${name}_norm` }), x);
    x = apply(tfl.layers.leakyReLU({ alpha: 0.2, name: `${name}_relu` }), x);
    // One draw an image and channel: whole channels are dropped.
    if (dropout > 0) x = apply(tfl.layers.dropout({ rate: dropout, noiseShape: [null as never, 1, 1, count], name: `${name}_drop` }), x);
  }
  const features = apply(tfl.layers.flatten({ name: 'features' }), x);
  const logit = apply(tfl.layers.dense({ units: 1, name: 'logit' }), features);
  if (classes === undefined) return tfl.model({ inputs: image, outputs: logit, name: 'discriminator' });

  const labels = tfl.input({ shape: [1], dtype: 'int32', name: 'labels' });
  const embedding = tfl.layers.embedding({ inputDim: classes, outputDim: features.shape[1] as number, name: 'class' });
  const direction = apply(tfl.layers.flatten({ name: 'class_vector' }), apply(embedding, labels));
  const projection = apply(tfl.layers.dot({ axes: 1, name: 'projection' }), [features, direction]);
  return tfl.model({
    inputs: [image, labels],
    outputs: apply(tfl.layers.add({ name: 'judgement' }), [logit, projection]),
    name: 'discriminator',
  });
}

function apply(layer: tfl.layers.Layer, x: tfl.SymbolicTensor | tfl.SymbolicTensor[]): tfl.SymbolicTensor {
  return layer.apply(x) as tfl.SymbolicTensor;
}
