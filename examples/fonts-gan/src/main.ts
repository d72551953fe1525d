import { join } from 'node:path';
import { progressLine } from '@genlab/core/node';
import { formatNumber, formatShare } from '@genlab/report';
import { checkFolder } from '../../shared/src/make-folder.js';
import { makeRunFolder } from '../../shared/src/run-folder.js';
import { takeBackend } from '../../shared/src/take-backend.js';
import { UsageError } from '../../shared/src/usage-error.js';
import { loadFolder } from './data/folder.js';
import { loadFontsource } from './data/fontsource.js';
import { measureReal } from './evaluation.js';
import { help } from './help.js';
import { findJudge } from './judge.js';
import { readOptions } from './options.js';
import { cacheFolder } from './package-root.js';
import { sample } from './sample.js';
import { placeRun, setAside } from './saved-run.js';
import { trainRun } from './train-run.js';

/** What `main` may be given in a test. */
export interface Environment {
  readonly signal?: AbortSignal;
  /** Where a line goes; standard output. */
  readonly print?: (line: string) => void;
  /** Where a complaint goes; standard error. */
  readonly complain?: (line: string) => void;
  /** Training of the classifier; its own default. */
  readonly classifierEpochs?: number;
  /** Families to draw letters of; all. */
  readonly families?: readonly string[];
  readonly cacheFolder?: string;
}

/**
 * The whole program. Returns its exit code: 0 done, 2 something is wrong with flags or data, 130 stopped before there was anything to
 * report.
 */
export async function main(argv: readonly string[], environment: Environment = {}): Promise<number> {
  const { complain = (line) => process.stderr.write(`${line}\n`), print = toStandardOutput } = environment;
  try {
    const [command, ...rest] = argv;
    if (command !== 'sample') return await trainAndReport(argv, environment);
    await sample(rest, print);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(`fonts-gan: ${error.message}`);
    return 2;
  }
}

async function trainAndReport(argv: readonly string[], environment: Environment): Promise<number> {
  const { signal, print = toStandardOutput, classifierEpochs, families } = environment;
  const cache = { cacheFolder: environment.cacheFolder ?? cacheFolder };
  const begin = performance.now();
  const asked = readOptions(argv);
  if (asked.help) {
    print(help.trimEnd());
    return 0;
  }
  const { folder, saved, occupied } = placeRun(asked);
  const { config } = saved ? readOptions(argv, saved.config) : asked;
  const store = asked.store ?? saved?.store ?? join(folder, 'checkpoints');
  const logDir = asked.logDir ?? saved?.logDir;
  checkFolder('out', folder);
  checkFolder('store', store);
  if (logDir !== undefined) checkFolder('log-dir', logDir);
  const images = asked.data ?? saved?.data;
  const data = images === undefined ? loadFontsource({ ...cache, names: families }) : loadFolder(images);
  for (const line of data.skipped) print(`left out: ${line}`);
  print(
    `${data.name}: ${formatNumber(data.train.labels.length)} images to train on, ${formatNumber(data.validation.labels.length)} to validate with, ${data.classes.length} classes`,
  );
  const backend = await takeBackend(config.backend);
  print(`backend: ${backend}`);

  const judge = await findJudge(data, {
    ...cache,
    epochs: classifierEpochs,
    signal,
    listeners: [progressLine()],
    onTrain: () => print('training the classifier that will judge the letters (once) ...'),
  });
  try {
    if (signal?.aborted) {
      print('stopped before the training began: nothing was written');
      return 130;
    }
    print(`the classifier reads ${formatShare(judge.validationAccuracy)} of the validation images rightly`);
    const yardstick = await measureReal(judge, data);
    if (occupied) setAside(folder);
    makeRunFolder(folder);
    const kept = { config, store, classes: data.classes, logDir, data: images };
    await trainRun(kept, { folder, data, judge, yardstick, backend, signal, print, begin, forceNew: asked.forceNew });
    return 0;
  } finally {
    judge.classifier.dispose();
  }
}

const toStandardOutput = (line: string) => void process.stdout.write(`${line}\n`);
