import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, expect, expectTypeOf, test } from 'vitest';
import { type Profile, profile, useBackend } from './index.js';

beforeEach(async () => {
  await useBackend();
});

/** A product, a sum of squares and something that the CPU kernels do. */
function work(): void {
  tf.tidy(() => {
    const x = tf.ones<tf.Rank.R2>([64, 64]);
    tf.cumsum(tf.sum(tf.square(tf.matMul(tf.matMul(x, x), x)), 0));
  });
}

test('profile tells every kernel, how often it ran, and its share of the time', async () => {
  const result = await profile(work);
  expectTypeOf(result).toEqualTypeOf<Profile>();
  const calls = Object.fromEntries(result.kernels.map((kernel) => [kernel.name, kernel.calls]));
  expect(calls).toMatchObject({ BatchMatMul: 2, Square: 1, Sum: 1, Cumsum: 1 });
  const times = result.kernels.map(({ ms }) => ms);
  expect(times).toEqual([...times].sort((a, b) => b - a));
  const shares = result.kernels.reduce((sum, { share }) => sum + share, 0);
  expect(shares + result.outside).toBeCloseTo(1, 10);
  expect(result.outside).toBeGreaterThanOrEqual(0);
  for (const { ms, share } of result.kernels) expect(share).toBeCloseTo(ms / result.ms, 10);
});

test('profile waits for asynchronous work, and a kernel inside a kernel is counted once', async () => {
  const { kernels } = await profile(async () => {
    await null;
    const x = tf.ones<tf.Rank.R2>([4, 4]);
    tf.dispose([x, tf.fused.matMul({ a: x, b: x, bias: tf.ones([4]), activation: 'relu' })]);
  });
  expect(kernels.map(({ name }) => name)).not.toContain('Relu');
  expect(kernels.find(({ name }) => name === '_FusedMatMul')?.calls).toBe(1);
});

test('profile tells how many parts each thread did: none of small kernels, and on one thread there is one number', async () => {
  const large = () => tf.tidy(() => tf.matMul(tf.ones<tf.Rank.R2>([300, 300]), tf.ones<tf.Rank.R2>([300, 300])));
  await useBackend('genlab', { threads: 2 });
  expect((await profile(() => tf.dispose(tf.ones([4])))).parts).toEqual([0, 0]);
  let parts: readonly number[] = [0, 0];
  while (parts.some((done) => done === 0)) parts = (await profile(large)).parts;
  expect(parts.length).toBe(2);
  await useBackend('genlab', { threads: 1 });
  expect((await profile(large)).parts).toEqual([0]);
});

test('profile says what it expected, and works again after work that threw', async () => {
  const failing = profile(() => {
    throw new Error('out of luck');
  });
  await expect(failing).rejects.toThrow('out of luck');
  await expect(profile(() => profile(work))).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: profile: expected one profile at a time, got a second. Wait for the first to end.]`,
  );
  expect((await profile(work)).kernels.length).toBeGreaterThan(0);
  await expect(profile(undefined as never)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: profile: expected a function, got undefined. Write profile(() => step()).]`,
  );
  await useBackend('cpu');
  await expect(profile(work)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: profile: expected the backend genlab, got cpu. Call useBackend() first.]`,
  );
});
