import { Rng } from '@genlab/core';
import { setAside } from '../../../shared/src/set-aside.js';
import { UsageError } from '../../../shared/src/usage-error.js';
import { readMidi } from '../midi/read-midi.js';
import { type Bars, CELLS, GENRES, pickBars } from './bars.js';
import type { Dataset } from './dataset.js';
import type { GrooveFiles } from './groove-files.js';
import { quantise } from './quantise.js';

/** The drummers' styles that count as each genre; bars of other styles are left out. */
const GENRE_OF: Readonly<Record<string, (typeof GENRES)[number]>> = {
  rock: 'rock',
  punk: 'rock',
  jazz: 'jazz',
  hiphop: 'hiphop',
  dance: 'electronic',
  latin: 'latin',
  afrocuban: 'latin',
};

const VALIDATION_SHARE = 0.2;
const COLUMNS = ['style', 'time_signature', 'midi_filename'] as const;

/**
 * The Groove MIDI Dataset as bars: real drummers, quantised to semiquavers.
 *
 * Validation bars come from recordings that no training bar comes from, since the bars of one recording are alike. Every genre
 * has as many bars as the rarest; which ones the seed decides.
 *
 * @throws UsageError in one sentence that names the file that is wrong
 */
export function loadGroove(files: GrooveFiles, seed: number): Dataset {
  const recordings = listRecordings(files).map(({ name, genre }) => ({ name, genre, patterns: readBars(files, name) }));
  const rng = new Rng(seed).fork('groove');
  const sides = { train: [] as Bars[], validation: [] as Bars[] };
  for (const [label, genre] of GENRES.entries()) {
    const own = recordings.filter((recording) => recording.genre === genre && recording.patterns.length > 0);
    if (own.length < 2) throw new UsageError(`--data: ${files.place} has fewer than two recordings of ${genre}.`);
    const aside = setAside(
      own.map(({ name }) => name),
      Math.max(VALIDATION_SHARE, 1 / own.length),
    );
    for (const side of ['train', 'validation'] as const)
      sides[side].push(
        join(
          own.filter(({ name }) => aside.has(name) === (side === 'validation')).map(({ patterns }) => patterns),
          label,
        ),
      );
  }
  return {
    name: 'Groove',
    genres: GENRES,
    train: balance(sides.train, rng.fork('train')),
    validation: balance(sides.validation, rng.fork('validation')),
    attributions: [
      'Groove MIDI Dataset v1.0.0 (Gillick, Roberts, Engel, Eck and Bamman, "Learning to Groove with Inverse Sequence Transformations", 2019), Google LLC, CC BY 4.0, https://magenta.tensorflow.org/datasets/groove; quantised to bars of 16 steps x 9 instruments.',
    ],
    notes: ['Validation bars come from other recordings than training bars.', 'In Groove nobody plays the clap.'],
  };
}

function listRecordings(files: GrooveFiles): { name: string; genre: (typeof GENRES)[number] }[] {
  const info = files.read('info.csv');
  if (info === undefined)
    throw new UsageError(`--data: ${files.place} has no info.csv; give the folder or zip of the Groove MIDI Dataset.`);
  const [header = '', ...lines] = new TextDecoder().decode(info).trim().split(/\r?\n/);
  const names = header.split(',');
  const [style, signature, name] = COLUMNS.map((column) => {
    const place = names.indexOf(column);
    if (place < 0) throw new UsageError(`--data: ${files.place}: info.csv has no column ${column}.`);
    return place;
  }) as [number, number, number];
  return lines.flatMap((line) => {
    const fields = line.split(',');
    const genre = GENRE_OF[fields[style]?.split('/')[0] ?? ''];
    return genre !== undefined && fields[signature] === '4-4' ? [{ name: fields[name] ?? '', genre }] : [];
  });
}

function readBars(files: GrooveFiles, name: string): Uint8Array {
  const bytes = files.read(name);
  if (bytes === undefined) throw new UsageError(`--data: ${files.place}: info.csv names ${name}, which is not there.`);
  try {
    return quantise(readMidi(bytes));
  } catch (error) {
    throw new UsageError(`--data: ${files.place}: ${name} can't be read as MIDI (${(error as Error).message}).`);
  }
}

function join(parts: readonly Uint8Array[], label: number): Bars {
  const patterns = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    patterns.set(part, at);
    at += part.length;
  }
  return { patterns, genres: new Int32Array(patterns.length / CELLS).fill(label) };
}

/** As many bars of each genre as the rarest has. */
function balance(byGenre: readonly Bars[], rng: Rng): Bars {
  const least = Math.min(...byGenre.map(({ genres }) => genres.length));
  const chosen = byGenre.map((bars) => pickBars(bars, rng.permutation(bars.genres.length).subarray(0, least)));
  const patterns = new Uint8Array(chosen.length * least * CELLS);
  for (const [label, bars] of chosen.entries()) patterns.set(bars.patterns, label * least * CELLS);
  return { patterns, genres: Int32Array.from({ length: chosen.length * least }, (_, i) => Math.floor(i / least)) };
}
