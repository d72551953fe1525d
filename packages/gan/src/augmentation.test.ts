import { Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onEachBackend } from '../../core/test/backends.js';
import { checkDerivatives } from '../../core/test/finite-differences.js';
import { translation } from './augmentation.js';

onEachBackend('translation', () => {
  it('shifts whole images by whole pixels, and brings in background', () => {
    const dot = tf.buffer([200, 5, 7, 1]);
    dot.values.fill(-1);
    for (let i = 0; i < 200; i++) dot.set(0.5, i, 2, 3, 0);
    const moved = translation({ pixels: 2 }).apply(dot.toTensor() as tf.Tensor4D, new Rng(1));
    const places = new Set<string>();
    const image = moved.arraySync();
    for (const rows of image) {
      const lit = rows.flatMap((row, y) => row.flatMap(([value], x) => (value === -1 ? [] : [`${y - 2} ${x - 3} ${value}`])));
      expect(lit).toHaveLength(1);
      places.add(lit[0] as string);
    }
    expect(places.size).toBe(25); // every shift of -2 to 2, both ways
    expect([...places].every((place) => / 0\.5$/.test(place))).toBe(true);
  });

  it('keeps channels together and is differentiable twice', () => {
    const images = new Rng(2).normal([3, 4, 6, 2]);
    const { apply } = translation({ pixels: 1, background: 0 });
    const moved = apply(images as tf.Tensor4D, new Rng(3));
    expect(moved.shape).toEqual([3, 4, 6, 2]);
    const [a, b] = tf.split(images, 2, 3) as [tf.Tensor4D, tf.Tensor4D];
    const apart = tf.concat([apply(a, new Rng(3)), apply(b, new Rng(3))], 3);
    expect([...apart.dataSync()]).toEqual([...moved.dataSync()]);
    checkDerivatives((x) => tf.sum(tf.square(tf.square(apply(x as tf.Tensor4D, new Rng(3))))), [images]);
  });

  it('says what it expected', () => {
    expect(() => translation({ pixels: 0.5 })).toThrow('translation.pixels: expected an integer >= 1, got 0.5.');
  });
});
