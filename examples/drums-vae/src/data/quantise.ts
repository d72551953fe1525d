import { instrumentOf } from '../midi/drum-kit.js';
import type { Midi } from '../midi/read-midi.js';
import { CELLS, INSTRUMENTS, STEPS } from './bars.js';

/** Bars with fewer hits than this are pauses, count-ins and ends. */
const LEAST_HITS = 4;
/** A performance longer than this is none: half a day of bars. */
const MOST_BARS = 20_000;

/**
 * The bars of a 4/4 performance: every hit goes to the nearest semiquaver, bars of fewer than four different hits are left out.
 *
 * @returns count x 144 cells of 0 or 1
 */
export function quantise({ ticksPerBeat, notes }: Midi): Uint8Array {
  const hits = new Map<number, Uint8Array>();
  for (const { tick, pitch } of notes) {
    const instrument = instrumentOf(pitch);
    const step = Math.round((4 * tick) / ticksPerBeat);
    const bar = Math.floor(step / STEPS);
    if (instrument === undefined || bar >= MOST_BARS) continue;
    const cells = hits.get(bar) ?? new Uint8Array(CELLS);
    cells[(step % STEPS) * INSTRUMENTS.length + instrument] = 1;
    hits.set(bar, cells);
  }
  const kept = [...hits].filter(([, cells]) => cells.reduce((sum, cell) => sum + cell, 0) >= LEAST_HITS).sort(([a], [b]) => a - b);
  const patterns = new Uint8Array(kept.length * CELLS);
  for (const [row, [, cells]] of kept.entries()) patterns.set(cells, row * CELLS);
  return patterns;
}
