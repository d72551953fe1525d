import { join, resolve } from 'node:path';
import type { StartEvent, TrainListeners } from '@genlab/core';
import { csv, folder as folderStore, jsonLines, progressLine, tensorBoard } from '@genlab/core/node';
import { formatNumber, formatShare } from '@genlab/report';
import { UsageError } from '../../shared/src/usage-error.js';
import type { Dataset } from './data/images.js';
import type { Yardstick } from './evaluation.js';
import type { Judge } from './judge.js';
import { readLooks, saveLooks } from './looks-file.js';
import { type Result, run } from './run.js';
import { type SavedRun, saveRun } from './saved-run.js';
import { seedTable } from './seed-table.js';
import { sheetOf } from './sheet.js';
import { type Summary, summarise } from './summary.js';
import { writeRun } from './write-run.js';

/** What a training needs beside what is kept of it. */
export interface TrainRunInput {
  /** The run's folder, which is there. */
  readonly folder: string;
  readonly data: Dataset;
  readonly judge: Judge;
  readonly yardstick: Yardstick;
  /** Name and build of the backend. */
  readonly backend: string;
  readonly signal?: AbortSignal;
  readonly print: (line: string) => void;
  /** When the program began, milliseconds of `performance.now()`. */
  readonly begin: number;
  /** Whether the store may hold another run. */
  readonly forceNew: boolean;
}

/**
 * Trains, or goes on; writes the run's folder every so often and at the end.
 *
 * @throws UsageError if the store holds a run that this one can't go on with
 */
export async function trainRun(kept: Omit<SavedRun, 'finished'>, input: TrainRunInput): Promise<void> {
  const { folder, data, judge, yardstick, backend, signal, print, begin, forceNew } = input;
  const { config } = kept;
  const table = config.preset === 'seed' ? seedTable(print) : undefined;
  let [started, latest, written]: [boolean, Result | undefined, number] = [false, undefined, Number.NEGATIVE_INFINITY];

  const write = async (result: Result, running: boolean) => {
    const summary = summarise({
      config: { ...config, data: data.name },
      backend,
      ...result,
      classes: data.classes,
      realReal: yardstick.realReal,
      validationAccuracy: judge.validationAccuracy,
    });
    const totalSeconds = (performance.now() - begin) / 1_000;
    const report = await writeRun(folder, { config, data, result, summary, judge, yardstick, totalSeconds, running });
    return { report, summary };
  };
  const onStart = ({ resumedFrom, step, damaged, history }: StartEvent) => {
    started = true;
    saveRun(folder, { ...kept, finished: false });
    for (const line of damaged) print(`left out: ${line}`);
    if (resumedFrom === undefined) return [];
    print(`goes on from step ${formatNumber(step)}`);
    return readLooks(folder, history);
  };
  const onLook = async (soFar: Result, values: ArrayLike<number>) => {
    latest = soFar;
    saveLooks(folder, soFar.moments);
    table?.({ moment: soFar.last, history: soFar.history, values });
    if (performance.now() - written < 1_000 * REFRESH_SECONDS) return;
    await write(soFar, true);
    written = performance.now();
  };
  const logs = kept.logDir === undefined ? [] : logsIn(kept.logDir, () => latest && { samples: sheetOf(latest.samples, data) });
  const listeners = [progressLine({ show: SHOWN }), ...logs];
  const store = folderStore(kept.store);
  const result = await run(config, { data, judge, yardstick, signal, listeners, onLook, onStart, store, forceNew }).catch(
    (error: Error) => {
      throw started ? error : new UsageError(error.message);
    },
  );
  const { report, summary } = await write(result, false);
  result.gan.dispose();
  const finished = result.history.end === 'finished' || result.diverged !== undefined;
  saveRun(folder, { ...kept, finished });
  if (result.diverged !== undefined)
    print(`the training diverged at step ${formatNumber(result.diverged)}: try lower rates or another loss`);
  else if (!finished) print(`stopped after ${formatNumber(result.steps)} steps; --out ${folder} goes on from there`);
  print(outcome(summary, yardstick));
  print(`report: ${resolve(report)}`);
}

/** Between two versions of the report while the training runs: making one takes half a second. */
const REFRESH_SECONDS = 20;

const SHOWN = { discriminatorLoss: 'D loss', generatorLoss: 'G loss' };

function logsIn(folder: string, images: () => Record<string, Uint8Array> | undefined): TrainListeners[] {
  const board = tensorBoard(join(folder, 'tensorboard'), { images: () => images() ?? {} });
  return [jsonLines(join(folder, 'log.jsonl')), csv(join(folder, 'log.csv')), board];
}

function outcome({ modes, frechet }: Summary, yardstick: Yardstick): string {
  const missing = modes.missing.length > 0 ? `, missing ${modes.missing.join(' ')}` : '';
  return (
    `letters drawn: ${modes.covered} of ${modes.of}${missing}; ` +
    `sure of ${formatShare(modes.confidentShare)} (real letters: ${formatShare(yardstick.realConfident)}); ` +
    `Frechet distance ${formatNumber(frechet.value)} (real letters: ${formatNumber(frechet.realReal)})`
  );
}
