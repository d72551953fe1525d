import { rate, type Score } from '../wilson.js';
import { type Bits, has } from './bits.js';
import type { Bar, BarFault } from './drum-faults.js';

/** How many bars have no fault, and how many have each; with training bars, an onset count outside their range is one more. */
export function validity(
  bars: Bits,
  train: Bits | undefined,
  grid: { readonly steps: number; readonly instruments: number; readonly faults: Readonly<Record<string, BarFault>> },
): { valid: Score; failures: Record<string, number> } {
  const { steps, instruments, faults } = grid;
  const least = train?.set.reduce((a, b) => Math.min(a, b)) ?? 0;
  const most = train?.set.reduce((a, b) => Math.max(a, b)) ?? bars.length;
  const judge = (row: number): string[] => {
    const bar: Bar = { steps, instruments, has: (step, instrument) => has(bars, row, step * instruments + instrument) };
    const found = Object.keys(faults).filter((name) => faults[name]!(bar));
    const onsets = bars.set[row]!;
    return onsets < least || onsets > most ? [...found, 'unusualDensity'] : found;
  };
  const found = Array.from({ length: bars.n }, (_, row) => judge(row));
  const names = [...Object.keys(faults), ...(train ? ['unusualDensity'] : [])];
  return {
    valid: rate(found.filter((list) => list.length === 0).length, bars.n),
    failures: Object.fromEntries(names.map((name) => [name, found.filter((list) => list.includes(name)).length / bars.n])),
  };
}
