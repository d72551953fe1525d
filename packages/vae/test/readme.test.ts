import * as backend from '@genlab/backend';
import * as core from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { codeBlocks, runBlock } from '../../core/test/code-blocks.js';
import * as vae from '../src/index.js';

const modules = { '@genlab/backend': backend, '@genlab/core': core, '@genlab/vae': vae, '@tensorflow/tfjs-core': tf };
const blocks = codeBlocks(new URL('../README.md', import.meta.url)) as [string, string, string];

it('the README of vae does what it says', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const { odd } = (await runBlock(blocks[0], modules, ['odd'])) as { odd: tf.Tensor };
  const [nll, shape] = log.mock.calls[0] as [number, number[]];
  log.mockRestore();
  expect(shape).toEqual([4, 8, 2]);
  expect(nll).toBeLessThan(1.5); // the style of a bar is log 2 = 0.69 nats, its cells are certain
  const cells = odd.dataSync();
  for (let i = 0; i < cells.length; i++) expect(Math.abs((cells[i] as number) - ((i >> 1) % 2))).toBeLessThan(0.5);
});

it('the README of vae makes a VAE of plain JSON, and draws from a saved one', async () => {
  const made = (await runBlock(blocks[1], modules, ['vae', 'drawn'])) as {
    vae: vae.HierarchicalVAE;
    drawn: (store: core.Store) => Promise<tf.Tensor>;
  };
  const store = core.memory();
  await core.train(made.vae, core.inMemory({ x: { data: new Uint8Array(4 * 144), shape: [4, 16, 9] } }), { steps: 1, batchSize: 4, store });
  const [kept, own] = [await made.drawn(store), made.vae.sample({ n: 8, seed: 3 })];
  expect(kept.dataSync()).toEqual(own.dataSync());
  tf.dispose([kept, own]);
  made.vae.dispose();
});

it('the README of vae makes the study’s network', async () => {
  const made = (await runBlock(blocks[2], modules, ['vae'])) as { vae: vae.HierarchicalVAE };
  const { tensors } = made.vae.state();
  const weights = Object.entries(tensors).filter(([name]) => /^(encoder|decoder)\//.test(name));
  // Convolutions 896 + 6,208 + 24,704; low level 12,312; top level 832 + 2,080 + 264; decoder 6,656 + 24,640 + 6,176 + 873
  expect(weights.reduce((sum, [, { size }]) => sum + size, 0)).toBe(85_641);
  made.vae.dispose();
});
