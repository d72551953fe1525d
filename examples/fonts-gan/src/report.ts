import { availableParallelism, cpus } from 'node:os';
import { formatNumber, formatSeconds, formatShare, type GanReportData, ganReport, type Images as ReportImages } from '@genlab/report';
import { pick } from './data/images.js';
import { nearestImages } from './nearest.js';
import { drawByClass, interpolate } from './pictures.js';
import { decodePixels } from './pixels.js';
import type { Comparison } from './scrutiny.js';
import type { Finished } from './write-run.js';

const INTERPOLATIONS = { rows: 6, columns: 12 };
const CLASS_ROWS = 6;
const WITH_NEIGHBOURS = 16;
const NEIGHBOURS = 3;
const REFRESH_SECONDS = 20;
const BY_PIXELS = 'in pixels, at half size';

/** The run as one page. */
export async function reportOf(finished: Finished): Promise<string> {
  const { config, data, result, judge, yardstick } = finished;
  const { gan, history, moments } = result;
  const { height, width, classes, train } = data;
  const images = (pixels: Uint8Array): ReportImages => ({ data: pixels, shape: [pixels.length / (height * width), height, width, 1] });
  const drawn = (values: Float32Array) => images(decodePixels(values, config.pixels));
  const samples = result.samples.slice(0, WITH_NEIGHBOURS * height * width);
  const nearest = pick(train, [...nearestImages(samples, train, NEIGHBOURS)]);
  const label = config.conditional ? (row: number) => row % classes.length : undefined;

  return ganReport({
    title: config.conditional ? 'A GAN that draws the letter it is asked for' : 'A GAN that draws letters',
    subtitle: `${data.name}, preset ${config.preset}, seed ${config.seed}`,
    classes,
    curves: {
      generatorLoss: history.series('generatorLoss'),
      discriminatorLoss: history.series('discriminatorLoss'),
      generatorGradientNorm: history.series('generatorGradientNorm'),
      discriminatorGradientNorm: history.series('discriminatorGradientNorm'),
      realLogit: history.series('realLogit'),
      fakeLogit: history.series('fakeLogit'),
    },
    evaluations: moments,
    real: { frechet: yardstick.realReal, confidentShare: yardstick.realConfident, classifierAccuracy: judge.validationAccuracy },
    samples: moments.map((moment) => ({ step: moment.step, images: images(moment.samples) })),
    look: 'ink',
    byClass: config.conditional ? drawn(await drawByClass(gan, { rows: CLASS_ROWS, classes: classes.length })) : undefined,
    interpolation: { images: drawn(await interpolate(gan, { ...INTERPOLATIONS, label })), steps: INTERPOLATIONS.columns },
    ...closeness(finished),
    nearest: { samples: images(samples), nearest: images(nearest.pixels), by: 'squared difference of pixels' },
    seconds: result.seconds,
    run: facts(finished),
    notes: notes(finished),
    refreshSeconds: finished.running ? REFRESH_SECONDS : undefined,
  } satisfies GanReportData);
}

/** Content and style apart, copies, and the pairs that come closest. */
function closeness({ result, data }: Finished): Pick<GanReportData, 'spaces' | 'copies' | 'closest'> {
  const { scrutiny, realScrutiny } = result.last;
  const { height, width, train } = data;
  const space = (name: string, fake: Comparison | undefined, real: Comparison | undefined) => (fake && real ? [{ name, fake, real }] : []);
  const { pairs } = scrutiny.copies;
  const at = (pixels: Uint8Array, i: number) => pixels.subarray(i * height * width, (i + 1) * height * width);
  const stack = (parts: readonly Uint8Array[]): ReportImages => ({ data: Buffer.concat(parts), shape: [parts.length, height, width, 1] });
  return {
    spaces: [
      ...space('content, by a classifier of letters', scrutiny.content, realScrutiny.content),
      ...space('style, by a classifier of fonts', scrutiny.style, realScrutiny.style),
    ],
    copies: { fake: scrutiny.copies, by: BY_PIXELS },
    closest: {
      samples: stack(pairs.map((pair) => at(result.samples, pair.fake))),
      nearest: stack(pairs.map((pair) => at(train.pixels, pair.train))),
      by: BY_PIXELS,
    },
  };
}

/** What was run, and on what. */
function facts({ config, data, result, summary, judge, totalSeconds }: Finished): Record<string, unknown> {
  return {
    ...config,
    seed: String(config.seed), // as it is typed
    data: `${data.name}: ${formatNumber(data.train.labels.length)} images to train on, ${formatNumber(data.validation.labels.length)} to validate with`,
    backend: summary.backend,
    'steps done': result.steps,
    'steps a second': formatNumber(summary.stepsPerSecond),
    'time of training': formatSeconds(result.seconds),
    'time in all': formatSeconds(totalSeconds),
    classifier: judge.classifier.hash,
    node: process.version,
    machine: `${process.platform} ${process.arch}, ${availableParallelism()} x ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  };
}

function notes({ result, data, judge, running }: Finished): string[] {
  const { history, diverged } = result;
  return [
    ...(running
      ? [`The training is not over: this is what there is after ${formatNumber(result.steps)} steps. The page loads itself anew.`]
      : []),
    `Letters are counted by a classifier that was trained on the real images alone; of real images of fonts it never saw it reads ${formatShare(judge.validationAccuracy)} rightly.`,
    ...(diverged !== undefined
      ? [`The training diverged: at step ${formatNumber(diverged)} a loss was no longer a number, and it ended there.`]
      : []),
    ...(history.end === 'aborted' && diverged === undefined ? ['The training was stopped before its end: this is what there was.'] : []),
    ...(data.skipped.length > 0 ? [`Left out: ${data.skipped.join('; ')}.`] : []),
  ];
}
