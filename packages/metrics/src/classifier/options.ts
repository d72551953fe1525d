import type { TrainListeners } from '@genlab/core';
import type { Score } from '../wilson.js';
import type { ImageShape } from './images.js';
import type { Jitter } from './jitter.js';

/** Options of `ImageClassifier`. */
export interface ImageClassifierOptions {
  /** `[height, width, channels]` of an image. */
  readonly imageShape: ImageShape;
  /** Number of classes, at least 2. */
  readonly classes: number;
  /** Width of the penultimate layer, whose outputs are the features. 64 by default. */
  readonly features?: number;
  /** Seed of weights, order, jitter and dropout. 0 by default. */
  readonly seed?: number;
}

/** Options of `ImageClassifier.fit`. */
export interface FitOptions {
  /** How often to go through the images. 20 by default. */
  readonly epochs?: number;
  /** Images a step. 64 by default. */
  readonly batchSize?: number;
  /** Highest learning rate of Adam: reached after a tenth of the steps, then a cosine down to 0. 0.003 by default. */
  readonly learningRate?: number;
  /** How far the images are moved about at random, or false. By default as {@link Jitter} says. */
  readonly jitter?: Jitter | false;
  /** Stops the training after the step it is in; what was learnt so far stays. */
  readonly signal?: AbortSignal;
  /** Listeners of the training, such as `progressLine()` of `@genlab/core/node`; its log is `loss`. */
  readonly listeners?: readonly TrainListeners[];
}

/** What `ImageClassifier.fit` returns. */
export interface FitResult {
  /** Steps made. */
  readonly steps: number;
  /** Share of the training images, as they are, that it reads rightly. */
  readonly trainAccuracy: Score;
  /** The same of the validation images: the figure to report. Absent without them. */
  readonly validationAccuracy?: Score;
}

/** A trained classifier as plain data. */
export interface SavedClassifier {
  /** What it was made with. */
  readonly options: Required<ImageClassifierOptions>;
  /** Hash of all of it. */
  readonly hash: string;
  /** All weights, one after the other. */
  readonly weights: Float32Array;
}
