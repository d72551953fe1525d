import { join } from 'node:path';
import { writeAtomically } from '../../shared/src/write-atomically.js';
import type { Config } from './config.js';
import type { Dataset } from './data/images.js';
import type { Yardstick } from './evaluation.js';
import type { Judge } from './judge.js';
import { reportOf } from './report.js';
import type { Result } from './run.js';
import { sheetOf } from './sheet.js';
import type { Summary } from './summary.js';

/** All that is known of a run. */
export interface Finished {
  readonly config: Config;
  readonly data: Dataset;
  readonly result: Result;
  readonly summary: Summary;
  readonly judge: Judge;
  readonly yardstick: Yardstick;
  readonly totalSeconds: number;
  /** The training is not over. */
  readonly running: boolean;
}

/** Writes the run's folder; while the training runs, so that it can be watched. Returns the path of the report. */
export async function writeRun(folder: string, finished: Finished): Promise<string> {
  const { data, result, summary } = finished;
  const { attributions } = data;
  writeAtomically(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  writeAtomically(join(folder, 'samples.png'), sheetOf(result.samples, data));
  if (attributions.length > 0) writeAtomically(join(folder, 'attributions.txt'), `${attributions.join('\n')}\n`);
  const report = join(folder, 'report.html');
  writeAtomically(report, await reportOf(finished));
  return report;
}
