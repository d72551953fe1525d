import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as backend from '@genlab/backend';
import * as core from '@genlab/core';
import * as coreNode from '@genlab/core/node';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { codeBlocks, runBlock } from '../../core/test/code-blocks.js';
import * as gan from '../src/index.js';

const modules = {
  'node:fs': fs,
  'node:os': os,
  'node:path': path,
  '@genlab/backend': backend,
  '@genlab/core': core,
  '@genlab/core/node': coreNode,
  '@genlab/gan': gan,
  '@tensorflow/tfjs-core': tf,
};
const [resuming, stopping, drawing] = codeBlocks(new URL('../../../docs/guides/training.md', import.meta.url)) as [string, string, string];

/** What a block of the guide prints. */
async function printed(block: string): Promise<unknown[]> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    await runBlock(block.replace(/^import '@tensorflow.*$/m, ''), modules, []);
    return log.mock.calls.map((call) => (call.length === 1 ? call[0] : call));
  } finally {
    log.mockRestore();
  }
}

it('the guide to training resumes as it says', async () => {
  expect(await printed(resuming)).toEqual(['power cut', 'from step 20', true]);
});

it('the guide to training stops early as it says', async () => {
  await import('@tensorflow/tfjs-backend-cpu');
  const [[end, best, faults], entry, difference] = (await printed(stopping)) as [[string, number, object], string, undefined];
  expect([end, faults, difference]).toEqual(['stoppedEarly', { skipped: 0, rollbacks: 0 }, undefined]);
  expect(entry).toBe(`run-1-step-${String(best).padStart(8, '0')}`);
});

it('the guide to training draws as it says', async () => {
  expect(await printed(drawing)).toEqual([[16, 8, 8, 1]]);
});
