import { useBackend } from '@genlab/backend';
import { inMemory, train } from '@genlab/core';
import { expect, test } from 'vitest';
import { DCGAN } from '../src/index.js';

test('on WebGL a DCGAN takes a training step, with losses as on the CPU backend', { timeout: 180_000 }, async () => {
  const lossesOn = async (backend: 'cpu' | 'webgl') => {
    await useBackend(backend);
    const data = inMemory({ x: { data: new Float32Array(4 * 8 * 8).fill(0.5), shape: [4, 8, 8, 1] } });
    const networks = { generator: { filters: [8, 4] }, discriminator: { filters: [4, 8] } };
    const gan = new DCGAN({ imageShape: [8, 8, 1], latentDim: 4, ...networks, seed: 0 });
    const history = await train(gan, data, { steps: 1, batchSize: 4, seed: 0 });
    return [...history.series('generatorLoss').values, ...history.series('discriminatorLoss').values];
  };
  const [expected, actual] = [await lossesOn('cpu'), await lossesOn('webgl')];
  expect(actual.length).toBe(2);
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 3);
  });
});
