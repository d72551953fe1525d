// The face of the model, most of it documentation; what stands behind it is in the files beside this one.
import {
  type Batch,
  expected,
  installGradients,
  type Json,
  loadCheckpoint,
  type Model,
  type ModelState,
  Rng,
  restoreCheckpoint,
  restoreVariables,
  type StepContext,
  type Store,
} from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import type { ImageShape } from '../networks/image-shape.js';
import { checkLabels, smallestBatch } from './check-batch.js';
import { configOf, settingsOf } from './config.js';
import { exportNetwork } from './export.js';
import { Game } from './game.js';
import { generateInParts } from './generate.js';
import { type Labels, labelInput } from './labels.js';
import { type LoadOptions, optionsOf } from './load.js';
import type { DCGANLog, DCGANOptions, SampleOptions } from './options.js';
import { disposeParts, type Parts, partsOf, variablesOfParts } from './parts.js';
import type { Role } from './sides.js';

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
  readonly #averaging: number;
  /** Parts of its recipe that it was loaded without. */
  #missing: readonly string[] = [];

  constructor(options: DCGANOptions) {
    const settings = settingsOf(options);
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
    this.#game = new Game({ ...this.#parts, ...settings });
    this.#averaging = settings.averaging;
    this.config = configOf(this.#parts, settings);
  }

  /**
   * The GAN of a saved training, to be drawn from or trained on, without its data.
   *
   * @param store Where `train` kept its checkpoints.
   * @param options Option `which`: 'latest' (the default), 'best', or a step. Networks that were the user's own have to be given again; a loss,
   *   rate, penalty or augmentation that was, only to train on.
   * @throws Error if there is no checkpoint, or it is damaged or of another model.
   */
  static async load(store: Store, { which, ...given }: LoadOptions = {}): Promise<DCGAN> {
    const checkpoint = await loadCheckpoint(store, { which });
    const { options, missing } = optionsOf(checkpoint.config.model, given);
    const gan = new DCGAN(options);
    gan.#missing = missing;
    try {
      restoreCheckpoint(gan, checkpoint);
      return gan;
    } catch (error) {
      gan.dispose();
      throw error;
    }
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
    if (this.#missing.length > 0) {
      const got = `one loaded without ${this.#missing.join(', ')}, which were code of one's own`;
      throw new Error(expected('DCGAN.step', 'a GAN with its whole recipe', got, 'Give them to DCGAN.load.'));
    }
    return tf.tidy(() => {
      const labels = labelInput('DCGAN.step', batch.labels, n, this.classes);
      const logs = this.#game.play({ real: batch.x as tf.Tensor4D, labels, latentDim: this.latentDim }, context);
      // A long memory of the first, random weights would be of no use.
      this.#parts.average?.update(context.rate((step) => Math.min(this.#averaging, (1 + step) / (10 + step))));
      return logs;
    });
  }

  /** Everything a step changes: both networks and their optimisers, the average, the spectral vectors. Makes no tensor. */
  state(): ModelState {
    return { tensors: variablesOfParts(this.#parts) };
  }

  /**
   * Goes on as the GAN the state was taken of.
   * @throws Error if the state is not one of a GAN with these networks; nothing is changed then.
   */
  restore({ tensors }: ModelState): void {
    restoreVariables('DCGAN.restore', variablesOfParts(this.#parts), tensors);
  }

  /**
   * Draws images from the (averaged) generator, in evaluation mode: an image depends on its latent vector and label alone.
   * @returns [n, height, width, channels] in [-1, 1]; the caller owns it.
   * @throws RangeError if n is no count, a label no class or the temperature negative; Error if the labels are not n.
   */
  sample({ n, seed = 0, label, labels, temperature = 1 }: SampleOptions): tf.Tensor4D {
    const latents = this.latents({ n, seed, temperature });
    try {
      const inTurn = Int32Array.from({ length: n }, (_, i) => label ?? i % (this.classes ?? 1));
      return this.generate(latents, { labels: labels ?? inTurn });
    } finally {
      latents.dispose();
    }
  }

  /**
   * The latents that {@link DCGAN.sample} starts from: normal, with the temperature (1) as their standard deviation.
   * @returns [n, latentDim]; the caller owns it.
   */
  latents({ n, seed = 0, temperature = 1 }: Pick<SampleOptions, 'n' | 'seed' | 'temperature'>): tf.Tensor2D {
    if (!Number.isInteger(n) || n < 1) throw new RangeError(expected('DCGAN.sample', 'n to be an integer >= 1', n));
    if (!(temperature >= 0)) throw new RangeError(expected('DCGAN.sample', 'temperature >= 0', temperature));
    return new Rng(seed).fork('sample').normal([n, this.latentDim], { stddev: temperature }) as tf.Tensor2D;
  }

  /**
   * Images for given latents, in evaluation mode: for interpolations, or to draw one letter in all classes.
   * @param latents [n, latentDim]; borrowed.
   * @returns [n, height, width, channels] in [-1, 1]; the caller owns it.
   */
  generate(latents: tf.Tensor2D, { labels }: { readonly labels?: Labels } = {}): tf.Tensor4D {
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
   * Writes both networks, as {@link DCGAN.exportGenerator} and {@link DCGAN.exportDiscriminator} make them, for `tf.loadLayersModel`.
   * @param to Where a network of a name goes: a handler, such as `layersFolder(path)` of `@genlab/core/node` makes, or a URL that tfjs knows.
   */
  async exportLayers(to: (name: Role) => tf.io.IOHandler | string): Promise<void> {
    for (const [name, exported] of [
      ['generator', await this.exportGenerator()],
      ['discriminator', await this.exportDiscriminator()],
    ] as const) {
      try {
        await exported.save(to(name));
      } finally {
        exported.dispose();
      }
    }
  }

  /**
   * The discriminator as a network of its own, with spectral normalisation folded into its kernels.
   * @returns The caller owns it.
   */
  async exportDiscriminator(): Promise<tfl.LayersModel> {
    const weights = this.#parts.spectral?.weights() ?? {};
    try {
      return await exportNetwork(this.discriminator, weights);
    } finally {
      tf.dispose(weights);
    }
  }

  /** Frees everything it made; networks that were given to it stay. */
  dispose(): void {
    disposeParts(this.#parts);
  }
}
