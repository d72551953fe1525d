import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkFolder, makeFolder } from './make-folder.js';

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'genlab-folders-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

test('a folder is made with those above it, and one that is there stays', () => {
  const deep = join(parent, 'a', 'b', 'c');
  makeFolder(deep);
  makeFolder(deep);
  expect(existsSync(deep)).toBe(true);
});

test.runIf(process.platform === 'linux')('where the system has no new folders the making fails, and does not go on for ever', () => {
  expect(() => makeFolder('/proc/genlab/runs')).toThrow(/ENOENT/);
});

test('a folder below a file is refused by the name of the flag, and looking makes nothing', () => {
  checkFolder('out', join(parent, 'new', 'run'));
  expect(existsSync(join(parent, 'new'))).toBe(false);
  const file = join(parent, 'thesis.txt');
  writeFileSync(file, '');
  expect(() => checkFolder('store', join(file, 'run'))).toThrow(`--store: ${file} is a file; a folder is needed.`);
});
