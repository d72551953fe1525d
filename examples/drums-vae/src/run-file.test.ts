import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRun } from './run-file.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genlab-run-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder without a run, a run of another example and a damaged one are told apart', () => {
  const read = () => readRun(folder, '--run');
  expect(read).toThrow(/^--run: .* holds no run \(ENOENT/);
  writeFileSync(join(folder, 'run.json'), '{ "program": "fonts-gan", "config": {} }');
  expect(read).toThrow(/run\.json is of a run of fonts-gan, not of drums-vae\.$/);
  writeFileSync(join(folder, 'run.json'), '{ "program": "drums-vae" }');
  expect(read).toThrow(/^--run: .*run\.json is not of this program, or of another version of it/);
});
