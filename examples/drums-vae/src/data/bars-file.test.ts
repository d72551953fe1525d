import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CELLS } from './bars.js';
import { loadBarsFile } from './bars-file.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genlab-bars-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const bar = (on: number) => Array.from({ length: 16 }, (_, step) => Array.from({ length: 9 }, (_, i) => (step * 9 + i < on ? 1 : 0)));
const good = { train_patterns: [bar(3), bar(5)], val_patterns: [bar(7)], train_styles: ['jazz', 'rock'], val_styles: ['jazz'] };
const put = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const json = (content: unknown) => put('bars.json', JSON.stringify(content));

/** A .npy file as NumPy writes it: version 1.0, header padded to 64 bytes. */
function npy(type: string, shape: readonly number[], body: Uint8Array, order = 'False'): Uint8Array {
  const text = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const header = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    Buffer.from(Uint16Array.of(header.length).buffer),
    Buffer.from(header),
    body,
  ]);
}
const words = (names: readonly string[], width: number) =>
  new Uint8Array(Uint32Array.from(names.flatMap((name) => Array.from({ length: width }, (_, i) => name.codePointAt(i) ?? 0))).buffer);
const cells = (...ons: number[]) => ons.flatMap((on) => bar(on).flat());
const arrays = (): Record<string, Uint8Array> => ({
  'train_patterns.npy': npy('|u1', [2, 16, 9], Uint8Array.from(cells(3, 5))),
  'val_patterns.npy': npy('<f4', [1, 16, 9], new Uint8Array(Float32Array.from(cells(7)).buffer)),
  'train_styles.npy': npy('<U4', [2], words(['jazz', 'rock'], 4)),
  'val_styles.npy': npy('<U5', [1], words(['jazz'], 5)),
});

const complaint = (path: string) => {
  try {
    loadBarsFile(path);
  } catch (error) {
    expect((error as Error).name).toBe('UsageError');
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message.replaceAll(path, '<file>');
  }
  return 'no error';
};

test('JSON and npz hold the same bars; genres that we know come in our order', () => {
  const data = loadBarsFile(json(good));
  expect(data.genres).toEqual(['rock', 'jazz']);
  expect([...data.train.genres, ...data.validation.genres]).toEqual([1, 0, 1]);
  expect(data.train.patterns.length).toBe(2 * CELLS);
  expect(data.train.patterns.reduce((sum, cell) => sum + cell, 0)).toBe(8);
  const npz = loadBarsFile(put('bars.npz', zipSync(arrays())));
  expect(npz).toEqual({ ...data, name: 'bars.npz' });
});

test('styles may be numbers: labels of the five genres, or of as many styles as there are', () => {
  const numbered = (train: number[]) => json({ ...good, train_styles: train, val_styles: [0] });
  expect(loadBarsFile(numbered([1, 0])).genres).toEqual(['rock', 'jazz']);
  const many = [0, 1, 2, 3, 4, 5];
  expect(loadBarsFile(json({ ...good, train_patterns: many.map(bar), train_styles: many, val_styles: [5] })).genres[5]).toBe('style 5');
  const int64 = { ...arrays(), 'train_styles.npy': npy('<i8', [2], new Uint8Array(BigInt64Array.of(1n, 0n).buffer)) };
  const int32 = { ...int64, 'val_styles.npy': npy('<i4', [1], new Uint8Array(Int32Array.of(1).buffer)) };
  expect([...loadBarsFile(put('bars.npz', zipSync(int32))).validation.genres]).toEqual([1]);
});

