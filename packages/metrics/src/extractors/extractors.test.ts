import { useBackend } from '@genlab/backend';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { normals } from '../../test/noise.js';
import { ImageClassifier } from '../classifier/image-classifier.js';
import { classifierFeatures } from './feature-extractor.js';
import { PixelPca } from './pixel-pca.js';

beforeAll(async () => {
  await useBackend('genlab');
});

/** n images of 4 x 4 that are mixtures of two pictures, and noise. */
function pictures(seed: number, n: number, noise = 0.01) {
  const draws = normals(seed, n * 18);
  const data = Float32Array.from({ length: n * 16 }, (_, at) => {
    const [image, pixel] = [Math.floor(at / 16), at % 16];
    const [a, b] = [draws[18 * image]!, draws[18 * image + 1]!];
    return 0.1 + (pixel % 2 === 0 ? 0.5 * a : 0) + (pixel < 8 ? 0.2 * b : 0) + noise * draws[18 * image + 2 + pixel]!;
  });
  return { data, shape: [n, 4, 4, 1] };
}

describe('PixelPca', () => {
  it('finds 50 components by default, of images that have as many pixels', async () => {
    await expect(PixelPca.fit(pictures(1, 20))).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: PixelPca.fit: expected at most 16 components, one a pixel, got 50.]`,
    );
    const wide = { data: Float32Array.from({ length: 60 * 64 }, (_, i) => Math.sin(i * i)), shape: [60, 8, 8, 1] };
    expect((await PixelPca.fit(wide)).info).toMatchObject({ name: 'pixels-pca', dims: 50 });
  });

  it('keeps the distances of images that lie in a plane, and forgets the mean', async () => {
    const images = pictures(1, 60, 0);
    const pca = await PixelPca.fit(images, { dims: 2 });
    expect(pca.held).toBeCloseTo(1, 6);
    const { data, rows, cols } = await pca.extract(images);
    expect([rows, cols]).toEqual([60, 2]);
    const distance = (from: ArrayLike<number>, width: number, i: number, k: number) =>
      Math.sqrt(Array.from({ length: width }, (_, j) => (from[i * width + j]! - from[k * width + j]!) ** 2).reduce((a, b) => a + b));
    for (const [i, k] of [
      [0, 1],
      [5, 40],
      [59, 3],
    ] as const)
      expect(distance(data, 2, i, k)).toBeCloseTo(distance(images.data, 16, i, k), 4);
    const mean =
      Array.from(data)
        .filter((_, at) => at % 2 === 0)
        .reduce((a, b) => a + b) / 60;
    expect(mean).toBeCloseTo(0, 5);
  });

  it('has uncorrelated columns, the largest variance first', async () => {
    const images = pictures(2, 80);
    const { data } = await (await PixelPca.fit(images, { dims: 2 })).extract(images);
    let [aa, ab, bb] = [0, 0, 0];
    for (let i = 0; i < 80; i++) {
      aa += data[2 * i]! ** 2;
      ab += data[2 * i]! * data[2 * i + 1]!;
      bb += data[2 * i + 1]! ** 2;
    }
    expect(aa).toBeGreaterThan(bb);
    expect(Math.abs(ab)).toBeLessThan(1e-4 * bb);
  });

  it('is saved and loaded with its hash; other images give another', async () => {
    const pca = await PixelPca.fit(pictures(1, 30), { dims: 3 });
    const again = PixelPca.load(pca.save());
    expect(again.info).toEqual(pca.info);
    expect(await again.extract(pictures(2, 4))).toEqual(await pca.extract(pictures(2, 4)));
    expect((await PixelPca.fit(pictures(3, 30), { dims: 3 })).info.hash).not.toBe(pca.info.hash);
    expect(() => PixelPca.load({ ...pca.save(), dims: 4 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: PixelPca.load: expected 80 weights, got 64. Fit it anew.]`,
    );
  });

  it('takes tensors, and leaves none behind', async () => {
    const images = pictures(1, 12);
    const pca = await PixelPca.fit(images, { dims: 2 });
    const before = tf.memory().numTensors;
    const tensor = tf.tensor(images.data, images.shape as [number, number, number, number]);
    expect(await pca.extract(tensor)).toEqual(await pca.extract(images));
    expect((await PixelPca.fit(tensor, { dims: 2 })).info).toEqual(pca.info);
    tensor.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says what is wrong', async () => {
    const pca = await PixelPca.fit(pictures(1, 12), { dims: 2 });
    await expect(pca.extract({ data: [0], shape: [1, 1, 1, 1] })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: PixelPca.extract: expected images of shape [n, 4, 4, 1], got [1, 1, 1, 1].]`,
    );
    await expect(PixelPca.fit({ data: [0, 0], shape: [1, 2] })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: PixelPca.fit: expected images of shape [n, height, width, channels], got [1, 2].]`,
    );
    await expect(PixelPca.fit(pictures(1, 1), { dims: 2 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: PixelPca.fit: expected the number of images to be an integer >= 2, got 1.]`,
    );
  });
});

describe('classifierFeatures', () => {
  it('gives the features of the classifier, with its hash', async () => {
    const classifier = new ImageClassifier({ imageShape: [4, 4, 1], classes: 2, features: 3, seed: 1 });
    expect(() => classifierFeatures(classifier, 'content')).toThrowErrorMatchingInlineSnapshot(
      `[Error: ImageClassifier: expected a trained classifier, got an untrained one. Call fit or load first.]`,
    );
    const images = pictures(1, 8);
    await classifier.fit({ images, labels: [0, 1, 0, 1, 0, 1, 0, 1] }, { epochs: 1, batchSize: 4 });
    const content = classifierFeatures(classifier, 'content');
    expect(content.info).toEqual({ name: 'content', hash: classifier.hash, dims: 3 });
    expect(await content.extract(images)).toEqual((await classifier.classify(images)).features);
    classifier.dispose();
  });
});
