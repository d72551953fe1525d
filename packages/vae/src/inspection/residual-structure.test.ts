import { Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useGenlab } from '../../../core/test/backends.js';
import { residualStructure } from './residual-structure.js';

beforeAll(useGenlab);

const normal = (n: number, values: number) => tf.tidy(() => new Rng(2).normal([n, values]).dataSync() as Float32Array);

describe('residualStructure', () => {
  it('finds no more than chance in values that have nothing in common', async () => {
    const { strongest, chance } = await residualStructure(normal(500, 40), { n: 500, together: 1, seed: 0 });
    // The edge of Marchenko and Pastur: (1 + sqrt(40 / 500))^2 = 1.65
    expect(Math.abs(chance - 1.65)).toBeLessThan(0.12);
    expect(strongest).toBeLessThan(1.1 * chance);
  });

  it('finds a pattern that five of forty values share', async () => {
    const data = normal(500, 40);
    const shared = normal(500, 1);
    for (let item = 0; item < 500; item++)
      for (let value = 0; value < 5; value++) data[item * 40 + value] = (data[item * 40 + value] as number) + (shared[item] as number);
    const { strongest, chance } = await residualStructure(data, { n: 500, together: 1, seed: 0 });
    // Five values with correlations of a half: 1 + 4 / 2
    expect(Math.abs(strongest - 3)).toBeLessThan(0.5);
    expect(strongest).toBeGreaterThan(1.25 * chance);
  });

  it('takes what one-hot values of one draw have in common for no pattern', async () => {
    const [n, classes] = [400, 3];
    const data = new Float32Array(n * 12);
    const rng = new Rng(3);
    for (let draw = 0; draw < n * 4; draw++) {
      const drawn = rng.integer(classes);
      for (let i = 0; i < classes; i++) data[draw * classes + i] = (drawn === i ? 1 : 0) - 1 / classes;
    }
    const { strongest, chance } = await residualStructure(data, { n, together: classes, seed: 0 });
    expect(strongest).toBeLessThan(1.1 * chance);
    const apart = await residualStructure(data, { n, together: 1, seed: 0 });
    expect(apart.strongest).toBeGreaterThan(1.1 * apart.chance);
  });

  it('takes values that never change, and leaks nothing', async () => {
    const before = tf.memory().numTensors;
    const { strongest } = await residualStructure(new Float32Array(60), { n: 10, together: 1, seed: 0 });
    expect(strongest).toBe(0);
    expect(tf.memory().numTensors).toBe(before);
  });
});
