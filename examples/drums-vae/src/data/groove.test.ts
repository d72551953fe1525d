import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Rng } from '@genlab/core';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readMidi } from '../midi/read-midi.js';
import { writeMidi } from '../midi/write-midi.js';
import { CELLS, GENRES } from './bars.js';
import { drawBars, studyGrammar } from './grammar.js';
import { loadGroove } from './groove.js';
import { openGroove } from './groove-files.js';
import { quantise } from './quantise.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genlab-groove-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const STYLES = ['rock', 'punk', 'jazz/swing', 'jazz', 'hiphop', 'hiphop', 'dance', 'dance', 'latin', 'afrocuban', 'funk'];
const edit = (from: string, to: string) => (files: Record<string, Uint8Array>) => {
  files['info.csv'] = new TextEncoder().encode(new TextDecoder().decode(files['info.csv']).replaceAll(from, to));
};
const bars = drawBars(studyGrammar, new Rng(0), 3 * STYLES.length).patterns;

/** A small set of the official form: eleven recordings of three bars. */
function small(): Record<string, Uint8Array> {
  const line = (style: string, i: number) => `drummer1,s,id${i},${style},100,beat,4-4,drummer1/${i}.mid,a.wav,10,train`;
  const info = ['drummer,session,id,style,bpm,beat_type,time_signature,midi_filename,audio_filename,duration,split', ...STYLES.map(line)];
  const files: Record<string, Uint8Array> = { 'info.csv': new TextEncoder().encode(info.join('\n')) };
  for (const i of STYLES.keys()) files[`drummer1/${i}.mid`] = writeMidi(bars.subarray(3 * i * CELLS, 3 * (i + 1) * CELLS));
  return files;
}
function asFolder(files: Record<string, Uint8Array>): string {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'set', name)), { recursive: true });
    writeFileSync(join(folder, 'set', name), bytes);
  }
  return join(folder, 'set');
}
function asZip(files: Record<string, Uint8Array>, prefix = 'groove/'): string {
  const path = join(folder, 'set.zip');
  writeFileSync(path, zipSync(Object.fromEntries(Object.entries(files).map(([name, bytes]) => [prefix + name, bytes]))));
  return path;
}
const complaint = (path: string) => {
  try {
    loadGroove(openGroove(path), 0);
  } catch (error) {
    expect((error as Error).name).toBe('UsageError');
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message.replaceAll(folder, '<tmp>');
  }
  return 'no error';
};

test('folder and zip give the same bars: every genre as many, no recording on both sides', () => {
  const data = loadGroove(openGroove(asFolder(small())), 4);
  expect(loadGroove(openGroove(asZip(small())), 4)).toEqual(data);
  expect(loadGroove(openGroove(asZip(small(), '')), 4)).toEqual(data);
  expect(data.genres).toEqual(GENRES);
  // Each genre has two recordings of three bars: one of them is set aside.
  expect([...data.train.genres].join('')).toBe('000111222333444');
  expect([...data.validation.genres]).toEqual([...data.train.genres]);
});

test.each<[string, (files: Record<string, Uint8Array>) => void, string]>([
  ['no info.csv', (files) => delete files['info.csv'], '<place> has no info.csv; give the folder or zip of the Groove MIDI Dataset.'],
  ['another table', edit('style', 'mood'), '<place>: info.csv has no column style.'],
  ['a file missing', (files) => delete files['drummer1/4.mid'], '<place>: info.csv names drummer1/4.mid, which is not there.'],
  [
    'a broken MIDI file',
    (files) => files['drummer1/4.mid']?.fill(0),
    "<place>: drummer1/4.mid can't be read as MIDI (it does not begin as a MIDI file does).",
  ],
  ['a name that points outside', edit('drummer1/4.mid', '../../passwd'), '<place>: the entry "../../passwd" lies outside the folder.'],
  ['one recording of a genre', edit('punk', 'folk'), '<place> has fewer than two recordings of rock.'],
])('a set with %s gets one clear line, as folder and as zip', (_, damage, message) => {
  const files = small();
  damage(files);
  expect(complaint(asFolder(files))).toBe(`--data: ${message.replace('<place>', '<tmp>/set')}`);
  expect(complaint(asZip(files))).toBe(`--data: ${message.replace('<place>', '<tmp>/set.zip')}`);
});

