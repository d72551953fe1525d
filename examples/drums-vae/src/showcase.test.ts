import { useBackend } from '@genlab/backend';
import { Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { presets } from './config.js';
import { CELLS } from './data/bars.js';
import { drawBars, variedGrammar } from './data/grammar.js';
import { makeVae } from './model.js';
import { PER_GENRE, STEPS_BETWEEN, showcaseOf, VARIATIONS } from './showcase.js';
import { barTensor, take } from './tensors.js';

beforeAll(async () => {
  await useBackend();
});

test('sources are one bar of each genre in variations that differ; swapped with themselves they are reconstructions', async () => {
  const validation = drawBars(variedGrammar, new Rng(1), 200);
  const vae = makeVae(presets.default, { bars: 200, genres: 5 });
  const before = tf.memory().numTensors;
  const { sources, byGenre, swap, variations, between } = await showcaseOf(vae, {
    ...{ name: '', genres: variedGrammar.genreNames, attributions: [], notes: [], validation, train: validation },
  });
  expect([...sources.genres]).toEqual([0, 1, 2, 3, 4]);
  expect([...(sources.variations ?? [])]).toEqual([0, 1, 2, 3, 0]);
  expect([byGenre, swap, variations, between].map(({ length }) => length / CELLS)).toEqual([
    5 * PER_GENRE,
    25,
    5 * VARIATIONS,
    5 * STEPS_BETWEEN,
  ]);

  const bars = barTensor(sources.patterns);
  const levels = vae.encode(bars);
  const rebuilt = await take(vae.decode({ z: levels.map(({ z }) => z) }));
  const bar = (values: Float32Array, index: number) => [...values.subarray(index * CELLS, (index + 1) * CELLS)];
  for (let i = 0; i < 5; i++) {
    for (const [cell, value] of bar(swap, 6 * i).entries()) expect(value).toBeCloseTo(bar(rebuilt, i)[cell] as number, 4);
    for (const [cell, value] of bar(between, i * STEPS_BETWEEN).entries()) expect(value).toBeCloseTo(bar(rebuilt, i)[cell] as number, 4);
  }
  tf.dispose([bars, levels.flatMap((level) => Object.values(level))]);
  expect(tf.memory().numTensors).toBe(before);
  vae.dispose();
});
