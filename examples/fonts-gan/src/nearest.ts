import type { Images } from './data/images.js';

/**
 * For every sample the places of the training images nearest to it in pixels, nearest first: a sample that equals one was learnt by heart.
 *
 * @param samples as bytes, images of the training images' size one after the other
 * @param k how many for each
 * @returns samples x k indices
 */
export function nearestImages(samples: Uint8Array, training: Images, k: number): Int32Array {
  const count = training.labels.length;
  const size = training.pixels.length / count;
  const nearest = new Int32Array((samples.length / size) * k);
  for (let sample = 0; sample < samples.length / size; sample++) {
    const best = Array.from({ length: k }, () => ({ image: 0, sum: Number.POSITIVE_INFINITY }));
    for (let image = 0; image < count; image++) {
      const limit = best[k - 1]?.sum ?? 0;
      let sum = 0;
      // A sum that is too large already can only grow.
      for (let i = 0; i < size && sum < limit; i++) {
        sum += ((samples[sample * size + i] as number) - (training.pixels[image * size + i] as number)) ** 2;
      }
      if (sum >= limit) continue;
      best[k - 1] = { image, sum };
      best.sort((a, b) => a.sum - b.sum);
    }
    nearest.set(
      best.map(({ image }) => image),
      sample * k,
    );
  }
  return nearest;
}
