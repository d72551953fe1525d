import { useBackend } from '@genlab/backend';
import { Rng } from '@genlab/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { jittered, warp } from './jitter.js';

beforeAll(async () => {
  await useBackend('genlab');
});

const picture = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);

describe('warp', () => {
  it.each([
    ['leaves an image as it is', [1, 0, 0, 0, 1, 0], [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['reads one pixel to the right, and goes on with the edge', [1, 0, 1, 0, 1, 0], [2, 3, 3, 5, 6, 6, 8, 9, 9]],
    ['reads one pixel above', [1, 0, 0, 0, 1, -1], [1, 2, 3, 1, 2, 3, 4, 5, 6]],
    ['turns by a quarter', [0, 1, 0, -1, 0, 0], [7, 4, 1, 8, 5, 2, 9, 6, 3]],
    ['reads between pixels', [1, 0, 0.5, 0, 1, 0], [1.5, 2.5, 3, 4.5, 5.5, 6, 7.5, 8.5, 9]],
    ['stretches about the centre', [0.5, 0, 0, 0, 1, 0], [1.5, 2, 2.5, 4.5, 5, 5.5, 7.5, 8, 8.5]],
  ] as const)('%s', (_, affine, want) => {
    expect([...warp(picture, [3, 3, 1], affine)]).toEqual(want);
  });

  it('moves all channels together', () => {
    expect([...warp(Float32Array.of(1, 10, 2, 20), [1, 2, 2], [1, 0, 1, 0, 1, 0])]).toEqual([2, 20, 2, 20]);
  });
});

describe('jittered', () => {
  const source = { data: Float32Array.from({ length: 3 * 64 }, (_, i) => Math.sin(i)), labels: [4, 5, 6], imageShape: [8, 8, 1] as const };
  const batchOf = async (data: ReturnType<typeof jittered>) => {
    const { x, labels } = data.batch(Int32Array.of(2, 0));
    return { x: await x.data(), shape: x.shape, labels: await labels.data() };
  };

  it('gives the images asked for with their labels', async () => {
    const { x, shape, labels } = await batchOf(jittered(source, new Rng(1), { rotation: 0, scale: 0, shear: 0, shift: 0 }));
    expect(shape).toEqual([2, 8, 8, 1]);
    expect([...labels]).toEqual([6, 4]);
    expect([...x]).toEqual([...source.data.subarray(128), ...source.data.subarray(0, 64)]);
  });

  it('moves them about anew each time, by its seed', async () => {
    const [one, other] = [jittered(source, new Rng(1), {}), jittered(source, new Rng(1), {})];
    const first = await batchOf(one);
    expect(await batchOf(other)).toEqual(first);
    expect((await batchOf(one)).x).not.toEqual(first.x);
  });

  it('keeps within the range of the pixels', async () => {
    const { x } = await batchOf(jittered(source, new Rng(2), { rotation: 90, scale: 0.5, shear: 1, shift: 0.5 }));
    expect(Math.max(...x.map(Math.abs))).toBeLessThanOrEqual(1);
  });
});
