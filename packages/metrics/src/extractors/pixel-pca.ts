import { config, contentHash, expected } from '@genlab/core';
import type * as tf from '@tensorflow/tfjs-core';
import { moments } from '../accumulators/moments.js';
import { count, seed as readSeed } from '../arguments.js';
import { atLeast } from '../at-least.js';
import { type ImageShape, type Images, readImages } from '../classifier/images.js';
import { principalComponents } from '../linear/principal-components.js';
import type { ExtractorInfo } from '../report/report.js';
import type { Matrix } from '../rows.js';
import type { FeatureExtractor } from './feature-extractor.js';

/** A fitted {@link PixelPca} as plain data. */
export interface SavedPixelPca {
  /** `[height, width, channels]` of an image. */
  readonly imageShape: ImageShape;
  /** Number of components. */
  readonly dims: number;
  /** The mean image, then the components, one after the other. */
  readonly weights: Float32Array;
  /** Share of the images' variance that the components hold, 0 to 1. */
  readonly held: number;
}

const { optional, record } = config;
const readOptions = record<{ readonly dims?: number; readonly seed?: number }>({ dims: optional(count), seed: optional(readSeed) });

/**
 * The largest principal components of pixels: features that no training decides, for nearest neighbours, bins and copies.
 *
 * Use it beside the features of classifiers, which do not care for pixels: two images that are near here look alike. Fit it on training
 * images alone, at least twice as many as components. Takes seconds for some thousand images of 28 x 28.
 *
 * What it can't see: meaning. A letter moved by two pixels is far from itself.
 *
 * @example
 * ```ts
 * import { PixelPca } from '@genlab/metrics';
 *
 * const images = { data: Float32Array.from({ length: 40 * 64 }, (_, i) => Math.sin(i * i)), shape: [40, 8, 8, 1] };
 * const pca = await PixelPca.fit(images, { dims: 10 });
 * const { rows, cols } = await pca.extract(images);
 * console.log(rows, cols, pca.info.name, pca.held < 1); // 40 10 pixels-pca true
 * ```
 * @see Pearson, "On lines and planes of closest fit to systems of points in space", 1901.
 */
export class PixelPca implements FeatureExtractor {
  /** Its name, `pixels-pca`, the hash of its components, and their number. */
  readonly info: ExtractorInfo;
  readonly #saved: SavedPixelPca;

  private constructor(saved: SavedPixelPca) {
    const { imageShape, dims, weights } = saved;
    this.#saved = saved;
    this.info = { name: 'pixels-pca', hash: contentHash(JSON.stringify([imageShape, dims]), weights), dims };
  }

  /**
   * Finds the components.
   *
   * @param images `[n, height, width, channels]` in [-1, 1]; a tensor is borrowed
   * @param options `dims`: number of components, 50 by default; `seed` of the search for them, 0 by default, which changes their last
   *   digits
   * @throws RangeError on fewer than 2 images, or more components than pixels
   */
  static async fit(images: Images | tf.Tensor, options: { readonly dims?: number; readonly seed?: number } = {}): Promise<PixelPca> {
    const { dims = 50, seed = 0 } = readOptions(options, 'PixelPca.fit');
    const { shape } = Object(images) as typeof images;
    if (!Array.isArray(shape)) throw new TypeError(expected('PixelPca.fit', 'images of shape [n, height, width, channels]', images));
    if (shape.length !== 4)
      throw new RangeError(expected('PixelPca.fit', 'images of shape [n, height, width, channels]', `[${shape.join(', ')}]`));
    const [, height, width, channels] = shape as [number, number, number, number];
    const imageShape: ImageShape = [height, width, channels];
    const { data, n } = await readImages('PixelPca.fit', images, imageShape);
    const size = height * width * channels;
    atLeast('PixelPca.fit', 'the number of images', n, 2);
    if (dims > size) throw new RangeError(expected('PixelPca.fit', `at most ${size} components, one a pixel`, dims));
    const { mean, cov } = moments(size).push({ data, rows: n, cols: size }).value();
    const { values, vectors } = principalComponents(cov, size, dims, seed);
    const whole = cov.reduce((sum, value, at) => (at % (size + 1) === 0 ? sum + value : sum), 0);
    const held = whole > 0 ? values.reduce((sum, value) => sum + Math.max(0, value), 0) / whole : 1;
    return new PixelPca({ imageShape, dims, weights: Float32Array.of(...mean, ...vectors), held });
  }

  /** Makes it again from what `save` returned. @throws RangeError if the weights do not fit. */
  static load(saved: SavedPixelPca): PixelPca {
    const { imageShape, dims, weights } = saved;
    const size = imageShape[0] * imageShape[1] * imageShape[2];
    if (weights.length !== size * (dims + 1))
      throw new RangeError(expected('PixelPca.load', `${size * (dims + 1)} weights`, weights.length, 'Fit it anew.'));
    return new PixelPca(saved);
  }

  /** Share of the variance of the images it was fitted on that its components hold, 0 to 1. */
  get held(): number {
    return this.#saved.held;
  }

  /** It as plain data. */
  save(): SavedPixelPca {
    return this.#saved;
  }

  /**
   * The components of images `[n, height, width, channels]` in [-1, 1]; a tensor is borrowed. @throws RangeError on images of another
   * shape.
   */
  async extract(images: Images | tf.Tensor): Promise<Matrix> {
    const { imageShape, dims, weights } = this.#saved;
    const { data, n } = await readImages('PixelPca.extract', images, imageShape);
    const size = weights.length / (dims + 1);
    const result = new Float64Array(n * dims);
    const centred = new Float64Array(size);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < size; j++) centred[j] = data[i * size + j]! - weights[j]!;
      for (let c = 0; c < dims; c++) {
        let sum = 0;
        for (let j = 0; j < size; j++) sum += centred[j]! * weights[size * (c + 1) + j]!;
        result[i * dims + c] = sum;
      }
    }
    return { data: result, rows: n, cols: dims };
  }
}
