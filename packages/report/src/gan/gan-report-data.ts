import type { Frechet, Modes } from '@genlab/metrics';
import type { Curve } from '../charts/curve.js';
import type { Images } from '../images/image-grid.js';
import type { Copies, FeatureSpace } from './closeness.js';

/** One look at the generator. */
export interface GanEvaluation {
  /** The step it was made at. */
  readonly step: number;
  /** What the classifier read. */
  readonly modes: Modes;
  /** Distance from the real images in the classifier's features. */
  readonly frechet?: Frechet;
  /** Of a conditional generator: the share of samples read as the class asked for. */
  readonly asked?: number;
}

/** The curves a training leaves; `history.series(name)` gives each. */
export interface GanCurves {
  /** Loss of the generator. */
  readonly generatorLoss: Curve;
  /** Loss of the discriminator. */
  readonly discriminatorLoss: Curve;
  /** Norm of the generator's gradient. */
  readonly generatorGradientNorm?: Curve;
  /** Norm of the discriminator's gradient. */
  readonly discriminatorGradientNorm?: Curve;
  /** Mean logit that the discriminator gives to real images. */
  readonly realLogit?: Curve;
  /** The same of generated ones. */
  readonly fakeLogit?: Curve;
}

/** Samples beside the training images that come closest to each. */
export interface NearestImages {
  /** Generated images, `[n, height, width, channels]`. */
  readonly samples: Images;
  /** The nearest training images of each, nearest first: `[n * k, height, width, channels]`. */
  readonly nearest: Images;
  /** How near was measured, for the caption. */
  readonly by: string;
}

/** Everything {@link ganReport} shows; what is left out is left out of the page. Plain data, no tensors. */
export interface GanReportData {
  /** Heading of the page. */
  readonly title: string;
  /** A line below it. */
  readonly subtitle?: string;
  /** Names of the classes, in the order of their labels. */
  readonly classes: readonly string[];
  /** Losses and gradient norms. */
  readonly curves: GanCurves;
  /** The looks at the generator, by step. */
  readonly evaluations: readonly GanEvaluation[];
  /** The same figures of real images that the classifier never saw: what there is to reach. */
  readonly real?: { readonly frechet?: number; readonly confidentShare?: number; readonly classifierAccuracy?: number };
  /** Samples of the same latents, by step; the last ones are shown large. */
  readonly samples: readonly { readonly step: number; readonly images: Images }[];
  /** How images are shown: `'ink'` for white marks on black, `'photo'` (the default) for all else. */
  readonly look?: 'ink' | 'photo';
  /** Of a conditional generator: images class after class, any number of rounds; rows of as many as there are classes. */
  readonly byClass?: Images;
  /** Ways through the latent space, one after the other, of `steps` images each. */
  readonly interpolation?: { readonly images: Images; readonly steps: number };
  /** Samples and the training images nearest to them. */
  readonly nearest?: NearestImages;
  /** The samples of the last look against real images, extractor by extractor; that of the evaluations first. */
  readonly spaces?: readonly FeatureSpace[];
  /** Whether they are copies of training images. */
  readonly copies?: Copies;
  /** The samples that come nearest to a training image, each with that image: the copies, if there are any. */
  readonly closest?: NearestImages;
  /** Seconds of training. */
  readonly seconds?: number;
  /** What was run: configuration, seed, backend, versions. */
  readonly run: Readonly<Record<string, unknown>>;
  /** Seconds after which the page loads itself anew, for a run that goes on; it stays as it is. */
  readonly refreshSeconds?: number;
  /** Anything a reader should know beforehand: that the run was stopped, that data was left out. */
  readonly notes?: readonly string[];
}
