import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { familyNames } from './families.js';
import { loadFontsource } from './fontsource.js';

const cacheFolder = mkdtempSync(join(tmpdir(), 'genlab-fonts-'));
afterAll(() => rmSync(cacheFolder, { recursive: true }));

test('205 families make 165 x 26 training and 40 x 26 validation letters, no family on both sides', () => {
  const begin = performance.now();
  const data = loadFontsource({ cacheFolder });
  const drawing = performance.now() - begin;
  expect(familyNames()).toHaveLength(205);
  expect(data.skipped).toEqual([]);
  expect(data.train.labels).toHaveLength(165 * 26);
  expect(data.validation.labels).toHaveLength(40 * 26);
  expect(data.train.pixels).toHaveLength(165 * 26 * 784);
  const seen = new Set(data.train.origins);
  expect(data.validation.origins.filter((id) => seen.has(id))).toEqual([]);
  expect(data.attributions).toHaveLength(205);
  expect(data.attributions.find((line) => line.startsWith('Abel '))).toMatch(/Matthew Desmond.*OFL-1\.1/);

  const again = performance.now();
  const second = loadFontsource({ cacheFolder });
  expect(performance.now() - again).toBeLessThan(drawing);
  expect(Buffer.compare(second.train.pixels, data.train.pixels)).toBe(0);
  expect(readdirSync(cacheFolder)).toEqual([`fonts-${data.hash}.bin`]);
});

test('a family that is not there is skipped and named', () => {
  const data = loadFontsource({ cacheFolder, names: ['abel', 'acme', 'no-such-family'] });
  expect(data.skipped).toHaveLength(1);
  expect(data.skipped[0]).toMatch(/^no-such-family: /);
  expect(data.train.labels.length + data.validation.labels.length).toBe(52);
});
