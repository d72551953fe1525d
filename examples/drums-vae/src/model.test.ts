import { useBackend } from '@genlab/backend';
import { beforeAll, expect, test } from 'vitest';
import { presets } from './config.js';
import { klWeights, makeVae, stepsOf } from './model.js';

beforeAll(async () => {
  await useBackend();
});

test("the study's schedule: cycles of 33 epochs, full weight from the middle of each on", () => {
  for (const weight of klWeights(presets.seed, 800)) // 25 steps an epoch
    expect([0, 24, 25, 16 * 25, 17 * 25, 32 * 25, 33 * 25, 34 * 25].map(weight)).toEqual([0, 0, 2 / 33, 32 / 33, 1, 1, 0, 2 / 33]);
  expect(stepsOf(presets.seed, 800)).toBe(2_500);
});

test('each level has its own weight: the high one from the start, the low one after a warm-up', () => {
  const [high, low] = klWeights({ ...presets.default, length: { steps: 1_000 } }, 2_000);
  expect([0, 250, 999].map((step) => high?.(step))).toEqual([2, 2, 2]);
  expect([0, 250, 500, 999].map((step) => low?.(step))).toEqual([0, 0.5, 1, 1]);
});

test('the seed preset has the weights of the VAE of the study', () => {
  const vae = makeVae(presets.seed, { bars: 800, genres: 5 });
  const sizes = (networks: Readonly<Record<string, { weights: readonly { shape: (number | null)[] }[] }>>) =>
    Object.values(networks).map(({ weights }) =>
      weights.reduce((sum, { shape }) => sum + shape.reduce((size: number, n) => size * (n ?? 1), 1), 0),
    );
  const count = (networks: Parameters<typeof sizes>[0]) => sizes(networks).reduce((sum, size) => sum + size, 0);
  // Convolutions 9 -> 32 -> 64 -> 128, a linear layer 512 -> 24, and 12 -> 64 -> 32 -> 8.
  expect(count(vae.encoder.networks)).toBe(
    9 * 32 * 3 + 32 + 32 * 64 * 3 + 64 + 64 * 128 * 3 + 128 + (512 * 24 + 24) + (12 * 64 + 64 + 64 * 32 + 32 + 32 * 8 + 8),
  );
  // 12 -> 512, and transposed convolutions 128 -> 64 -> 32 -> 9.
  expect(count(vae.decoder.networks)).toBe(12 * 512 + 512 + 128 * 64 * 3 + 64 + 64 * 32 * 3 + 32 + 32 * 9 * 3 + 9);
  vae.dispose();
});
