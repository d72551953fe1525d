import type { History } from '@genlab/core';
import type { Moment } from './run.js';

/** What the table is told of a look. */
export interface TableRow {
  readonly moment: Moment;
  readonly history: History;
  /** The samples as the generator drew them. */
  readonly values: ArrayLike<number>;
}

const CODES = 26;
const STUDY_SAMPLES = 1_000;

/**
 * The study's table, one row a look: its losses, its "coverage" as it computed it, and beside that what a classifier that reads
 * letters has to say.
 */
export function seedTable(print: (line: string) => void): (row: TableRow) => void {
  print('epoch   D loss   G loss   letters covered   sure of   Frechet   "coverage" as the study scored it (a hash, not letters)');
  return ({ moment, history, values }) => {
    const epoch = history.logs.at(-1)?.epoch ?? 0;
    const loss = (name: string) => (history.last(name) ?? Number.NaN).toFixed(3).padStart(8);
    const covered = `${moment.modes.modes.value} of ${moment.modes.of}`.padStart(17);
    const sure = `${(100 * (moment.modes.confident?.value ?? 0)).toFixed(0)} %`.padStart(9);
    const score = `${(100 * studyCoverage(values, values.length / moment.labels.length)).toFixed(1)} %`.padStart(10);
    print(
      `${String(epoch).padStart(5)} ${loss('discriminatorLoss')} ${loss('generatorLoss')} ${covered} ${sure} ${moment.frechet.value.toFixed(1).padStart(9)} ${score}`,
    );
  };
}

/**
 * The study's score: the share of 26 codes among int(100 mean + 10 sd + sum of the pixels [10:18, 10:18]) mod 26 of 1,000 samples.
 * It says nothing about letters: plain grey squares score 100 %.
 *
 * @param values samples of 28 x 28 pixels, one after the other
 * @param size pixels an image
 */
export function studyCoverage(values: ArrayLike<number>, size: number): number {
  const side = Math.sqrt(size);
  const codes = new Set<number>();
  for (let start = 0; start < Math.min(values.length, STUDY_SAMPLES * size); start += size) {
    let [sum, squares, middle] = [0, 0, 0];
    for (let i = 0; i < size; i++) {
      const value = values[start + i] as number;
      sum += value;
      squares += value * value;
      const [row, column] = [Math.floor(i / side), i % side];
      if (row >= 10 && row < 18 && column >= 10 && column < 18) middle += value;
    }
    const mean = sum / size;
    const deviation = Math.sqrt(Math.max(0, squares / size - mean * mean));
    const code = Math.trunc(100 * mean + 10 * deviation + middle) % CODES;
    codes.add((code + CODES) % CODES);
  }
  return codes.size / CODES;
}
