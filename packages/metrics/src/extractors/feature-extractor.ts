import type * as tf from '@tensorflow/tfjs-core';
import type { ImageClassifier } from '../classifier/image-classifier.js';
import type { Images } from '../classifier/images.js';
import type { ExtractorInfo } from '../report/report.js';
import type { Matrix } from '../rows.js';

/** What turns images into rows of features, always the same for the same image; its `info` goes into every `report`. */
export interface FeatureExtractor {
  /** Name, hash of all that decides the features, and their number. */
  readonly info: ExtractorInfo;
  /** The features of images `[n, height, width, channels]` in [-1, 1], one row an image; a tensor is borrowed. @throws RangeError on images of another shape. */
  extract(images: Images | tf.Tensor): Promise<Matrix>;
}

/**
 * The features of a trained classifier, under a name that says what they see.
 *
 * Use two of them. `'content'`: trained on what is drawn (the letter): it sees whether an `A` is an `A`, and hardly sees how it is drawn. `'style'`: trained on where an
 * image comes from (its font family), with jitter as always.
 *
 * What each can't see is what its classes do not need: a generator that draws one font looks perfect to a classifier of letters. So take both, and
 * `PixelPca` for nearest neighbours and figures of copies.
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
  return {
    info: { name, hash: classifier.hash, dims: classifier.options.features },
    extract: async (images) => (await classifier.classify(images)).features,
  };
}
