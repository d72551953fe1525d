import type { AdamOptions, GuardOptions, Rate } from '@genlab/core';
import type * as tfl from '@tensorflow/tfjs-layers';
import type { Augmentation } from '../augmentation.js';
import type { AdversarialLoss } from '../losses/adversarial-loss.js';
import type { Discriminator, DiscriminatorOptions } from '../networks/discriminator.js';
import type { Generator, GeneratorOptions } from '../networks/generator.js';
import type { ImageShape } from '../networks/image-shape.js';
import type { GradientPenalty } from '../penalties.js';

/** One value for both networks, or one for each. */
export type ForEach<T> = T | { readonly generator: T; readonly discriminator: T };

/** Options of {@link DCGAN}. */
export interface DCGANOptions {
  /** Shape of an image; needed unless `generator` is a network already. */
  readonly imageShape?: ImageShape;
  /** Length of the latent vector; that of the generator, or 100. */
  readonly latentDim?: number;
  /** Number of classes of a conditional GAN, whose batches carry labels; none. */
  readonly classes?: number;
  /**
   * Options of the generator, or a network of one's own: latents (and labels [batch, 1]) in, images out. It stays its maker's to dispose
   * of.
   */
  readonly generator?:
    | Omit<GeneratorOptions, 'imageShape' | 'latentDim' | 'classes' | 'rng'>
    | Pick<Generator, 'network' | 'classes'>
    | tfl.LayersModel;
  /**
   * Options of the discriminator, or a network of one's own: images (and labels [batch, 1]) in, [batch, 1] out. It stays its maker's.
   * `{ network, spectral: true }` runs one with spectrally normalised weights.
   */
  readonly discriminator?:
    | Omit<DiscriminatorOptions, 'imageShape' | 'classes' | 'rng'>
    | Pick<Discriminator, 'network' | 'spectral'>
    | tfl.LayersModel;
  /** The game; {@link hinge}. */
  readonly loss?: AdversarialLoss;
  /** Terms added to the discriminator's loss, such as {@link r1}; none. */
  readonly penalties?: readonly GradientPenalty[];
  /** Learning rates or schedules; 2e-4 for both. */
  readonly learningRate?: ForEach<Rate>;
  /** Settings of both optimisers; beta1 0.5, beta2 0.999. */
  readonly adam?: ForEach<AdamOptions>;
  /** Limits to the norms of gradients: see `guarded` of `@genlab/core`; none. */
  readonly guard?: ForEach<GuardOptions>;
  /** Decay of the average of the generator that samples are drawn from, in [0, 1); 0.999, and less over the first steps. 0 turns it off. */
  readonly averaging?: number;
  /** A change that images go through before the discriminator sees them; none. */
  readonly augmentation?: Augmentation;
  /** Updates of the discriminator for one of the generator, each with fresh latents and the same real images; 1. */
  readonly discriminatorSteps?: number;
  /** Whether the generator's update draws latents of its own; true. False reuses those of the discriminator's last update. */
  readonly freshLatents?: boolean;
  /** Fixes first weights and, by way of `train`, everything else; 0. */
  readonly seed?: number;
}

/** What {@link DCGAN.sample} draws. */
export interface SampleOptions {
  /** How many images. */
  readonly n: number;
  /** Fixes the latents; 0. */
  readonly seed?: number;
  /** One class an image; for a conditional GAN the classes in turn. */
  readonly labels?: ArrayLike<number>;
  /** One class for all images, in place of `labels`. */
  readonly label?: number;
  /** Standard deviation of the latents, 0 or more; 1. Less draws what is more usual, at the price of variety. */
  readonly temperature?: number;
}

/** The names of what a step of {@link DCGAN} logs; each is a scalar. */
export type DCGANLog =
  | 'discriminatorGradientNorm'
  | 'discriminatorLoss'
  | 'fakeLogit'
  | 'generatorGradientNorm'
  | 'generatorLoss'
  | 'realLogit';

/** What it logs beside them with the option `guard`: the updates that were not made. */
export type DCGANGuardLog = 'discriminatorSkips' | 'generatorSkips';
