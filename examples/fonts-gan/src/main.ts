import { resolve } from 'node:path';
import { progressLine } from '@genlab/core/node';
import { chooseRunFolder, makeRunFolder } from '../../shared/src/run-folder.js';
import { takeBackend } from '../../shared/src/take-backend.js';
import { UsageError } from '../../shared/src/usage-error.js';
import { loadFolder } from './data/folder.js';
import { loadFontsource } from './data/fontsource.js';
import { measureReal } from './evaluation.js';
import { help } from './help.js';
import { findJudge } from './judge.js';
import { readOptions } from './options.js';
import { cacheFolder } from './package-root.js';
import { run } from './run.js';
import { seedTable } from './seed-table.js';
import { summarise } from './summary.js';
import { writeRun } from './write-run.js';

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

/** The whole program. Returns its exit code: 0 done, 2 something is wrong with flags or data, 130 stopped before there was anything to report. */
export async function main(argv: readonly string[], environment: Environment = {}): Promise<number> {
  const { complain = (line) => process.stderr.write(`${line}\n`) } = environment;
  try {
    return await trainAndReport(argv, environment);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(`fonts-gan: ${error.message}`);
    return 2;
  }
}

async function trainAndReport(argv: readonly string[], environment: Environment): Promise<number> {
  const { signal, print = (line) => process.stdout.write(`${line}\n`), classifierEpochs, families } = environment;
  const cache = { cacheFolder: environment.cacheFolder ?? cacheFolder };
  const begin = performance.now();
  const { help: helpWanted, config, out, data: folder } = readOptions(argv);
  if (helpWanted) {
    print(help.trimEnd());
    return 0;
  }
  const runFolder = chooseRunFolder('fonts', out);
  const data = folder === undefined ? loadFontsource({ ...cache, names: families }) : loadFolder(folder);
  for (const line of data.skipped) print(`left out: ${line}`);
  print(
    `${data.name}: ${data.train.labels.length} images to train on, ${data.validation.labels.length} to validate with, ${data.classes.length} classes`,
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
    print(`the classifier reads ${percent(judge.validationAccuracy)} of the validation images rightly`);
    const yardstick = await measureReal(judge, data);
    makeRunFolder(runFolder);
    const onLook = config.preset === 'seed' ? seedTable(print) : undefined;
    const result = await run(config, { data, judge, yardstick, signal, listeners: [progressLine({ show: SHOWN })], onLook });
    const summary = summarise({
      config: { ...config, data: data.name },
      backend,
      ...result,
      classes: data.classes,
      realReal: yardstick.realReal,
      validationAccuracy: judge.validationAccuracy,
    });
    const totalSeconds = (performance.now() - begin) / 1_000;
    const report = await writeRun(runFolder, { config, data, result, summary, judge, yardstick, totalSeconds });
    result.gan.dispose();
    if (result.diverged !== undefined) print(`the training diverged at step ${result.diverged}: try lower rates or another loss`);
    const { modes, frechet } = summary;
    print(
      `letters drawn: ${modes.covered} of ${modes.of}${modes.missing.length > 0 ? `, missing ${modes.missing.join(' ')}` : ''}; ` +
        `sure of ${percent(modes.confidentShare)} (real letters: ${percent(yardstick.realConfident)}); ` +
        `Frechet distance ${frechet.value.toFixed(1)} (real letters: ${frechet.realReal.toFixed(1)})`,
    );
    print(`report: ${resolve(report)}`);
    return 0;
  } finally {
    judge.classifier.dispose();
  }
}

const SHOWN = { discriminatorLoss: 'D loss', generatorLoss: 'G loss' };

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
