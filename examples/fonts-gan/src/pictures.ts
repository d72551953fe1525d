import type { DCGAN } from '@genlab/gan';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Images on the ways between pairs of latents, as the generator draws them: rows x columns, row by row; the ends of a row are two samples.
 *
 * A latent on the straight way between two normal ones is shorter than any the generator was trained on, so its length is set to
 * what lies between theirs.
 *
 * @param label class of each row, for a conditional GAN
 */
export async function interpolate(
  gan: DCGAN,
  { rows, columns, label }: { rows: number; columns: number; label?: (row: number) => number },
): Promise<Float32Array> {
  const labels = label && Int32Array.from({ length: rows * columns }, (_, i) => label(Math.floor(i / columns)));
  const latents = tf.tidy(() => {
    const all = gan.latents({ n: 2 * rows, seed: 2 });
    const share = tf.reshape(tf.linspace(0, 1, columns), [1, columns, 1]);
    const between = (from: tf.Tensor, to: tf.Tensor) => tf.add(tf.mul(from, tf.sub(1, share)), tf.mul(to, share));
    const [from, to] = tf.split(tf.expandDims(all, 1), 2) as [tf.Tensor, tf.Tensor]; // [rows, 1, latentDim]
    const straight = between(from, to);
    const length = between(tf.norm(from, 2, 2, true), tf.norm(to, 2, 2, true));
    return tf.reshape(tf.mul(straight, tf.div(length, tf.norm(straight, 2, 2, true))), [rows * columns, gan.latentDim]) as tf.Tensor2D;
  });
  return read(gan, latents, labels);
}

/** Every class from the same latents: rows x classes images, row by row, one latent a row. */
export async function drawByClass(gan: DCGAN, { rows, classes }: { rows: number; classes: number }): Promise<Float32Array> {
  const latents = tf.tidy(() => {
    const all = tf.expandDims(gan.latents({ n: rows, seed: 3 }), 1);
    return tf.reshape(tf.tile(all, [1, classes, 1]), [rows * classes, gan.latentDim]) as tf.Tensor2D;
  });
  return read(
    gan,
    latents,
    Int32Array.from({ length: rows * classes }, (_, i) => i % classes),
  );
}

async function read(gan: DCGAN, latents: tf.Tensor2D, labels?: Int32Array): Promise<Float32Array> {
  const images = gan.generate(latents, { labels });
  try {
    return (await images.data()) as Float32Array;
  } finally {
    tf.dispose([images, latents]);
  }
}
