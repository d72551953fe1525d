import { useBackend } from '@genlab/backend';
import { beforeAll, expect, test } from 'vitest';
import { presets } from './config.js';
import { makeGan, stepsOf } from './model.js';

const data = { name: '', height: 28, width: 28, classes: ['A', 'B'], attributions: [], skipped: [], hash: '' };
const none = { pixels: new Uint8Array(), labels: new Int32Array(), origins: [] };

beforeAll(async () => {
  await useBackend();
});

test('epochs are whole passes, a rest that fills no batch left out', () => {
  expect(stepsOf({ ...presets.seed, length: { epochs: 100 }, batchSize: 64 }, 4_290)).toBe(6_700);
  expect(stepsOf({ ...presets.seed, length: { epochs: 3 }, batchSize: 64 }, 10)).toBe(3);
  expect(stepsOf({ ...presets.seed, length: { steps: 7 } }, 4_290)).toBe(7);
});

test('the seed preset has the weights of the DCGAN of the study', () => {
  const gan = makeGan(presets.seed, { ...data, train: none, validation: none }, 1);
  const sizes = (network: { weights: { shape: (number | null)[]; originalName: string }[] }) =>
    network.weights.filter(({ originalName }) => !/moving/.test(originalName)).map(({ shape }) => shape.join('x'));
  expect(sizes(gan.generator)).toEqual(['100x6272', '6272', '6272', '6272', '4x4x64x128', '64', '64', '64', '4x4x1x64', '1']);
  expect(sizes(gan.discriminator)).toEqual([
    '4x4x1x64',
    '64',
    '4x4x64x128',
    '128',
    '128',
    '128',
    '4x4x128x256',
    '256',
    '256',
    '256',
    '2304x1',
    '1',
  ]);
  gan.dispose();
});
