import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import * as core from '../src/index.js';
import * as node from '../src/node.js';
import { useCpu } from './backends.js';
import { codeBlocks, runBlock } from './code-blocks.js';

beforeAll(useCpu);

it('the guide to data, logs and configuration does what it says', async () => {
  const scratch = await fs.mkdtemp(path.join(tmpdir(), 'genlab-guide-'));
  const block = codeBlocks(new URL('../../../docs/guides/data-and-logs.md', import.meta.url)).join('\n');
  const code = block.replace('declare const scratch: string;', `const scratch = ${JSON.stringify(scratch)};`);
  const modules = {
    'node:fs/promises': fs,
    'node:path': path,
    '@genlab/core': core,
    '@genlab/core/node': node,
    '@tensorflow/tfjs-core': tf,
  };
  const names = ['fromFiles', 'fromStream', 'sound', 'complaint', 'variables', 'model'];
  const { fromFiles, fromStream, sound, complaint, variables, model } = (await runBlock(code, modules, names)) as {
    fromFiles: core.History;
    fromStream: core.History;
    sound: unknown;
    complaint: string;
    variables: core.NamedVariables;
    model: core.Model<core.Batch>;
  };
  expect([fromFiles.end, fromStream.end]).toEqual(['finished', 'finished']);
  expect((await fs.readFile(path.join(scratch, 'log.jsonl'), 'utf8')).trimEnd().split('\n')).toHaveLength(3); // steps 1, 10 and 20
  expect((await fs.readFile(path.join(scratch, 'log.csv'), 'utf8')).split('\n')[0]).toBe('step,epoch,seconds,loss');
  expect(await fs.readdir(path.join(scratch, 'tensorboard'))).toHaveLength(1);
  expect(sound).toEqual({ filters: [64, 32], rate: expect.any(Function) });
  expect(complaint).toBe('generator.filters[1]: expected an integer >= 1, got -3.');
  model.dispose();
  tf.dispose(variables);
  await fs.rm(scratch, { recursive: true });
});
