import type * as tf from '@tensorflow/tfjs-core';
import type { Matrix } from '../rows.js';
import type { Score } from '../wilson.js';

/** Images as plain numbers in [-1, 1], `[n, height, width, channels]`. */
export interface Images {
  /** The pixels, channels last. */
  readonly data: Float32Array;
  /** `[n, height, width, channels]`. */
  readonly shape: readonly number[];
}

/** Images with the class of each. */
export interface LabelledImages {
  /** Images in [-1, 1], `[n, height, width, channels]`. */
  readonly images: Images | tf.Tensor;
  /** The class of each image, 0 to `classes - 1`. */
  readonly labels: ArrayLike<number>;
}

/** Options of {@link ImageClassifier}. */
export interface ImageClassifierOptions {
  /** `[height, width, channels]` of an image. */
  readonly imageShape: readonly [number, number, number];
  /** Number of classes. */
  readonly classes: number;
  /** Width of the penultimate layer, whose outputs are the features. 64 by default. */
  readonly features?: number;
  /** Seed of weights, order, augmentation and dropout. 0 by default. */
  readonly seed?: number;
}

/** Options of `ImageClassifier.fit`. */
export interface FitOptions {
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly signal?: AbortSignal;
}

/** What `ImageClassifier.fit` returns. */
export interface FitResult {
  readonly steps: number;
  readonly trainAccuracy: Score;
  readonly validationAccuracy?: Score;
}

/** What `ImageClassifier.classify` returns. */
export interface Classification {
  /** The class of each image, `[n]`. */
  readonly labels: Int32Array;
  /** The probability given to that class, `[n]`. */
  readonly confidence: Float32Array;
  /** Outputs of the penultimate layer, not negative, `[n, features]`. */
  readonly features: Matrix;
}

/** A classifier as plain data. */
export interface SavedClassifier {
  readonly options: Required<ImageClassifierOptions>;
  readonly hash: string;
  readonly weights: Float32Array;
}

/** A small trainable image classifier. */
export class ImageClassifier {
  /** Makes an untrained classifier. */
  constructor(readonly options: ImageClassifierOptions) {}
  /** Content hash of options and weights. */
  get hash(): string {
    throw new Error('ImageClassifier: not built yet.');
  }
  /** Trains it. */
  fit(_data: LabelledImages & { readonly validation?: LabelledImages }, _options?: FitOptions): Promise<FitResult> {
    throw new Error('ImageClassifier: not built yet.');
  }
  /** Reads images. */
  classify(_images: Images | tf.Tensor, _options?: { readonly batchSize?: number }): Promise<Classification> {
    throw new Error('ImageClassifier: not built yet.');
  }
  /** The classifier as plain data. */
  save(): SavedClassifier {
    throw new Error('ImageClassifier: not built yet.');
  }
  /** A classifier from plain data. */
  static load(_saved: SavedClassifier): ImageClassifier {
    throw new Error('ImageClassifier: not built yet.');
  }
  /** Frees its variables. */
  dispose(): void {}
}
