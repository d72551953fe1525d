import { forwardOutputs } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import type { Matrix } from '../rows.js';
import type { ImageShape } from './images.js';

/** What `ImageClassifier.classify` returns. */
export interface Classification {
  /** The class of each image, `[n]`. */
  readonly labels: Int32Array;
  /** The probability given to that class, `[n]`. */
  readonly confidence: Float32Array;
  /** Outputs of the penultimate layer, none negative, `[n, features]`. */
  readonly features: Matrix;
}

/** Runs `[logits, features]` = network(images), `batchSize` images at a time. */
export async function classifyBatches(
  network: tfl.LayersModel,
  { data, n }: { readonly data: Float32Array; readonly n: number },
  { imageShape, features: width, batchSize }: { readonly imageShape: ImageShape; readonly features: number; readonly batchSize: number },
): Promise<Classification> {
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const labels = new Int32Array(n);
  const confidence = new Float32Array(n);
  const features = new Float32Array(n * width);
  for (let start = 0; start < n; start += batchSize) {
    const count = Math.min(batchSize, n - start);
    const batch = data.subarray(start * size, (start + count) * size);
    const outputs = tf.tidy(() => {
      const [logits, penultimate] = forwardOutputs(network, tf.tensor4d(batch, [count, ...imageShape])) as [tf.Tensor, tf.Tensor];
      const probabilities = tf.softmax(logits);
      return [tf.argMax(probabilities, 1), tf.max(probabilities, 1), penultimate] as const;
    });
    const [classes, best, penultimate] = await Promise.all(outputs.map((output) => output.data()));
    tf.dispose([...outputs]);
    labels.set(classes as ArrayLike<number>, start);
    confidence.set(
      (best as Float32Array).map((probability) => Math.min(1, probability)), // Rounding may pass 1.
      start,
    );
    features.set(penultimate as Float32Array, start * width);
  }
  return { labels, confidence, features: { data: features, rows: n, cols: width } };
}
