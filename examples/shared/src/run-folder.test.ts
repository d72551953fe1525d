import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseRunFolder } from './run-folder.js';

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'genlab-runs-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

test('runs are numbered after the last, and choosing makes nothing', () => {
  const runs = join(parent, 'runs');
  expect(chooseRunFolder('fonts', undefined, runs)).toBe(join(runs, 'fonts-1'));
  mkdirSync(join(runs, 'fonts-9'), { recursive: true });
  mkdirSync(join(runs, 'fonts-mine'));
  expect(chooseRunFolder('fonts', undefined, runs)).toBe(join(runs, 'fonts-10'));
  expect(existsSync(join(runs, 'fonts-10'))).toBe(false);
});

test('a folder with something in it, or a file, is refused', () => {
  expect(chooseRunFolder('fonts', join(parent, 'new'))).toBe(join(parent, 'new'));
  expect(chooseRunFolder('fonts', parent)).toBe(parent);
  writeFileSync(join(parent, 'thesis.txt'), '');
  expect(() => chooseRunFolder('fonts', parent)).toThrow(/is not empty; name another folder/);
  expect(() => chooseRunFolder('fonts', join(parent, 'thesis.txt'))).toThrow(/is a file/);
});
