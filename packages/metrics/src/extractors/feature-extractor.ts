import { expected } from '@genlab/core';
import type * as tf from '@tensorflow/tfjs-core';
import { ImageClassifier } from '../classifier/image-classifier.js';
import type { Images } from '../classifier/images.js';
import type { ExtractorInfo } from '../report/report.js';
import type { Matrix } from '../rows.js';

/** What turns images into rows of features, always the same for the same image; its `info` goes into every `report`. */
export interface FeatureExtractor {
  /** Name, hash of all that decides the features, and their number. */
  readonly info: ExtractorInfo;
  /**
   * The features of images `[n, height, width, channels]` in [-1, 1], one row an image; a tensor is borrowed. @throws RangeError on images
   * of another shape.
   */
  extract(images: Images | tf.Tensor): Promise<Matrix>;
}

/**
 * The features of a trained classifier, under a name that says what they see.
 *
 * Use two of them. `'content'`: trained on what is drawn (the letter): it sees whether an `A` is an `A`, and hardly sees how it is drawn.
 * `'style'`: trained on where an image comes from (its font family), with jitter as always.
 *
 * Which labels make a style was measured on 1,040 letters of 40 font families that no network had seen (64 features, one seed, a second one
 * of the first within 2 points).
 * The nearest image of another letter is of the same family in 69 % of the cases for a classifier of the 165 training families, in 50 % for
 * one of the five kinds of font, in 43 % for the code of an autoencoder (32), in 13 % for a classifier of letters; by chance in 2 %. Of the
 * variance, 71, 59, 23 and 4 % lie between families, 4, 9, 35 and 74 % between letters.
 * So label style by source, not by kind.
 *
 * What each can't see is what its classes do not need: a generator that draws one font looks perfect to a classifier of letters. So take
 * both, and `PixelPca` for nearest neighbours and figures of copies.
 *
 * @param classifier trained on real images alone; stays the caller's, to dispose of as well.
 * @param name `'content'` or `'style'`, or a name of your own.
 * @throws Error if the classifier is not trained.
 * @example
 * ```ts
 * import { classifierFeatures, frechet, ImageClassifier } from '@genlab/metrics';
 *
 * const images = { data: Float32Array.from({ length: 8 * 64 }, (_, i) => (Math.floor(i / 64) % 2 === 0 ? -1 : 1)), shape: [8, 8, 8, 1] };
 * const classifier = new ImageClassifier({ imageShape: [8, 8, 1], classes: 2, features: 4 });
 * await classifier.fit({ images, labels: [0, 1, 0, 1, 0, 1, 0, 1] }, { epochs: 2 });
 * const content = classifierFeatures(classifier, 'content');
 * const real = await content.extract(images);
 * console.log(content.info.name, frechet({ real, fake: real }).value); // content 0
 * classifier.dispose();
 * ```
 */
export function classifierFeatures(classifier: ImageClassifier, name: string): FeatureExtractor {
  if (!(classifier instanceof ImageClassifier))
    throw new TypeError(expected('classifierFeatures', 'a trained ImageClassifier', classifier));
  return {
    info: { name, hash: classifier.hash, dims: classifier.options.features },
    extract: async (images) => (await classifier.classify(images)).features,
  };
}
