import {
  type Batch,
  config,
  describe,
  installGradients,
  type Json,
  loadModel,
  type Model,
  type ModelState,
  restoreVariables,
  type StepContext,
  type Store,
} from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import type { ImageShape } from '../networks/image-shape.js';
import { checkImages, checkLabels, smallestBatch } from './check-batch.js';
import { configOf, settingsOf } from './config.js';
import { exportNetwork, exportNormalized, saveNetwork } from './export.js';
import { Game } from './game.js';
import { checkLatents, drawLatents, generateInParts, generateOptions, latentOptions, sampleOptions } from './generate.js';
import { type Labels, labelInput } from './labels.js';
import { checkRecipe, type LoadOptions, loadOptions, optionsOf } from './load.js';
import type { DCGANLog, DCGANOptions, SampleOptions } from './options.js';
import { disposeParts, type Parts, partsOf, variablesOfParts } from './parts.js';
import { readOptions } from './read-options.js';
import type { Role } from './sides.js';

const readContext = config.recipe<StepContext>(['normal', 'uniform', 'rate', 'learningRate'], 'stepContext(new Rng(7), 0)');

/**
 * A convolutional GAN: a generator, a discriminator, and the game between them.
 *
 * A step updates the discriminator and then the generator, each with an optimiser, a learning rate and a variable list of its own, and
 * computes no gradient that neither uses. Batches hold images in [-1, 1]. Where `averaging` is on, samples come from the average of the
 * generator.
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
  /** What changes from step to step comes from the batch and the context alone. */
  readonly capturable = true;
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

  readonly #parts: Parts;
  readonly #game: Game;
  /** Parts of its recipe that it was loaded without. */
  #missing: readonly string[] = [];

  constructor(given: DCGANOptions) {
    const options = readOptions(given, 'DCGAN');
    const settings = settingsOf(options);
    describe({ ...options, ...settings }); // what can't be described throws before anything is made
    installGradients();
    this.#parts = partsOf(options, settings);
    const { networks } = this.#parts;
    this.seed = settings.seed;
    this.imageShape = networks.imageShape;
    this.latentDim = networks.latentDim;
    this.classes = networks.classes;
    this.generator = networks.generator;
    this.discriminator = networks.discriminator;
    this.smallestBatch = smallestBatch([this.generator, this.discriminator]);
    this.#game = new Game({ ...this.#parts, ...settings, latentDim: this.latentDim });
    this.config = configOf(this.#parts, settings);
  }

  /**
   * The GAN of a saved training, to be drawn from or trained on, without its data.
   *
   * @param store Where `train` kept its checkpoints.
   * @param options Option `which`: 'latest' (the default), 'best', or a step. Networks that were the user's own have to be given again; a
   *   loss, rate, penalty or augmentation that was, only to train on.
   * @throws Error if there is no checkpoint, or it is damaged or of another model.
   */
  static async load(store: Store, options: LoadOptions = {}): Promise<DCGAN> {
    const { which, ...given } = loadOptions(options, 'DCGAN.load');
    config.recipe<Store>(['list', 'read'], 'folder(path)')(store, 'DCGAN.load.store');
    const make = (config: Json) => {
      const { options, missing } = optionsOf(config, given);
      const gan = new DCGAN(options);
      gan.#missing = missing;
      return gan;
    };
    return loadModel(store, make, { which });
  }

  /** @throws RangeError if the GAN is conditional and a label of the batch is no class. */
  check(batch: Batch): void {
    const labels = batch?.labels;
    if (this.classes !== undefined && labels !== undefined) checkLabels(labels, this.classes);
  }

  /**
   * One update of the discriminator (or as many as `discriminatorSteps`) and one of the generator.
   * @param batch Images [batch, height, width, channels] in [-1, 1], with labels if the GAN is conditional; borrowed.
   * @returns Both losses, the norms of both networks' gradients, and the mean logits of real and of generated images.
   * @throws Error if the images are not of the GAN's shape or labels are missing; nothing is updated then.
   */
  step(batch: Batch, context: StepContext): Record<DCGANLog, tf.Scalar> {
    const n = checkImages(batch?.x, this.imageShape);
    checkRecipe(this.#missing);
    readContext(context, 'DCGAN.step.context');
    const real = batch.x as tf.Tensor4D;
    return tf.tidy(() => this.#game.play({ real, labels: labelInput('DCGAN.step', batch.labels, n, this.classes) }, context));
  }

  /** Everything a step changes: both networks and their optimisers, the average, the spectral vectors. Makes no tensor. */
  state(): ModelState {
    return { tensors: variablesOfParts(this.#parts) };
  }

  /**
   * Goes on as the GAN the state was taken of.
   * @throws Error if the state is not one of a GAN with these networks; nothing is changed then.
   */
  restore(state: ModelState): void {
    restoreVariables('DCGAN.restore', variablesOfParts(this.#parts), state?.tensors);
  }

  /**
   * Draws images from the (averaged) generator, in evaluation mode: an image depends on its latent vector and label alone.
   * @returns [n, height, width, channels] in [-1, 1]; the caller owns it.
   * @throws RangeError if n is no count, a label no class or the temperature negative; Error if the labels are not n.
   */
  sample(given: SampleOptions): tf.Tensor4D {
    const { label, labels, ...options } = sampleOptions(given, 'DCGAN.sample');
    return tf.tidy(() => {
      const latents = this.latents(options);
      return this.generate(latents, {
        labels: labels ?? Int32Array.from({ length: options.n }, (_, i) => label ?? i % (this.classes ?? 1)),
      });
    });
  }

  /**
   * The latents that {@link DCGAN.sample} starts from: normal, with the temperature (1) as their standard deviation.
   * @returns [n, latentDim]; the caller owns it.
   */
  latents(given: Pick<SampleOptions, 'n' | 'seed' | 'temperature'>): tf.Tensor2D {
    const options = latentOptions(given, 'DCGAN.latents');
    return drawLatents(this.latentDim, options);
  }

  /**
   * Images for given latents, in evaluation mode: for interpolations, or to draw one letter in all classes.
   * @param latents [n, latentDim]; borrowed.
   * @returns [n, height, width, channels] in [-1, 1]; the caller owns it.
   */
  generate(latents: tf.Tensor2D, options: { readonly labels?: Labels } = {}): tf.Tensor4D {
    const { labels } = generateOptions(options, 'DCGAN.generate');
    checkLatents(latents, this.latentDim);
    return tf.tidy(() => {
      const inputs = [latents, ...labelInput('DCGAN.generate', labels, latents.shape[0], this.classes)];
      return generateInParts(this.generator, inputs, this.#parts.average?.averages);
    });
  }

  /**
   * The (averaged) generator as a network of its own, which `save()` writes and `tf.loadLayersModel` reads back; it draws the same images.
   * @returns The caller owns it.
   */
  exportGenerator(): Promise<tfl.LayersModel> {
    return exportNetwork(this.generator, this.#parts.average?.averages ?? {});
  }

  /**
   * The discriminator as a network of its own, with spectral normalisation folded into its kernels.
   * @returns The caller owns it.
   */
  exportDiscriminator(): Promise<tfl.LayersModel> {
    return exportNormalized(this.discriminator, this.#parts.spectral);
  }

  /**
   * Writes both networks, as {@link DCGAN.exportGenerator} and {@link DCGAN.exportDiscriminator} make them, for `tf.loadLayersModel`.
   * @param to Where a network of a name goes: a handler, such as `layersFolder(path)` of `@genlab/core/node` makes, or a URL that tfjs
   *   knows.
   */
  async exportLayers(to: (name: Role) => tf.io.IOHandler | string): Promise<void> {
    config.code(to, 'DCGAN.exportLayers');
    await saveNetwork(await this.exportGenerator(), to('generator'));
    await saveNetwork(await this.exportDiscriminator(), to('discriminator'));
  }

  /** Frees everything it made; networks that were given to it stay. */
  dispose(): void {
    disposeParts(this.#parts);
  }
}
