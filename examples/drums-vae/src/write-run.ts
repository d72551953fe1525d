import { join } from 'node:path';
import { writeAtomically } from '../../shared/src/write-atomically.js';
import type { Config } from './config.js';
import { CELLS } from './data/bars.js';
import type { Dataset } from './data/dataset.js';
import type { Findings } from './evaluation.js';
import type { Judge } from './judge.js';
import { writeMidi } from './midi/write-midi.js';
import { reportOf } from './report.js';
import type { Result } from './run.js';
import { PER_GENRE, type Showcase, STEPS_BETWEEN, VARIATIONS } from './showcase.js';
import type { Summary } from './summary.js';

/** All that is known at the end of a run. */
export interface Finished {
  readonly config: Config;
  readonly data: Dataset;
  readonly result: Result;
  readonly judge: Judge;
  readonly findings: Findings;
  readonly showcase: Showcase;
  readonly summary: Summary;
  readonly totalSeconds: number;
}

/** Writes the run's folder. Returns the path of the report. */
export async function writeRun(folder: string, finished: Finished): Promise<string> {
  const { summary, data } = finished;
  writeAtomically(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  for (const [name, midi] of Object.entries(midiFiles(finished))) writeAtomically(join(folder, 'midi', `${name}.mid`), midi);
  if (data.attributions.length > 0) writeAtomically(join(folder, 'attributions.txt'), `${data.attributions.join('\n')}\n`);
  const report = join(folder, 'report.html');
  writeAtomically(report, await reportOf(finished));
  return report;
}

/** The bars of the showcase by name: what stands in a row of the report is a file. */
function midiFiles({ config, data, showcase }: Finished): Record<string, Uint8Array> {
  const { byGenre, sources, swap, variations, between } = showcase;
  const genre = (label: number) => data.genres[label] as string;
  const labels = [...sources.genres];
  const rows = (values: Float32Array, length: number, name: (row: number) => string) =>
    Array.from({ length: values.length / (length * CELLS) }, (_, row) => {
      const cells = values.subarray(row * length * CELLS, (row + 1) * length * CELLS);
      return [fileName(name(row)), writeMidi(cells, { name: name(row) })] as const;
    });
  return Object.fromEntries([
    ...rows(byGenre, PER_GENRE, (row) => (config.conditional ? genre(row) : `bars ${row + 1}`)),
    ...rows(variations, VARIATIONS, (row) => `${genre(labels[row] as number)} varied`),
    ...rows(swap, labels.length, (row) => `${genre(labels[row] as number)} swapped`),
    ...rows(between, STEPS_BETWEEN, (row) => `${genre(labels[row] as number)} to ${genre(labels[(row + 1) % labels.length] as number)}`),
  ]);
}

/** Genres of a file of one's own may have any name. */
function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 60) || 'bars'
  );
}
