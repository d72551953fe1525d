import {
  type Batch,
  expected,
  installGradients,
  type Json,
  type Model,
  type ModelState,
  MovingAverage,
  type NamedVariables,
  prefixed,
  Rng,
  restoreVariables,
  type StepContext,
} from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { hinge } from '../losses/hinge.js';
import type { ImageShape } from '../networks/image-shape.js';
import { SpectralNorm } from '../spectral-norm.js';
import { checkLabels, smallestBatch } from './check-batch.js';
import { configOf } from './config.js';
import { exportNetwork } from './export.js';
import { Game, type Round } from './game.js';
import { generateInParts } from './generate.js';
import { type Labels, labelInput } from './labels.js';
import { type Networks, networksFor } from './networks.js';
import type { DCGANLog, DCGANOptions, SampleOptions } from './options.js';
import { checkAdamOptions, type Role, type Side, sideOf } from './sides.js';

/**
 * A convolutional GAN: a generator, a discriminator, and the game between them.
 *
 * A step updates the discriminator and then the generator, each with an optimiser, a learning rate and a variable list of its own, and computes
 * no gradient that neither uses. Batches hold images in [-1, 1]. Where `averaging` is on, samples come from the average of the generator.
 *
 * @throws RangeError, TypeError or Error if an option is wrong or the networks do not fit together.
 *
 * @example
 * ```ts
 * import { inMemory, train } from '@genlab/core';
 * import { DCGAN, hinge } from '@genlab/gan';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * async function run(images: tf.Tensor4D) {
 *   const gan = new DCGAN({ imageShape: [28, 28, 1], latentDim: 64, loss: hinge(), seed: 7 });
 *   await train(gan, inMemory({ x: images }), { steps: 1_000, batchSize: 64 });
 *   return gan.sample({ n: 16, seed: 3 }); // [16, 28, 28, 1] in [-1, 1]
 * }
 * ```
 */
export class DCGAN implements Model<Batch> {
  /** The seed it was made with. */
  readonly seed: number;
  /** Shape of an image. */
  readonly imageShape: ImageShape;
  /** Length of the latent vector. */
  readonly latentDim: number;
  /** Number of classes, or undefined if it is unconditional. */
  readonly classes: number | undefined;
  /** The generator as it is trained, not its average. */
  readonly generator: tfl.LayersModel;
  /** The discriminator, with its plain weights. */
  readonly discriminator: tfl.LayersModel;
  /** The least number of images in a batch: 2 where batch normalisation sees single units, else 1. */
  readonly smallestBatch: number;
  /** Its options as plain JSON, defaults filled in. */
  readonly config: Json;

  readonly #networks: Networks;
  readonly #sides: Readonly<Record<Role, Side>>;
  readonly #spectral: SpectralNorm | undefined;
  readonly #average: MovingAverage | undefined;
  readonly #game: Game;
  readonly #averaging: number;
  readonly #discriminatorSteps: number;
  readonly #freshLatents: boolean;

