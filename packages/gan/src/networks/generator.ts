import { config, describe, expected, type Initializer, type Json, Rng } from '@genlab/core';
import * as tfl from '@tensorflow/tfjs-layers';
import { readInitializer, withFirstWeights } from './first-weights.js';
import { gaussian } from './gaussian.js';
import { count, type ImageShape, readImageShape } from './image-shape.js';

const { boolean, list, oneOf, optional, recipe, record } = config;

/** Options of {@link Generator}. */
export interface GeneratorOptions {
  /** Height and width must be divisible by 2 for every entry of `filters`. */
  readonly imageShape: ImageShape;
  /** Length of the latent vector; 100. */
  readonly latentDim?: number;
  /** Channels before each doubling of height and width, coarsest first; [128, 64]. */
  readonly filters?: readonly number[];
  /** Number of classes, if the generator is to draw the one it is asked for; none. */
  readonly classes?: number;
  /**
   * Batch normalisation: 'batch' (the default; one mean and variance a channel), 'batchPerUnit' (the same, but one for each unit of the
   * first, dense layer) or 'none'.
   */
  readonly normalization?: 'batch' | 'batchPerUnit' | 'none';
  /** Biases also where batch normalisation takes them out again; false. */
  readonly redundantBiases?: boolean;
  /** First weights; {@link gaussian}. */
  readonly initializer?: Initializer;
  /** Source of the first weights; `new Rng(0)`. */
  readonly rng?: Rng;
}

/** Readers of what is the generator's own choice. */
export const generatorDesign = {
  filters: optional(list(count, { least: 1 })),
  normalization: optional(oneOf('batch', 'batchPerUnit', 'none')),
  redundantBiases: optional(boolean),
  initializer: optional(readInitializer),
};

const generatorOptions = record<GeneratorOptions>({
  imageShape: readImageShape,
  latentDim: optional(count),
  classes: optional(count),
  ...generatorDesign,
  rng: optional(recipe<Rng>(['fork', 'normal'], 'new Rng(7)')),
});

const CLASS_DIMENSIONS = 32;

/**
 * Latents to images: a dense layer to a small map, then transposed convolutions (4 x 4, stride 2) that double it until it is the image;
 * tanh.
 *
 * Input [batch, latentDim], and for a conditional one labels [batch, 1] beside it, which are embedded and concatenated. Output
 * [batch, height, width, channels] in [-1, 1].
 *
 * @throws RangeError or TypeError if an option is wrong; a height or width that the doublings cannot reach is named.
 *
 * @example
 * ```ts
 * import { forward, Rng } from '@genlab/core';
 * import { Generator } from '@genlab/gan';
 *
 * const generator = new Generator({ imageShape: [28, 20, 3], latentDim: 16, rng: new Rng(7) });
 * generator.network.summary();
 * const images = forward(generator.network, new Rng(1).normal([4, 16])); // [4, 28, 20, 3]
 * generator.dispose();
 * ```
 *
 * @see Radford, Metz and Chintala, "Unsupervised representation learning with DCGANs", 2016, figure 1.
 */
export class Generator {
  /** Topology and weights; `summary()`, `save()` and all the rest of tfjs-layers work on it. */
  readonly network: tfl.LayersModel;
  /** Shape of an image. */
  readonly imageShape: ImageShape;
  /** Length of the latent vector. */
  readonly latentDim: number;
  /** Number of classes, or undefined. */
  readonly classes: number | undefined;
  /** The options as plain JSON, defaults filled in. */
  readonly config: Json;

  constructor(given: GeneratorOptions) {
    const {
      latentDim = 100,
      filters = [128, 64],
      normalization = 'batch',
      redundantBiases = false,
      initializer = gaussian(),
      rng = new Rng(0),
      ...options
    } = generatorOptions(given, 'Generator');
    const growth = 2 ** filters.length;
    for (const [name, size] of [
      ['height', options.imageShape[0]],
      ['width', options.imageShape[1]],
    ] as const) {
      if (size % growth === 0) continue;
      const hint = `Each of the ${filters.length} entries of filters doubles it; ${Math.ceil(size / growth) * growth} would do.`;
      throw new RangeError(expected('Generator', `an image ${name} divisible by ${growth}`, size, hint));
    }
    this.imageShape = options.imageShape;
    this.latentDim = latentDim;
    this.classes = options.classes;
    this.config = describe({ filters, normalization, redundantBiases, initializer });
    const network = build({ ...options, latentDim, filters, normalization, redundantBiases });
    this.network = withFirstWeights(network, initializer, rng);
  }

  /** Frees the weights. */
  dispose(): void {
    this.network.dispose();
  }
}

type Settings = Required<Omit<GeneratorOptions, 'classes' | 'rng' | 'initializer'>> & Pick<GeneratorOptions, 'classes'>;

function build({ imageShape, latentDim, filters, classes, normalization, redundantBiases }: Settings): tfl.LayersModel {
  const [height, width, channels] = imageShape;
  const coarse = [height / 2 ** filters.length, width / 2 ** filters.length, filters[0] as number] as const;
  const useBias = redundantBiases || normalization === 'none';
  const normalize = (x: tfl.SymbolicTensor, name: string) =>
    normalization === 'none' ? x : apply(tfl.layers.batchNormalization({ name, epsilon: 1e-5, momentum: 0.9 }), x);

  const latents = tfl.input({ shape: [latentDim], name: 'latents' });
  const labels = classes === undefined ? undefined : tfl.input({ shape: [1], dtype: 'int32', name: 'labels' });
  let x = latents;
  if (labels && classes !== undefined) {
    const embedded = apply(tfl.layers.embedding({ inputDim: classes, outputDim: CLASS_DIMENSIONS, name: 'class' }), labels);
    x = apply(tfl.layers.concatenate({ name: 'latents_and_class' }), [
      latents,
      apply(tfl.layers.flatten({ name: 'class_vector' }), embedded),
    ]);
  }
  x = apply(tfl.layers.dense({ units: coarse[0] * coarse[1] * coarse[2], useBias, name: 'project' }), x);
  if (normalization === 'batchPerUnit') x = normalize(x, 'project_norm');
  x = apply(tfl.layers.reshape({ targetShape: [...coarse], name: 'map' }), x);
  if (normalization === 'batch') x = normalize(x, 'project_norm');
  x = apply(tfl.layers.reLU({ name: 'project_relu' }), x);
  for (const [i, count] of [...filters.slice(1), channels].entries()) {
    const last = i === filters.length - 1;
    const name = `up${i + 1}`;
    const settings = { filters: count, kernelSize: 4, strides: 2, padding: 'same', name } as const;
    x = apply(tfl.layers.conv2dTranspose({ ...settings, useBias: useBias || last }), x);
    x = last
      ? apply(tfl.layers.activation({ activation: 'tanh', name: 'image' }), x)
      : apply(tfl.layers.reLU({ name: `${name}_relu` }), normalize(x, `${name}_norm`));
  }
  return tfl.model({ inputs: labels ? [latents, labels] : latents, outputs: x, name: 'generator' });
}

function apply(layer: tfl.layers.Layer, x: tfl.SymbolicTensor | tfl.SymbolicTensor[]): tfl.SymbolicTensor {
  return layer.apply(x) as tfl.SymbolicTensor;
}
