import { join } from 'node:path';
import { imageGrid } from '@genlab/report';
import { writeAtomically } from '../../shared/src/write-atomically.js';
import type { Config } from './config.js';
import type { Dataset } from './data/images.js';
import type { Yardstick } from './evaluation.js';
import type { Judge } from './judge.js';
import { reportOf } from './report.js';
import type { Result } from './run.js';
import type { Summary } from './summary.js';

/** Samples in `samples.png`: rows of 26, so that a conditional run shows A-Z in each. */
const SHEET = { rows: 10, columns: 26 };

/** All that is known at the end of a run. */
export interface Finished {
  readonly config: Config;
  readonly data: Dataset;
  readonly result: Result;
  readonly summary: Summary;
  readonly judge: Judge;
  readonly yardstick: Yardstick;
  readonly totalSeconds: number;
}

/** Writes the run's folder. Returns the path of the report. */
export async function writeRun(folder: string, finished: Finished): Promise<string> {
  const { data, result, summary } = finished;
  const { height, width, attributions } = data;
  const shown = result.samples.slice(0, SHEET.rows * SHEET.columns * height * width);
  const sheet = imageGrid({ data: shown, shape: [shown.length / (height * width), height, width, 1] }, { columns: SHEET.columns });
  writeAtomically(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  writeAtomically(join(folder, 'samples.png'), sheet.png);
  if (attributions.length > 0) writeAtomically(join(folder, 'attributions.txt'), `${attributions.join('\n')}\n`);
  const report = join(folder, 'report.html');
  writeAtomically(report, await reportOf(finished));
  return report;
}
