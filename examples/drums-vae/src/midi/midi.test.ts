import * as oracle from 'midi-file';
import { expect, test } from 'vitest';
import { CELLS, INSTRUMENTS } from '../data/bars.js';
import { quantise } from '../data/quantise.js';
import { instrumentOf, keyOf } from './drum-kit.js';
import { readMidi } from './read-midi.js';
import { writeMidi } from './write-midi.js';

const bar = (...hits: readonly [step: number, instrument: number][]) => {
  const cells = new Uint8Array(CELLS);
  for (const [step, instrument] of hits) cells[step * INSTRUMENTS.length + instrument] = 1;
  return cells;
};
const two = Uint8Array.from([...bar([0, 0], [4, 1], [4, 2], [15, 8]), ...bar([0, 0], [1, 0], [2, 0], [8, 5])]);

test('bars written and read are the same bars', () => {
  expect(quantise(readMidi(writeMidi(two)))).toEqual(two);
});

test('what is written is what another reader finds: one track, 4/4, the tempo, the drum channel, each key let go', () => {
  const { header, tracks } = oracle.parseMidi(writeMidi(two, { bpm: 120, name: 'jazz' }));
  expect(header).toMatchObject({ format: 0, numTracks: 1, ticksPerBeat: 480 });
  const track = tracks[0] ?? [];
  expect(track.slice(0, 3)).toMatchObject([
    { type: 'trackName', text: 'jazz' },
    { type: 'setTempo', microsecondsPerBeat: 500_000 },
    { type: 'timeSignature', numerator: 4, denominator: 4 },
  ]);
  let tick = 0;
  const notes = track.flatMap((event) => {
    tick += event.deltaTime;
    return event.type === 'noteOn' ? [[tick, event.noteNumber, event.channel]] : [];
  });
  expect(notes).toEqual([
    [0, 36, 9],
    [480, 38, 9],
    [480, 42, 9],
    [1800, 39, 9],
    [1920, 36, 9],
    [2040, 36, 9],
    [2160, 36, 9],
    [2880, 48, 9],
  ]);
  expect(track.filter(({ type }) => type === 'noteOff')).toHaveLength(8);
  expect([track.at(-1)?.type, tick]).toEqual(['endOfTrack', 3840]);
});

test('files of another writer are read: running status, velocity 0 as letting go, several tracks, foreign chunks', () => {
  const bytes = oracle.writeMidi(
    {
      header: { format: 1, numTracks: 2, ticksPerBeat: 96 },
      tracks: [
        [
          { deltaTime: 0, type: 'text', text: 'x'.repeat(300), meta: true },
          { deltaTime: 96, channel: 9, type: 'noteOn', noteNumber: 38, velocity: 90 },
          { deltaTime: 10, channel: 9, type: 'noteOff', noteNumber: 38, velocity: 0 },
          { deltaTime: 0, channel: 9, type: 'controller', controllerType: 4, value: 30 },
          { deltaTime: 0, meta: true, type: 'endOfTrack' },
        ],
        [
          { deltaTime: 0, channel: 9, type: 'noteOn', noteNumber: 36, velocity: 70 },
          { deltaTime: 20_000, channel: 9, type: 'noteOn', noteNumber: 42, velocity: 1 },
          { deltaTime: 0, channel: 9, type: 'programChange', programNumber: 3 },
          { deltaTime: 0, meta: true, type: 'endOfTrack' },
        ],
      ],
    },
    { running: true, useByte9ForNoteOff: true },
  );
  const foreign = [...'junk'].map((c) => c.charCodeAt(0)).concat(0, 0, 0, 1, 7);
  const { ticksPerBeat, notes } = readMidi(Uint8Array.from([...bytes.slice(0, 14), ...foreign, ...bytes.slice(14)]));
  expect(ticksPerBeat).toBe(96);
  expect(notes).toEqual([
    { tick: 0, pitch: 36, velocity: 70 },
    { tick: 96, pitch: 38, velocity: 90 },
    { tick: 20_000, pitch: 42, velocity: 1 },
  ]);
});

test('hits go to the nearest semiquaver, one just before a bar to its first; bars of fewer than four hits are left out', () => {
  const note = (tick: number, pitch: number) => ({ tick, pitch, velocity: 100 });
  const notes = [note(0, 36), note(70, 38), note(130, 42), note(1890, 35), note(1930, 46), note(2400, 51), note(2640, 99), note(2641, 57)];
  expect(quantise({ ticksPerBeat: 480, notes })).toEqual(bar([0, 0], [0, 3], [4, 7], [6, 6]));
});

test('every instrument is written as a key that is read as that instrument', () => {
  for (const instrument of INSTRUMENTS.keys()) expect(instrumentOf(keyOf(instrument))).toBe(instrument);
  expect(instrumentOf(80)).toBeUndefined();
});

const good = writeMidi(two);
const cut = (length: number) => good.slice(0, length);
const patched = (at: number, ...bytes: number[]) => {
  const copy = good.slice();
  copy.set(bytes, at);
  return copy;
};
test.each<[string, Uint8Array, RegExp]>([
  ['no bytes', new Uint8Array(), /it ends before its content does, at byte 0/],
  ['other bytes', new Uint8Array(99), /it does not begin as a MIDI file does/],
  ['half of it', cut(50), /it ends before its content does/],
  ['a header of 4 GB', patched(4, 0xff, 0xff, 0xff, 0xff), /it ends before/],
  ['a track of 4 GB', patched(18, 0xff, 0xff, 0xff, 0xff), /it ends before/],
  ['time in frames', patched(12, 0xe2, 0x28), /its time is not counted in beats/],
  ['no time at all', patched(12, 0, 0), /its time is not counted in beats/],
  ['a length that never ends', patched(24, 0xff, 0xff, 0xff, 0xff, 0xff), /a number of more than four bytes/],
  ['an event that breaks off', patched(23, 0x99, 0x99), /an event that breaks off at byte 25/],
  ['an event of no kind', patched(22, 0, 5), /an event without a kind at byte 23/],
])('a file of %s ends in one sentence', (_, bytes, message) => {
  expect(() => readMidi(bytes)).toThrow(message);
});

test('bytes at random never hang, and never give anything but notes or an error', () => {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 16;
  };
  for (let round = 0; round < 3_000; round++) {
    const bytes = good.slice();
    for (let i = 0; i < 4; i++) bytes[14 + (random() % (bytes.length - 14))] = random() & 255;
    try {
      for (const { pitch, velocity, tick } of readMidi(bytes).notes)
        expect(pitch < 128 && velocity > 0 && velocity < 128 && tick >= 0).toBe(true);
    } catch (error) {
      expect((error as Error).message).toMatch(/at byte \d+$/);
    }
  }
});
