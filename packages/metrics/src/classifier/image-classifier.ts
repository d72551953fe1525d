import { config, contentHash, cosine, expected, inMemory, installGradients, Rng, train, warmUp } from '@genlab/core';
import type * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { count, seed as readSeed } from '../arguments.js';
import { atLeast } from '../at-least.js';
import { rate, type Score } from '../wilson.js';
import { type Classification, classifyBatches } from './classification.js';
import { checkLabels, type ImageShape, type Images, type LabelledImages, readImages } from './images.js';
import { type Jitter, jittered } from './jitter.js';
import { buildNetwork, initialise } from './network.js';
import type { FitOptions, FitResult, ImageClassifierOptions, SavedClassifier } from './options.js';
import { ClassifierTraining } from './training.js';
import { readWeights, writeWeights } from './weights.js';

const { integer, list, numbers, optional, record, within } = config;
const readOptions = record<ImageClassifierOptions>({
  imageShape: (value, path) => list(count, { length: 3 })(value, path) as unknown as ImageShape,
  classes: integer({ least: 2 }),
  features: optional(count),
  seed: optional(readSeed),
});
const bound = optional(within({ least: 0 }));
const readJitter = record<Jitter>({ rotation: bound, scale: bound, shear: bound, shift: bound });
const readFit = record<FitOptions>({
  epochs: optional(count),
  batchSize: optional(count),
  learningRate: optional(within({ least: 0 })),
  jitter: optional((value, path) => (value === false ? value : readJitter(value, path))),
  signal: optional((value) => value as AbortSignal), // `train` checks these two
  listeners: optional((value) => value as NonNullable<FitOptions['listeners']>),
});
const readClassify = record<{ readonly batchSize?: number }>({ batchSize: optional(count) });

/**
 * A small convolutional classifier that trains in less than a minute on a CPU: the eye through which generated images are counted and
 * compared.
 * (20 epochs of 4,290 images of 28 x 28 took 39 s on two cores that had other work beside it, Node 20.)
 *
 * Train it on real images alone, never on generated ones, and report its accuracy on images of sources it never saw: all that is measured
 * through it rests on that. Its `features` serve `frechet`; distances in the features of two different classifiers can't be compared, which
 * is what `hash` is for.
 *
 * @example
 * ```ts
 * import { ImageClassifier, modes } from '@genlab/metrics';
 *
 * const images = { data: Float32Array.from({ length: 8 * 64 }, (_, i) => (Math.floor(i / 64) % 2 === 0 ? -1 : 1)), shape: [8, 8, 8, 1] };
 * const classifier = new ImageClassifier({ imageShape: [8, 8, 1], classes: 2, seed: 7 });
 * const { trainAccuracy } = await classifier.fit({ images, labels: [0, 1, 0, 1, 0, 1, 0, 1] }, { epochs: 20 });
 * const { labels, confidence } = await classifier.classify(images);
 * console.log(trainAccuracy.value, modes({ labels, confidence, classes: 2 }).missing);
 * classifier.dispose();
 * ```
 */
export class ImageClassifier {
  /** What it was made with, defaults filled in. */
  readonly options: Required<ImageClassifierOptions>;
  readonly #network: tfl.LayersModel;
  #saved: SavedClassifier | undefined;

