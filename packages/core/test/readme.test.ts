import * as backend from '@genlab/backend';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect, it, vi } from 'vitest';
import * as core from '../src/index.js';
import { codeBlocks, runBlock } from './code-blocks.js';

const modules = { '@genlab/backend': backend, '@genlab/core': core, '@tensorflow/tfjs-core': tf, '@tensorflow/tfjs-layers': tfl };

it('the README of core does what it says', async () => {
  const [example] = codeBlocks(new URL('../README.md', import.meta.url)) as [string];
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await runBlock(example, modules, []);
  const [loss, mean] = log.mock.calls[0] as [number, number[]];
  log.mockRestore();
  expect(Math.abs(loss - 1)).toBeLessThan(0.5);
  for (const value of mean) expect(Math.abs(value - 2)).toBeLessThan(0.2);
});
