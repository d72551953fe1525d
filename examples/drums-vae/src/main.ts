import { resolve } from 'node:path';
import { progressLine } from '@genlab/core/node';
import { formatNumber, formatShare } from '@genlab/report';
import { checkFolder } from '../../shared/src/make-folder.js';
import { chooseRunFolder, makeRunFolder } from '../../shared/src/run-folder.js';
import { takeBackend } from '../../shared/src/take-backend.js';
import { UsageError } from '../../shared/src/usage-error.js';
import { cacheFolder } from './cache-folder.js';
import { loadData } from './data/load.js';
import { evaluate } from './evaluation.js';
import { help } from './help.js';
import { judgeOf } from './judge.js';
import { readOptions } from './options.js';
import { run } from './run.js';
import { checkpointFolder, saveRun } from './run-file.js';
import { sample } from './sample.js';
import { showcaseOf } from './showcase.js';
import { type Summary, summarise } from './summary.js';
import { writeRun } from './write-run.js';

/** What `main` may be given in a test. */
export interface Environment {
  readonly signal?: AbortSignal;
  /** Where a line goes; standard output. */
  readonly print?: (line: string) => void;
  /** Where a complaint goes; standard error. */
  readonly complain?: (line: string) => void;
  readonly cacheFolder?: string;
  /** Bars of a grammar to validate with; 2,000. */
  readonly validation?: number;
  /** Draws of the importance-weighted bound; its own default. */
  readonly draws?: number;
}

/** The whole program. Returns its exit code: 0 done, 2 something is wrong with flags or data. */
export async function main(argv: readonly string[], environment: Environment = {}): Promise<number> {
  const { complain = (line) => process.stderr.write(`${line}\n`), print = toStandardOutput } = environment;
  try {
    const [command, ...rest] = argv;
    if (command !== 'sample') return await trainAndReport(argv, environment);
    await sample(rest, print);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(`drums-vae: ${error.message}`);
    return 2;
  }
}

async function trainAndReport(argv: readonly string[], environment: Environment): Promise<number> {
  const { signal, print = toStandardOutput, draws } = environment;
  const begin = performance.now();
  const { help: helpWanted, config, out, resume } = readOptions(argv);
  if (helpWanted) {
    print(help.trimEnd());
    return 0;
  }
  const runFolder = resume ? (out as string) : chooseRunFolder('drums', out);
  checkFolder('out', runFolder);
  const data = await loadData(config.data, {
    seed: config.seed,
    cacheFolder: environment.cacheFolder ?? cacheFolder,
    print,
    signal,
    validation: environment.validation,
  });
  print(
    `${data.name}: ${formatNumber(data.train.genres.length)} bars to train on, ${formatNumber(data.validation.genres.length)} to validate with, ${data.genres.length} genres`,
  );
  const backend = await takeBackend(config.backend);
  print(`backend: ${backend}`);
  const judge = judgeOf(data);
  print(`${judge.name} reads the genre of ${formatShare(judge.accuracy)} of the validation bars rightly`);

  if (!resume) {
    makeRunFolder(runFolder);
    saveRun(runFolder, { config, genres: data.genres });
  }
  const result = await run(config, {
    data,
    checkpoints: checkpointFolder(runFolder),
    signal,
    listeners: [progressLine({ show: SHOWN })],
  }).catch((error: Error) => {
    throw resume ? new UsageError(`--resume: ${error.message}`) : error;
  });
  try {
    if (result.diverged !== undefined) print(`the training diverged at step ${formatNumber(result.diverged)}: try a lower rate`);
    print('measuring ...');
    const findings = await evaluate(result.vae, data, { judge, draws });
    const summary = summarise({ config, backend, ...result, genres: data.genres, findings });
    const showcase = await showcaseOf(result.vae, data);
    const totalSeconds = (performance.now() - begin) / 1_000;
    const report = await writeRun(runFolder, { config, data, result, judge, findings, showcase, summary, totalSeconds });
    for (const line of inWords(summary)) print(line);
    print(`report: ${resolve(report)}`);
    return 0;
  } finally {
    result.vae.dispose();
  }
}

const toStandardOutput = (line: string) => void process.stdout.write(`${line}\n`);

const SHOWN = { loss: 'loss', kl0: 'KL high', kl1: 'KL low' };

/** The figures that matter most, for the terminal. */
function inWords({ nll, levels, generation }: Summary): string[] {
  const [high, low] = levels;
  const limit = nll.bayesLimit === null ? '' : ` (limit ${nll.bayesLimit.toFixed(2)})`;
  const variation = low?.variationProbe == null ? '' : `, the variation from z_low in ${formatShare(low.variationProbe)}`;
  return [
    `negative log-likelihood ${nll.iwae.toFixed(2)} nats a bar${limit}; bars of the genre asked for: ${formatShare(generation.genreAccuracy)}`,
    `KL of the levels: high ${high?.kl.toFixed(2)}, low ${low?.kl.toFixed(2)} nats; ` +
      `the genre can be read from z_high in ${formatShare(high?.genreProbe)}${variation}`,
  ];
}
