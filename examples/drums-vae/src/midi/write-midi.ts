import { CELLS, INSTRUMENTS } from '../data/bars.js';
import { keyOf } from './drum-kit.js';

const TICKS_PER_BEAT = 480;
const TICKS_PER_STEP = TICKS_PER_BEAT / 4;
/** Channel 10, counted from 1, is the drums'. */
const [NOTE_ON, NOTE_OFF] = [0x99, 0x89];

/** How a MIDI file is played. */
export interface MidiOptions {
  /** Beats a minute. 100 by default. */
  readonly bpm?: number;
  /** Its name, shown by most players. */
  readonly name?: string;
  /** How hard a cell is struck, 1 to 127. 100 by default, 112 on the beat. */
  readonly velocity?: (cell: number) => number;
}

const accents = (cell: number) => (Math.floor(cell / INSTRUMENTS.length) % 4 === 0 ? 112 : 100);

/**
 * Bars one after the other as a standard MIDI file: one track, General MIDI drums on channel 10, each hit a semiquaver long.
 *
 * @param patterns count x 144 cells; those of at least 0.5 are struck
 */
export function writeMidi(patterns: ArrayLike<number>, { bpm = 100, name = '', velocity = accents }: MidiOptions = {}): Uint8Array {
  const events: { readonly tick: number; readonly bytes: readonly number[] }[] = [];
  for (let at = 0; at < patterns.length; at++) {
    if (!((patterns[at] as number) >= 0.5)) continue;
    const cell = at % CELLS;
    const tick = Math.floor(at / INSTRUMENTS.length) * TICKS_PER_STEP;
    const key = keyOf(cell % INSTRUMENTS.length);
    events.push({ tick, bytes: [NOTE_ON, key, velocity(cell)] }, { tick: tick + TICKS_PER_STEP, bytes: [NOTE_OFF, key, 0] });
  }
  // A key is let go before it is struck again.
  events.sort((a, b) => a.tick - b.tick || (a.bytes[0] as number) - (b.bytes[0] as number));
  const text = new TextEncoder().encode(name);
  const tempo = Math.round(60_000_000 / bpm);
  const track = [
    ...[0, 0xff, 0x03, ...variable(text.length), ...text],
    ...[0, 0xff, 0x51, 3, ...big(tempo, 3)],
    ...[0, 0xff, 0x58, 4, 4, 2, 24, 8], // 4/4
    ...events.flatMap(({ tick, bytes }, i) => [...variable(tick - (events[i - 1]?.tick ?? 0)), ...bytes]),
    ...[...variable(Math.ceil(patterns.length / CELLS) * 16 * TICKS_PER_STEP - (events.at(-1)?.tick ?? 0)), 0xff, 0x2f, 0], // the bar's end
  ];
  return Uint8Array.from([
    ...ascii('MThd'),
    ...[...big(6, 4), ...big(0, 2), ...big(1, 2), ...big(TICKS_PER_BEAT, 2)],
    ...ascii('MTrk'),
    ...big(track.length, 4),
    ...track,
  ]);
}

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));

function big(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (value >>> (8 * (count - 1 - i))) & 0xff);
}

/** A number in groups of seven bits, all but the last marked. */
function variable(value: number): number[] {
  const groups = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}
