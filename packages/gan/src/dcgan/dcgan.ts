import {
  Adam,
  type AdamOptions,
  type Batch,
  BatchStatistics,
  expected,
  forward,
  globalNorm,
  gradients,
  installGradients,
  type Model,
  type ModelVariables,
  MovingAverage,
  type NamedTensors,
  type Rate,
  Rng,
  type StepContext,
  variablesOf,
} from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import type { Augmentation } from '../augmentation.js';
import type { AdversarialLoss } from '../losses/adversarial-loss.js';
import { hinge } from '../losses/hinge.js';
import type { ImageShape } from '../networks/image-shape.js';
import type { GradientPenalty } from '../penalties.js';
import { SpectralNorm } from '../spectral-norm.js';
import { exportNetwork } from './export.js';
import { type Labels, labelInput } from './labels.js';
import { type Networks, networksFor } from './networks.js';
import type { DCGANOptions, ForEach } from './options.js';

/** What {@link DCGAN.sample} draws. */
export interface SampleOptions {
  /** How many images. */
  readonly n: number;
  /** Fixes the latents; 0. */
  readonly seed?: number;
  /** One class an image; for a conditional GAN the classes in turn. */
  readonly labels?: ArrayLike<number>;
}

/** The names of what a step of {@link DCGAN} logs; each is a scalar. */
export type DCGANLog =
  | 'discriminatorGradientNorm'
  | 'discriminatorLoss'
  | 'fakeLogit'
  | 'generatorGradientNorm'
  | 'generatorLoss'
  | 'realLogit';

interface Side {
  readonly variables: ModelVariables;
  readonly adam: Adam;
  readonly rate: Rate;
}