describe('a zip of ill will', () => {
  test.each([['../evil.mid'], ['/etc/evil.mid'], ['C:\\evil.mid'], ['a\\..\\..\\evil.mid']])('with an entry %s is refused', (name) => {
    expect(complaint(asZip({ ...small(), [name]: new Uint8Array(1) }, ''))).toBe(
      `--data: <tmp>/set.zip: the entry ${JSON.stringify(name)} lies outside the folder.`,
    );
  });

  test('that unpacks to gigabytes is refused before it is unpacked', () => {
    expect(complaint(asZip({ ...small(), 'big.mid': new Uint8Array(2 ** 24) }))).toBe(
      '--data: <tmp>/set.zip unpacks to more than Groove does (at groove/big.mid).',
    );
  });

  test('that lies about how large its entries are gets no more memory than it said', () => {
    const path = asZip({ ...small(), 'drummer1/4.mid': new Uint8Array(2 ** 24) });
    const bytes = readFileSync(path);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(2 ** 24);
    const small100 = Buffer.alloc(4);
    small100.writeUInt32LE(100);
    for (let at = bytes.indexOf(size); at >= 0; at = bytes.indexOf(size)) bytes.set(small100, at);
    writeFileSync(path, bytes);
    expect(complaint(path)).toMatch(/^--data: <tmp>\/set\.zip(: groove)?.* can't be read as /);
  });

  test('with too many entries is refused', () => {
    const many = Object.fromEntries(Array.from({ length: 5_001 }, (_, i) => [`${i}.txt`, new Uint8Array()]));
    expect(complaint(asZip(many))).toBe('--data: <tmp>/set.zip holds more than 5000 files, which Groove does not.');
  });

  test('that is no zip is named', () => {
    writeFileSync(join(folder, 'set.zip'), 'hello');
    expect(complaint(join(folder, 'set.zip'))).toBe("--data: <tmp>/set.zip can't be read as a zip (invalid zip data).");
    expect(complaint(join(folder, 'nowhere'))).toBe('--data: there is no folder or zip <tmp>/nowhere.');
  });
});

test('a link that leads out of the folder is refused', () => {
  const set = asFolder(small());
  writeFileSync(join(folder, 'secret.mid'), 'secret');
  rmSync(join(set, 'drummer1/4.mid'));
  symlinkSync(join(folder, 'secret.mid'), join(set, 'drummer1/4.mid'));
  expect(complaint(set)).toBe('--data: <tmp>/set: drummer1/4.mid leads out of the folder.');
});

const SHARED = '/work/shared/data';
const original = join(SHARED, 'groove-v1.0.0-midionly.tar.gz');
describe.skipIf(!existsSync(original))(`the original files (not run where ${original} is absent)`, () => {
  test('quantise to the very windows that another program made of them, and split by recording', () => {
    const files = untar(gunzipSync(readFileSync(original)));
    const info = new TextDecoder().decode(files['groove/info.csv']).trim().split(/\r?\n/).slice(1);
    const windows = info
      .map((line) => line.split(','))
      .filter((fields) => fields[6] === '4-4')
      .flatMap((fields) => {
        const patterns = quantise(readMidi(files[`groove/${fields[7]}`] as Uint8Array));
        return Array.from({ length: patterns.length / CELLS }, (_, i) => packed(patterns.subarray(i * CELLS, (i + 1) * CELLS)));
      });
    const theirs = JSON.parse(gunzipSync(readFileSync(join(SHARED, 'groove-16x9.json.gz'))).toString()).rows.map(
      (row: unknown[]) => row[6],
    );
    expect(windows).toHaveLength(21_481);
    expect(windows.filter((window, i) => window === theirs[i])).toHaveLength(21_481);

    const path = join(folder, 'groove.zip');
    writeFileSync(path, zipSync(files, { level: 0 }));
    const { train, validation } = loadGroove(openGroove(path), 0);
    const count = (labels: Int32Array) => GENRES.map((_, genre) => labels.filter((label) => label === genre).length);
    expect(count(train.genres)).toEqual([437, 437, 437, 437, 437]);
    expect(count(validation.genres)).toEqual([113, 113, 113, 113, 113]);
  });
});

function packed(cells: Uint8Array): string {
  const bytes = Buffer.alloc(CELLS / 8);
  for (const [k, cell] of cells.entries()) if (cell) bytes[k >> 3] = (bytes[k >> 3] as number) | (1 << (k & 7));
  return bytes.toString('hex');
}

/** The regular files of a tar archive, which is enough for ours. */
function untar(bytes: Uint8Array): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  const text = (at: number, length: number) =>
    Buffer.from(bytes.subarray(at, at + length))
      .toString()
      .split('\0')[0] as string;
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8) || 0;
    if (text(at + 156, 1) === '0') files[text(at, 100)] = bytes.subarray(at + 512, at + 512 + size);
    at += 512 + 512 * Math.ceil(size / 512);
  }
  return files;
}
