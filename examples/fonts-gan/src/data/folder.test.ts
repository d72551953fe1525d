import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encode } from 'fast-png';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadFolder } from './folder.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genlab-data-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (path: string, content: string | Uint8Array) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};
const image = (value: number, width = 28, height = width) =>
  encode({ width, height, data: new Uint8Array(width * height).fill(value), channels: 1 });
const complaint = () => {
  try {
    loadFolder(folder);
  } catch (error) {
    expect((error as Error).name).toBe('UsageError');
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message.replaceAll(folder, '<data>');
  }
  return 'no error';
};

test('one subfolder a class: files of one name stay on one side of the split', () => {
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    for (const letter of ['O', 'I']) put(`${letter}/${name}.png`, image(letter === 'O' ? 200 : 10, 56));
  const data = loadFolder(folder);
  expect(data.classes).toEqual(['I', 'O']);
  expect([data.train.labels.length, data.validation.labels.length]).toEqual([8, 2]);
  expect(data.train.origins).not.toContain(data.validation.origins[0]);
  expect([...data.validation.labels]).toEqual([0, 1]);
  expect([data.validation.pixels[0], data.validation.pixels[784]]).toEqual([10, 200]);
});

test('metadata.json: train and val, labels by letter_idx', () => {
  const sample = (letter: string, index: number) => ({ filename: `${letter}.png`, letter, letter_idx: index, font_style: 'serif' });
  put('metadata.json', JSON.stringify({ train_samples: [sample('B', 1), sample('A', 0)], val_samples: [sample('A', 0), sample('B', 1)] }));
  for (const path of ['train/A.png', 'train/B.png', 'val/A.png', 'val/B.png']) put(path, image(path.includes('A') ? 1 : 2));
  const data = loadFolder(folder);
  expect(data.classes).toEqual(['A', 'B']);
  expect([...data.train.labels]).toEqual([1, 0]);
  expect([data.train.pixels[0], data.train.pixels[784]]).toEqual([2, 1]);
  expect(data.train.origins).toEqual(['serif', 'serif']);
});

test('the same images have the same hash, others another', () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) for (const letter of ['O', 'I']) put(`${letter}/${name}.png`, image(7));
  const before = loadFolder(folder).hash;
  expect(loadFolder(folder).hash).toBe(before);
  put('O/a.png', image(8));
  expect(loadFolder(folder).hash).not.toBe(before);
});

test('a folder that is not there is named', () => {
  expect(() => loadFolder(join(folder, 'nowhere'))).toThrow(/there is no folder .*nowhere/);
});

test.each<[string, () => void, string]>([
  ['nothing in it', () => {}, '--data: <data> holds no classes; two or more are needed.'],
  ['one class', () => put('A/a.png', image(1)), '--data: <data> holds one class; two or more are needed.'],
  ['other files', () => put('A/a.jpg', ''), '--data: <data>/A/a.jpg is not a .png; only PNG images are read.'],
  ['no lists', () => put('metadata.json', '{}'), '--data: <data>/metadata.json has no list "train_samples".'],
  [
    'no samples',
    () => put('metadata.json', '{"train_samples":[1],"val_samples":[]}'),
    '--data: <data>/metadata.json: train_samples[0] needs a filename, a letter and a letter_idx of 0 to 255.',
  ],
])('a folder with %s gets one clear line', (_, make, message) => {
  make();
  expect(complaint()).toBe(message);
});

test('a metadata.json that is no JSON is named', () => {
  put('metadata.json', '{');
  expect(complaint()).toMatch(/^--data: <data>\/metadata\.json can't be read as JSON \(.*\)\.$/);
});

test('a class without an image to validate with, a broken PNG and an oblong one are named', () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) put(`O/${name}.png`, image(7));
  put('I/f.png', image(7));
  expect(complaint()).toMatch(/^--data: <data> has no (training|validation) image of the class "I"\.$/);
  for (const name of ['a', 'b', 'c', 'd', 'e']) put(`I/${name}.png`, image(7));
  put('O/c.png', 'not a PNG');
  expect(complaint()).toMatch(/^--data: <data>\/O\/c\.png can't be read as a PNG \(.*\)\.$/);
  rmSync(join(folder, 'I'), { recursive: true });
  put('I/f.png', image(7));
  expect(complaint()).toMatch(/O\/c\.png can't be read/); // it comes before the class that is missing
  put('O/c.png', image(7, 28, 14));
  expect(complaint()).toBe('--data: <data>/O/c.png is 28 x 14 pixels; images must be square.');
});