const SAMPLES_AT_ONCE = 128;

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

  readonly #networks: Networks;
  readonly #loss: AdversarialLoss;
  readonly #penalties: readonly GradientPenalty[];
  readonly #augmentation: Augmentation | undefined;
  readonly #discriminatorSteps: number;
  readonly #freshLatents: boolean;
  readonly #averaging: number;
  readonly #generatorSide: Side;
  readonly #discriminatorSide: Side;
  readonly #average: MovingAverage | undefined;
  readonly #spectral: SpectralNorm | undefined;

  constructor(options: DCGANOptions) {
    const { loss = hinge(), averaging = 0.999, discriminatorSteps = 1, freshLatents = true, seed = 0 } = options;
    if (!(averaging >= 0 && averaging < 1)) throw new RangeError(expected('DCGAN', 'averaging in [0, 1)', averaging));
    if (!Number.isInteger(discriminatorSteps) || discriminatorSteps < 1) {
      throw new RangeError(expected('DCGAN', 'discriminatorSteps to be an integer >= 1', discriminatorSteps));
    }
    for (const role of ['generator', 'discriminator'] as const) new Adam({}, adamOptions(role, options)).dispose(); // or throws, before anything is made
    installGradients();
    const rng = new Rng(seed).fork('DCGAN');
    this.#networks = networksFor(options, rng);
    this.seed = seed;
    this.imageShape = this.#networks.imageShape;
    this.latentDim = this.#networks.latentDim;
    this.classes = this.#networks.classes;
    this.generator = this.#networks.generator;
    this.discriminator = this.#networks.discriminator;
    this.#loss = loss;
    this.#penalties = options.penalties ?? [];
    this.#augmentation = options.augmentation;
    this.#discriminatorSteps = discriminatorSteps;
    this.#freshLatents = freshLatents;
    this.#averaging = averaging;
    this.#generatorSide = sideOf(this.generator, 'generator', options);
    this.#discriminatorSide = sideOf(this.discriminator, 'discriminator', options);
    const { trainable, fixed } = this.#generatorSide.variables;
    this.#average = averaging > 0 ? new MovingAverage({ ...trainable, ...fixed }) : undefined;
    this.#spectral = this.#networks.spectral
      ? new SpectralNorm(this.#discriminatorSide.variables.trainable, rng.fork('spectral'))
      : undefined;
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
      const real = batch.x as tf.Tensor4D;
      let latents = context.normal([n, this.latentDim]);
      let logs = this.#updateDiscriminator(real, latents, labels, context);
      for (let i = 1; i < this.#discriminatorSteps; i++) {
        latents = context.normal([n, this.latentDim]);
        logs = this.#updateDiscriminator(real, latents, labels, context);
      }
      if (this.#freshLatents) latents = context.normal([n, this.latentDim]);
      return { ...logs, ...this.#updateGenerator(real, latents, labels, context) };
    });
  }

  #updateDiscriminator(real: tf.Tensor4D, latents: tf.Tensor, labels: tf.Tensor[], context: StepContext) {
    const { variables, adam, rate } = this.#discriminatorSide;
    this.#spectral?.advance();
    return tf.tidy(() => {
      // Outside the gradient: the discriminator's update needs the images, not the way they came about.
      const fake = forward(this.generator, [latents, ...labels], { training: true, rng: context }) as tf.Tensor4D;
      const penaltyWeights = this.#penalties.map(({ weight }) => context.rate(weight));
      const statistics = new BatchStatistics();
      try {
        const result = gradients(() => {
          const weights = this.#spectral?.weights();
          const logits = {
            real: this.#judge(real, labels, context, weights, statistics),
            fake: this.#judge(fake, labels, context, weights, statistics),
          };
          const judge = (images: tf.Tensor4D) => this.#judge(images, labels, context, weights);
          const penalties = this.#penalties.map((penalty, i) => tf.mul(penaltyWeights[i] as tf.Scalar, penalty.of({ judge, real, fake })));
          return {
            loss: tf.addN([this.#loss.discriminator(logits), ...penalties]) as tf.Scalar,
            logs: { realLogit: tf.mean(logits.real) as tf.Scalar, fakeLogit: tf.mean(logits.fake) as tf.Scalar },
          };
        }, variables.trainable);
        adam.step(result.gradients, context.rate(rate));
        statistics.commit();
        return { discriminatorLoss: result.loss, discriminatorGradientNorm: globalNorm(result.gradients), ...result.logs } as Record<
          'discriminatorLoss' | 'discriminatorGradientNorm' | 'realLogit' | 'fakeLogit',
          tf.Scalar
        >;
      } finally {
        statistics.discard();
      }
    });
  }

  #updateGenerator(real: tf.Tensor4D, latents: tf.Tensor, labels: tf.Tensor[], context: StepContext) {
    const { variables, adam, rate } = this.#generatorSide;
    return tf.tidy(() => {
      const weights = this.#spectral?.weights(); // constants here: no gradient of a discriminator's weight is computed
      const onReal = this.#loss.comparesWithReal ? this.#judge(real, labels, context, weights) : undefined;
      const statistics = new BatchStatistics();
      try {
        const result = gradients(() => {
          const images = forward(this.generator, [latents, ...labels], { training: true, rng: context, statistics });
          const fake = this.#judge(images as tf.Tensor4D, labels, context, weights);
          return this.#loss.generator({ real: onReal ?? fake, fake });
        }, variables.trainable);
        adam.step(result.gradients, context.rate(rate));
        statistics.commit();
        // A long memory of the first, random weights would be of no use.
        this.#average?.update(context.rate((step) => Math.min(this.#averaging, (1 + step) / (10 + step))));
        return { generatorLoss: result.loss, generatorGradientNorm: globalNorm(result.gradients) };
      } finally {
        statistics.discard();
      }
    });
  }

  #judge(images: tf.Tensor4D, labels: tf.Tensor[], rng: StepContext, weights?: NamedTensors, statistics?: BatchStatistics): tf.Tensor {
    const seen = this.#augmentation?.apply(images, rng) ?? images;
    return forward(this.discriminator, [seen, ...labels], { training: true, rng, weights, statistics });
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
    const n = latents.shape[0];
    return tf.tidy(() => {
      const inputs = [latents, ...labelInput('DCGAN.generate', labels, n, this.classes)];
      const parts: tf.Tensor[] = [];
      for (let start = 0; start < n; start += SAMPLES_AT_ONCE) {
        const size = Math.min(SAMPLES_AT_ONCE, n - start);
        parts.push(
          tf.tidy(() => {
            const part = inputs.map((input) => tf.slice(input, [start, 0], [size, -1]));
            return forward(this.generator, part, { weights: this.#average?.averages });
          }),
        );
      }
      return tf.concat(parts, 0) as tf.Tensor4D;
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

  /** Frees everything it made; networks that were given to it stay. */
  dispose(): void {
    this.#generatorSide.adam.dispose();
    this.#discriminatorSide.adam.dispose();
    this.#average?.dispose();
    this.#spectral?.dispose();
    this.#networks.dispose();
  }
}

type Role = 'generator' | 'discriminator';

function adamOptions(role: Role, { adam = {} }: DCGANOptions): AdamOptions {
  return { beta1: 0.5, ...pick<AdamOptions>(adam, role) };
}

function sideOf(network: tfl.LayersModel, role: Role, options: DCGANOptions): Side {
  const variables = variablesOf(network);
  const rate = pick<Rate>(options.learningRate ?? 2e-4, role);
  return { variables, adam: new Adam(variables.trainable, adamOptions(role, options)), rate };
}

function pick<T>(both: ForEach<T>, role: Role): T {
  return typeof both === 'object' && both !== null && role in both ? (both as Record<Role, T>)[role] : (both as T);
}
