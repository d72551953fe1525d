import { useBackend } from '@genlab/backend';
import { Rng, type TrainListeners } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { frechet } from '../frechet.js';
import { ImageClassifier } from './image-classifier.js';
import type { SavedClassifier } from './options.js';

beforeAll(async () => {
  await useBackend('genlab');
});

const SHAPE = [12, 12, 1] as const;

/** Bars that lie, stand or slant, at random places in noise. */
function bars(n: number, seed: number) {
  const rng = new Rng(seed);
  const labels = Int32Array.from({ length: n }, (_, i) => i % 3);
  const data = new Float32Array(n * 144);
  for (let i = 0; i < n; i++) {
    const at = 2 + rng.integer(8);
    for (let row = 0; row < 12; row++) {
      for (let column = 0; column < 12; column++) {
        const lit = [row, column, (row + column) >> 1][labels[i] as number] === at;
        data[i * 144 + row * 12 + column] = (lit ? 1 : -1) + 0.4 * (rng.number() - 0.5);
      }
    }
  }
  return { images: { data, shape: [n, ...SHAPE] }, labels };
}
const make = (seed = 0) => new ImageClassifier({ imageShape: SHAPE, classes: 3, features: 16, seed });
const quick = { epochs: 12, batchSize: 16 };

describe('ImageClassifier', () => {
  it('reads images it never saw, and says how sure it is', async () => {
    const classifier = make();
    const epochs: number[] = [];
    const listener: TrainListeners = { epochEnd: ({ epoch, epochs: of }) => void epochs.push(epoch / of) };
    const { steps, trainAccuracy, validationAccuracy } = await classifier.fit(
      { ...bars(120, 1), validation: bars(90, 2) },
      { ...quick, listeners: [listener] },
    );
    expect(steps).toBe(12 * 7);
    expect(epochs).toHaveLength(12);
    expect(epochs.at(-1)).toBe(1);
    expect(trainAccuracy.value).toBeGreaterThan(0.95);
    expect(validationAccuracy?.value).toBeGreaterThan(0.95);
    expect(validationAccuracy?.interval?.method).toBe('wilson');
    const { labels, confidence, features } = await classifier.classify(bars(30, 3).images);
    expect(labels.filter((label, i) => label === i % 3).length).toBeGreaterThan(24);
    expect(confidence.every((value) => value >= 1 / 3 && value <= 1)).toBe(true);
    expect(features).toMatchObject({ rows: 30, cols: 16 });
    expect(Array.from(features.data).every((value) => value >= 0)).toBe(true);
    classifier.dispose();
  });

  it('gives features in which other images lie farther than images of the same kind', async () => {
    const classifier = make();
    await classifier.fit(bars(120, 1), quick);
    const featuresOf = async (seed: number, change: (value: number) => number) => {
      const { data, shape } = bars(300, seed).images;
      return (await classifier.classify({ data: data.map(change), shape })).features;
    };
    const real = await featuresOf(2, (value) => value);
    const same = frechet({ real, fake: await featuresOf(3, (value) => value) });
    const blurred = frechet({ real, fake: await featuresOf(3, (value) => 0.4 * value) });
    expect(blurred.value).toBeGreaterThan(5 * same.value);
    classifier.dispose();
  });

  it('is the same, bit for bit, for one seed, and another for another', async () => {
    const hashes = [];
    for (const seed of [0, 0, 1]) {
      const classifier = make(seed);
      await classifier.fit(bars(48, 1), { ...quick, epochs: 2 });
      hashes.push(classifier.hash);
      classifier.dispose();
    }
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
    expect(hashes[0]).toMatch(/^[0-9a-f]{16}$/);
  });

  it('reads an image the same in any company, and takes tensors', async () => {
    const classifier = make();
    await classifier.fit(bars(48, 1), { ...quick, epochs: 3 });
    const { images } = bars(33, 4);
    const whole = await classifier.classify(images);
    const parts = await classifier.classify(images, { batchSize: 7 });
    expect(parts.labels).toEqual(whole.labels);
    Array.from(whole.features.data).forEach((value, i) => {
      expect(parts.features.data[i]).toBeCloseTo(value, 4);
    });
    const tensor = tf.tensor(images.data, [...images.shape]);
    expect(await classifier.classify(tensor)).toEqual(whole);
    expect((await classifier.classify({ data: [], shape: [0, ...SHAPE] })).labels).toHaveLength(0);
    tensor.dispose();
    classifier.dispose();
  });

  it('comes back from its saved state as it was, and refuses a damaged one', async () => {
    const classifier = make();
    await classifier.fit(bars(48, 1), { ...quick, epochs: 3 });
    const saved = classifier.save();
    const copy: SavedClassifier = { ...JSON.parse(JSON.stringify({ ...saved, weights: undefined })), weights: saved.weights.slice() };
    const loaded = ImageClassifier.load(copy);
    expect(loaded.hash).toBe(classifier.hash);
    expect(await loaded.classify(bars(20, 5).images)).toEqual(await classifier.classify(bars(20, 5).images));
    copy.weights[7] = (copy.weights[7] as number) + 1e-3;
    expect(() => ImageClassifier.load(copy)).toThrow(
      /ImageClassifier.load: expected contents with the hash [0-9a-f]{16}, got [0-9a-f]{16}. Train it anew./,
    );
    expect(() => ImageClassifier.load({ ...copy, weights: copy.weights.subarray(1) })).toThrow(/weights/);
    loaded.dispose();
    classifier.dispose();
  });

  it('leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    const classifier = make();
    const own = tf.memory().numTensors;
    await classifier.fit({ ...bars(48, 1), validation: bars(12, 2) }, { ...quick, epochs: 2 });
    await classifier.classify(bars(12, 3).images);
    expect(tf.memory().numTensors).toBe(own);
    classifier.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stops when told to, and keeps what it learnt so far', async () => {
    const classifier = make();
    const stop = new AbortController();
    const { steps } = await classifier.fit(bars(48, 1), {
      ...quick,
      signal: stop.signal,
      listeners: [{ epochEnd: ({ epoch }) => (epoch === 2 ? stop.abort() : undefined) }],
    });
    expect(steps).toBe(6);
    expect((await classifier.classify(bars(6, 2).images)).labels).toHaveLength(6);
    classifier.dispose();
  });

  it('learns without jitter, and from fewer images than fill a batch', async () => {
    const classifier = make();
    const { steps } = await classifier.fit(bars(9, 1), { epochs: 2, jitter: false });
    expect(steps).toBe(2);
    classifier.dispose();
  });

  it.each([
    [[5, 3, 1], 3],
    [[40, 64, 3], 4],
  ] as const)('takes images of shape %j', async (imageShape, classes) => {
    const classifier = new ImageClassifier({ imageShape, classes, features: 8 });
    const [n, size] = [2 * classes, imageShape[0] * imageShape[1] * imageShape[2]];
    const images = { data: Float32Array.from({ length: n * size }, (_, i) => Math.sin(i)), shape: [n, ...imageShape] };
    await classifier.fit({ images, labels: Array.from({ length: n }, (_, i) => i % classes) }, { epochs: 1, batchSize: classes });
    expect((await classifier.classify(images)).features).toMatchObject({ rows: n, cols: 8 });
    classifier.dispose();
  });

  it('says what is wrong, and trains nothing then', async () => {
    expect(() => new ImageClassifier({ imageShape: [0, 4, 1], classes: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ImageClassifier.imageShape[0]: expected an integer >= 1, got 0.]`,
    );
    expect(() => new ImageClassifier({ imageShape: SHAPE, classes: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ImageClassifier.classes: expected an integer >= 2, got 1.]`,
    );
    const classifier = make();
    const { images, labels } = bars(6, 1);
    expect(() => classifier.hash).toThrowErrorMatchingInlineSnapshot(
      `[Error: ImageClassifier: expected a trained classifier, got an untrained one. Call fit or load first.]`,
    );
    await expect(classifier.fit({ images: { ...images, shape: [6, 144] }, labels })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ImageClassifier.fit: expected images of shape [n, 12, 12, 1], got [6, 144].]`,
    );
    await expect(classifier.fit({ images: { ...images, shape: [5, ...SHAPE] }, labels })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ImageClassifier.fit: expected 720 numbers for [5, 12, 12, 1], got 864.]`,
    );
    await expect(classifier.fit({ images, labels: labels.slice(1) })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ImageClassifier.fit: expected 6 labels, one an image, got 5.]`,
    );
    await expect(classifier.fit({ images, labels: [0, 1, 2, 3, 0, 1] })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ImageClassifier.fit: expected labels from 0 to 2, got 3 for image 3.]`,
    );
    await expect(classifier.fit({ images, labels, validation: { images, labels: [] } })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ImageClassifier.fit (validation): expected 6 labels, one an image, got 0.]`,
    );
    await expect(classifier.fit({ images, labels }, { epochs: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ImageClassifier.fit.epochs: expected an integer >= 1, got 0.]`,
    );
    await expect(classifier.fit({ images: { data: [], shape: [0, ...SHAPE] }, labels: [] })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ImageClassifier.fit: expected the number of images to be an integer >= 1, got 0.]`,
    );
    await expect(classifier.classify(images, { batchSize: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: ImageClassifier.classify.batchSize: expected an integer >= 1, got 0.]`,
    );
    expect(() => classifier.hash).toThrow(/untrained/);
    classifier.dispose();
  });
});