  constructor(options: DCGANOptions) {
    const {
      loss = hinge(),
      penalties = [],
      augmentation,
      averaging = 0.999,
      discriminatorSteps = 1,
      freshLatents = true,
      seed = 0,
    } = options;
    if (!(averaging >= 0 && averaging < 1)) throw new RangeError(expected('DCGAN', 'averaging in [0, 1)', averaging));
    if (!Number.isInteger(discriminatorSteps) || discriminatorSteps < 1) {
      throw new RangeError(expected('DCGAN', 'discriminatorSteps to be an integer >= 1', discriminatorSteps));
    }
    checkAdamOptions(options);
    installGradients();
    const rng = new Rng(seed).fork('DCGAN');
    this.#networks = networksFor(options, rng);
    this.seed = seed;
    this.imageShape = this.#networks.imageShape;
    this.latentDim = this.#networks.latentDim;
    this.classes = this.#networks.classes;
    this.generator = this.#networks.generator;
    this.discriminator = this.#networks.discriminator;
    this.smallestBatch = smallestBatch([this.generator, this.discriminator]);

    const generator = sideOf(this.generator, 'generator', options);
    const discriminator = sideOf(this.discriminator, 'discriminator', options);
    this.#sides = { generator, discriminator };
    this.#spectral = this.#networks.spectral ? new SpectralNorm(discriminator.variables.trainable, rng.fork('spectral')) : undefined;
    this.#average = averaging > 0 ? new MovingAverage({ ...generator.variables.trainable, ...generator.variables.fixed }) : undefined;
    this.#game = new Game({ generator, discriminator, loss, penalties, augmentation, spectral: this.#spectral });
    this.#averaging = averaging;
    this.#discriminatorSteps = discriminatorSteps;
    this.#freshLatents = freshLatents;
    const settings = { loss, penalties, augmentation, averaging, discriminatorSteps, freshLatents, seed };
    this.config = configOf(this.#networks, this.#sides, settings);
  }

  /** @throws RangeError if the GAN is conditional and a label of the batch is no class. */
  check({ labels }: Batch): void {
    if (this.classes !== undefined && labels !== undefined) checkLabels(labels, this.classes);
  }

  /**
   * One update of the discriminator (or as many as `discriminatorSteps`) and one of the generator.
   * @param batch Images [batch, height, width, channels] in [-1, 1], with labels if the GAN is conditional; borrowed.
   * @returns Both losses, the norms of both networks' gradients, and the mean logits of real and of generated images.
   * @throws Error if the images are not of the GAN's shape or labels are missing; nothing is updated then.
   */
  step(batch: Batch, context: StepContext): Record<DCGANLog, tf.Scalar> {
    const [n = 0, ...shape] = batch.x.shape;
    if (n < 1 || !tf.util.arraysEqual(shape, [...this.imageShape])) {
      throw new Error(expected('DCGAN.step', `images of shape [batch, ${this.imageShape.join(', ')}]`, `[${batch.x.shape.join(', ')}]`));
    }
    return tf.tidy(() => {
      const labels = labelInput('DCGAN.step', batch.labels, n, this.classes);
      let round: Round = { real: batch.x as tf.Tensor4D, latents: context.normal([n, this.latentDim]), labels };
      let logs = this.#game.updateDiscriminator(round, context);
      for (let i = 1; i < this.#discriminatorSteps; i++) {
        round = { ...round, latents: context.normal([n, this.latentDim]) };
        logs = this.#game.updateDiscriminator(round, context);
      }
      if (this.#freshLatents) round = { ...round, latents: context.normal([n, this.latentDim]) };
      const generatorLogs = this.#game.updateGenerator(round, context);
      // A long memory of the first, random weights would be of no use.
      this.#average?.update(context.rate((step) => Math.min(this.#averaging, (1 + step) / (10 + step))));
      return { ...logs, ...generatorLogs };
    });
  }

  /** Everything a step changes: both networks and their optimisers, the average, the spectral vectors. Makes no tensor. */
  state(): ModelState {
    return { tensors: this.#variables() };
  }

  /**
   * Goes on as the GAN the state was taken of.
   * @throws Error if the state is not one of a GAN with these networks; nothing is changed then.
   */
  restore({ tensors }: ModelState): void {
    restoreVariables('DCGAN.restore', this.#variables(), tensors);
  }

  /**
   * Draws images from the (averaged) generator, in evaluation mode: an image depends on its latent vector and label alone.
   * @returns [n, height, width, channels] in [-1, 1]; the caller owns it.
   * @throws RangeError if n is no count or a label is no class; Error if the labels are not n.
   */
  sample({ n, seed = 0, labels }: SampleOptions): tf.Tensor4D {
    const latents = this.latents({ n, seed });
    try {
      return this.generate(latents, { labels: labels ?? Int32Array.from({ length: n }, (_, i) => i % (this.classes ?? 1)) });
    } finally {
      latents.dispose();
    }
  }

  /**
   * The latents that {@link DCGAN.sample} starts from: standard normal.
   * @returns [n, latentDim]; the caller owns it.
   */
  latents({ n, seed = 0 }: { readonly n: number; readonly seed?: number }): tf.Tensor2D {
    if (!Number.isInteger(n) || n < 1) throw new RangeError(expected('DCGAN.sample', 'n to be an integer >= 1', n));
    return new Rng(seed).fork('sample').normal([n, this.latentDim]) as tf.Tensor2D;
  }

  /**
   * Images for given latents, in evaluation mode: for interpolations, or to draw one letter in all classes.
   * @param latents [n, latentDim]; borrowed.
   * @returns [n, height, width, channels] in [-1, 1]; the caller owns it.
   */
  generate(latents: tf.Tensor2D, { labels }: { readonly labels?: Labels } = {}): tf.Tensor4D {
    return tf.tidy(() => {
      const inputs = [latents, ...labelInput('DCGAN.generate', labels, latents.shape[0], this.classes)];
      return generateInParts(this.generator, inputs, this.#average?.averages);
    });
  }

  /**
   * The (averaged) generator as a network of its own, which `save()` writes and `tf.loadLayersModel` reads back; it draws the same images.
   * @returns The caller owns it.
   */
  exportGenerator(): Promise<tfl.LayersModel> {
    return exportNetwork(this.generator, this.#average?.averages ?? {});
  }

  /**
   * The discriminator as a network of its own, with spectral normalisation folded into its kernels.
   * @returns The caller owns it.
   */
  async exportDiscriminator(): Promise<tfl.LayersModel> {
    const weights = this.#spectral?.weights() ?? {};
    try {
      return await exportNetwork(this.discriminator, weights);
    } finally {
      tf.dispose(weights);
    }
  }

  #variables(): NamedVariables {
    const ofSide = (role: Role) => {
      const { variables, adam } = this.#sides[role];
      return prefixed(`${role}/`, { ...variables.trainable, ...variables.fixed, ...prefixed('adam/', adam.slots) });
    };
    return {
      ...ofSide('generator'),
      ...ofSide('discriminator'),
      ...prefixed('average/', this.#average?.averages ?? {}),
      ...prefixed('spectral/', this.#spectral?.vectors ?? {}),
    };
  }

  /** Frees everything it made; networks that were given to it stay. */
  dispose(): void {
    this.#sides.generator.adam.dispose();
    this.#sides.discriminator.adam.dispose();
    this.#average?.dispose();
    this.#spectral?.dispose();
    this.#networks.dispose();
  }
}
