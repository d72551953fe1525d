import { INSTRUMENTS } from '../data/bars.js';

/** Keys of the General MIDI drum kit that count as each instrument, in the order of {@link INSTRUMENTS}; the first is the one written. */
const KEYS: readonly (readonly number[])[] = [
  [36, 35], // kick
  [38, 37, 40], // snare, side stick, electric snare
  [42, 22, 44], // closed hat, its edge, the pedal
  [46, 26], // open hat, its edge
  [45, 41, 43, 58], // low tom, floor toms
  [48, 47, 50], // high toms
  [49, 52, 55, 57], // crash, china, splash
  [51, 53, 59], // ride, its bell
  [39], // clap
];

const instruments = new Map(KEYS.flatMap((keys, instrument) => keys.map((key) => [key, instrument] as const)));

/** The instrument a key stands for; undefined for keys of none. */
export function instrumentOf(key: number): number | undefined {
  return instruments.get(key);
}

/** The key that an instrument is written as. */
export function keyOf(instrument: number): number {
  const key = KEYS[instrument]?.[0];
  if (key === undefined) throw new RangeError(`keyOf: expected one of ${INSTRUMENTS.length} instruments, got ${instrument}.`);
  return key;
}