test.each<[string, unknown, string]>([
  ['nothing in it', {}, '<file> has no array "train_patterns"; it needs train_patterns, val_patterns, train_styles, val_styles.'],
  ['null in it', null, '<file> has no array "train_patterns"; it needs train_patterns, val_patterns, train_styles, val_styles.'],
  [
    'bars of another size',
    { ...good, val_patterns: [[[1, 0]]] },
    '<file>: val_patterns must have the shape [n, 16, 9] with n of 1 or more, but has [1, 1, 2].',
  ],
  [
    'ragged bars',
    { ...good, val_patterns: [[...bar(1).slice(1), [1]]] },
    '<file>: val_patterns must have the shape [n, 16, 9] with n of 1 or more, but has [1, 0, 0].',
  ],
  ['no bars', { ...good, val_patterns: [] }, '<file>: val_patterns must have the shape [n, 16, 9] with n of 1 or more, but has [0].'],
  [
    'cells of 2',
    { ...good, val_patterns: [bar(0).map((step) => step.map(() => 2))] },
    '<file>: val_patterns must hold 0 and 1 alone, but bar 0 holds 2.',
  ],
  [
    'cells of text',
    { ...good, val_patterns: [bar(0).map((step) => step.map(() => '1'))] },
    '<file>: val_patterns must hold 0 and 1 alone, but bar 0 holds "1".',
  ],
  ['too few styles', { ...good, train_styles: ['jazz', 'rock', 'rock'] }, '<file>: train_patterns has 2 bars, train_styles 3 styles.'],
  ['styles of both kinds', { ...good, val_styles: [0] }, '<file>: train_styles and val_styles must both be names, or both be numbers.'],
  ['negative styles', { ...good, val_styles: [-1] }, '<file>: val_styles must be one list of names, or of whole numbers from 0 to 99.'],
  ['one style', { ...good, train_styles: [0, 0], val_styles: [0] }, '<file> has one style; two or more are needed.'],
  ['one named style', { ...good, train_styles: ['a', 'a'], val_styles: ['a'] }, '<file> has one style; two or more are needed.'],
  ['a style only to validate with', { ...good, val_styles: ['funk'] }, '<file> has no training bar of the style "funk".'],
])('a JSON file with %s gets one clear line', (_, content, message) => {
  expect(complaint(json(content))).toBe(`--data: ${message}`);
});

test.each<[string, Record<string, Uint8Array>, RegExp]>([
  ['an array missing', { 'val_styles.npy': npy('<U4', [0], words([], 4)) }, /has no array "train_patterns"/],
  ['pickled objects', { 'train_styles.npy': npy('|O', [2], new Uint8Array(8)) }, /its type \|O is neither numbers nor text/],
  ['big-endian numbers', { 'train_patterns.npy': npy('>f4', [1, 16, 9], new Uint8Array(576)) }, /its type >f4 is neither/],
  ['Fortran order', { 'train_patterns.npy': npy('|u1', [1, 16, 9], new Uint8Array(144), 'True') }, /it is in Fortran order/],
  [
    'too little data',
    { 'train_patterns.npy': npy('|u1', [9, 16, 9], new Uint8Array(144)) },
    /it has 144 bytes of data where its shape needs 1296/,
  ],
  ['a shape beyond all memory', { 'train_patterns.npy': npy('|u1', [1e15, 16, 9], new Uint8Array(144)) }, /where its shape needs/],
  ['no .npy inside', { 'train_patterns.npy': new Uint8Array(50) }, /it is no \.npy file/],
  ['a header cut short', { 'train_patterns.npy': npy('|u1', [1], new Uint8Array(1)).slice(0, 40) }, /its header is cut short/],
])('an npz file with %s gets one clear line', (what, damage, message) => {
  const files = what === 'an array missing' ? damage : { ...arrays(), ...damage };
  expect(complaint(put('bars.npz', zipSync(files)))).toMatch(message);
});

test('what is no such file at all is named', () => {
  expect(complaint(join(folder, 'none.json'))).toBe('--data: <file> is neither a file nor one of grammar:varied, grammar:study, groove.');
  expect(complaint(put('bars.csv', ''))).toBe('--data: <file> is neither .json nor .npz.');
  expect(complaint(put('bars.json', '{'))).toMatch(/^--data: <file> can't be read as JSON \(.*\)\.$/);
  expect(complaint(put('bars.npz', 'PK'))).toMatch(/^--data: <file> can't be read as npz \(.*\)\.$/);
});