  /** Makes an untrained classifier. @throws RangeError if a number is out of range. */
  constructor(options: ImageClassifierOptions) {
    const { imageShape, classes, features = 64, seed = 0 } = readOptions(options, 'ImageClassifier');
    this.options = { imageShape, classes, features, seed };
    installGradients();
    const rng = new Rng(seed);
    this.#network = buildNetwork(imageShape, classes, features);
    initialise(this.#network, rng.fork('weights'));
  }

  /** A classifier from what `save` returned. @throws Error if the weights do not fit the options, or are not those that were saved. */
  static load(saved: SavedClassifier): ImageClassifier {
    const { options, hash, weights } = Object(saved) as SavedClassifier;
    const classifier = new ImageClassifier(options);
    try {
      writeWeights(classifier.#network, numbers(weights, 'ImageClassifier.load') as Float32Array);
      classifier.#keep(weights);
      if (classifier.hash !== hash)
        throw new Error(expected('ImageClassifier.load', `contents with the hash ${hash}`, classifier.hash, 'Train it anew.'));
      return classifier;
    } catch (error) {
      classifier.dispose();
      throw error;
    }
  }

  /** Hash of the trained classifier, for reports and caches: 16 hexadecimal digits. @throws Error before it is trained. */
  get hash(): string {
    return this.save().hash;
  }

  /**
   * Trains it, from where it stands.
   *
   * @param data images and their labels; of the validation images only the accuracy is taken, they have no part in the training
   * @throws RangeError on images of another shape, or labels that are no classes, before anything is trained
   */
  async fit(data: LabelledImages & { readonly validation?: LabelledImages }, options: FitOptions = {}): Promise<FitResult> {
    const { epochs = 20, batchSize = 64, learningRate = 3e-3, jitter = {}, signal, listeners } = readFit(options, 'ImageClassifier.fit');
    const { seed, classes } = this.options;
    const real = await this.#read('ImageClassifier.fit', data);
    const { validation: held } = data;
    const validation = held && (await this.#read('ImageClassifier.fit (validation)', held));
    const steps = epochs * Math.max(1, Math.floor(real.labels.length / batchSize));
    const schedule = warmUp(cosine({ from: learningRate, to: 0, steps }), { steps: Math.max(1, steps / 10) });
    const training = new ClassifierTraining(this.#network, { classes, learningRate: schedule });
    const source = jitter
      ? jittered({ ...real, data: real.images.data, imageShape: this.options.imageShape }, new Rng(seed).fork('jitter'), jitter)
      : inMemory({ x: real.images, labels: real.labels });
    try {
      const history = await train(training, source, {
        epochs,
        batchSize,
        seed,
        signal,
        logEvery: Math.max(1, Math.floor(steps / 20)),
        listeners,
      });
      this.#keep(await readWeights(this.#network));
      return {
        steps: history.logs.at(-1)?.step ?? 0,
        trainAccuracy: await this.#accuracy(real),
        validationAccuracy: validation && (await this.#accuracy(validation)),
      };
    } finally {
      training.dispose();
    }
  }

  /**
   * Reads images: the class of each, how sure it is, and the features.
   *
   * @param images `[n, height, width, channels]` in [-1, 1], as the training images were; a tensor is borrowed
   * @param options `batchSize`: images at a time, 256 by default; it does not change the result beyond rounding
   * @throws RangeError on images of another shape
   */
  async classify(images: Images | tf.Tensor, options: { readonly batchSize?: number } = {}): Promise<Classification> {
    const { batchSize = 256 } = readClassify(options, 'ImageClassifier.classify');
    const { imageShape, features } = this.options;
    const read = await readImages('ImageClassifier.classify', images, imageShape);
    return classifyBatches(this.#network, read, { imageShape, features, batchSize });
  }

  /** The trained classifier as plain data. @throws Error before it is trained. */
  save(): SavedClassifier {
    if (!this.#saved) throw new Error(expected('ImageClassifier', 'a trained classifier', 'an untrained one', 'Call fit or load first.'));
    return this.#saved;
  }

  /** Frees its variables. */
  dispose(): void {
    this.#network.dispose();
  }

  async #read(where: string, labelled: LabelledImages) {
    const { images, labels } = Object(labelled) as LabelledImages;
    const { imageShape, classes } = this.options;
    const { data, n } = await readImages(where, images, imageShape);
    atLeast(where, 'the number of images', n, 1);
    checkLabels(where, labels, n, classes);
    return { images: { data, shape: [n, ...imageShape] }, labels };
  }

  async #accuracy({ images, labels }: LabelledImages): Promise<Score> {
    const read = await this.classify(images);
    return rate(read.labels.filter((label, i) => label === labels[i]).length, labels.length);
  }

  #keep(weights: Float32Array): void {
    this.#saved = { options: this.options, hash: contentHash(JSON.stringify(this.options), weights), weights };
  }
}
