import { config, type Json, type Noise } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';

const { integer, number, optional, recipe, record, tensor } = config;

/** A random, differentiable change of images that both real and generated ones go through before the discriminator sees them. */
export interface Augmentation {
  /** For messages and reports. */
  readonly name: string;
  /** The recipe as plain JSON, for checkpoints; opaque without. */
  readonly config?: Json;
  /**
   * @param images [batch, height, width, channels]; borrowed.
   * @param noise Asked for the same shapes at every call.
   * @returns Images of the same shape; the caller owns them.
   */
  apply(images: tf.Tensor4D, noise: Noise): tf.Tensor4D;
}

/** Options of {@link translation}. */
export interface TranslationOptions {
  /** Furthest shift in pixels, up, down, left or right, 1 or more; 2. */
  readonly pixels?: number;
  /** The value that moves in from outside; -1, black. */
  readonly background?: number;
}

/** Reads the options of {@link translation}. */
export const translationOptions = record<TranslationOptions>({ pixels: optional(integer({ least: 1 })), background: optional(number) });

/**
 * Shifts every image by whole pixels, each at random: a discriminator that has few images learns them by heart less fast.
 *
 * Formula: rows and columns are picked by two matrices of zeros and ones, so gradients of every order pass.
 *
 * @throws RangeError if `pixels` is not an integer >= 1, or `background` not finite.
 *
 * @example
 * ```ts
 * import { DCGAN, translation } from '@genlab/gan';
 *
 * const gan = new DCGAN({ imageShape: [28, 28, 1], augmentation: translation({ pixels: 3 }) });
 * gan.dispose();
 * ```
 *
 * @see Zhao et al., "Differentiable augmentation for data-efficient GAN training", 2020, section 3.2.
 */
export function translation(options: TranslationOptions = {}): Augmentation {
  const { pixels = 2, background = -1 } = translationOptions(options, 'translation');
  return {
    name: 'translation',
    config: { name: 'translation', pixels, background },
    apply(images, noise) {
      const [batch, height, width, channels] = tensor(images, 'translation.images').shape as tf.Tensor4D['shape'];
      recipe<Noise>(['uniform'], 'new Rng(7)')(noise, 'translation.noise');
      return tf.tidy(() => {
        const shifts = tf.sub(tf.floor(tf.mul(noise.uniform([2, batch, 1, 1]), 2 * pixels + 1)), pixels);
        const [down, right] = tf.unstack(shifts) as [tf.Tensor, tf.Tensor];
        const lifted = tf.sub(images, background); // so that the zeros from outside are background
        const rows = tf.matMul(picker(height, down), tf.reshape(lifted, [batch, height, width * channels]));
        const columns = tf.transpose(tf.reshape(rows, [batch, height, width, channels]), [0, 2, 1, 3]);
        const moved = tf.matMul(picker(width, right), tf.reshape(columns, [batch, width, height * channels]));
        return tf.add(tf.transpose(tf.reshape(moved, [batch, width, height, channels]), [0, 2, 1, 3]), background) as tf.Tensor4D;
      });
    },
  };
}

/** [batch, n, n] with a one where the place (row) less the shift is the source (column). */
function picker(n: number, shift: tf.Tensor): tf.Tensor {
  const places = tf.range(0, n, 1, 'float32');
  const from = tf.sub(tf.reshape(places, [1, n, 1]), shift);
  return tf.cast(tf.equal(from, tf.reshape(places, [1, 1, n])), 'float32');
}
