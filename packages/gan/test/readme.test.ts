import * as backend from '@genlab/backend';
import * as core from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { codeBlocks, runBlock } from '../../core/test/code-blocks.js';
import * as gan from '../src/index.js';

const modules = { '@genlab/backend': backend, '@genlab/core': core, '@genlab/gan': gan };
const blocks = codeBlocks(new URL('../README.md', import.meta.url)) as [string, string];

it('the README of gan does what it says', async () => {
  const saved: string[] = [];
  const router = (url: string | string[]) => {
    if (!String(url).startsWith('downloads://')) return undefined as never;
    return {
      save: async () => {
        saved.push(String(url));
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } };
      },
    };
  };
  tf.io.registerSaveRouter(router); // downloads:// exists in browsers only
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await runBlock(blocks[0], modules, []);
  const [loss, shape] = log.mock.calls[0] as [number, number[]];
  log.mockRestore();
  expect(Number.isFinite(loss)).toBe(true);
  expect(shape).toEqual([4, 16, 16, 1]);
  expect(saved).toEqual(['downloads://letters']);
});

it('the README of gan makes the study’s network', async () => {
  const made = (await runBlock(blocks[1], modules, ['gan'])) as { gan: gan.DCGAN };
  expect(made.gan.generator.countParams() + made.gan.discriminator.countParams()).toBe(790_977 + 660_673);
  made.gan.dispose();
});
