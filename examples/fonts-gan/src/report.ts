import { availableParallelism, cpus } from 'node:os';
import { type GanReportData, ganReport, type Images as ReportImages } from '@genlab/report';
import { pick } from './data/images.js';
import { nearestImages } from './nearest.js';
import { drawByClass, interpolate } from './pictures.js';
import { decodePixels } from './pixels.js';
import type { Finished } from './write-run.js';

const INTERPOLATIONS = { rows: 6, columns: 12 };
const CLASS_ROWS = 6;
const WITH_NEIGHBOURS = 16;
const NEIGHBOURS = 3;
const REFRESH_SECONDS = 20;

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
    nearest: { samples: images(samples), nearest: images(nearest.pixels), by: 'squared difference of pixels' },
    seconds: result.seconds,
    run: facts(finished),
    notes: notes(finished),
    refreshSeconds: finished.running ? REFRESH_SECONDS : undefined,
  } satisfies GanReportData);
}

/** What was run, and on what. */
function facts({ config, data, result, summary, judge, totalSeconds }: Finished): Record<string, unknown> {
  return {
    ...config,
    data: `${data.name}: ${data.train.labels.length} images to train on, ${data.validation.labels.length} to validate with`,
    backend: summary.backend,
    'steps done': result.steps,
    'steps a second': summary.stepsPerSecond,
    'seconds of training': summary.seconds,
    'seconds in all': Math.round(totalSeconds),
    classifier: judge.classifier.hash,
    node: process.version,
    machine: `${process.platform} ${process.arch}, ${availableParallelism()} x ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  };
}

function notes({ result, data, judge, running }: Finished): string[] {
  const { history, diverged } = result;
  return [
    ...(running ? [`The training is not over: this is what there is after ${result.steps} steps. The page loads itself anew.`] : []),
    `Letters are counted by a classifier that was trained on the real images alone; of real images of fonts it never saw it reads ${(100 * judge.validationAccuracy).toFixed(1)} % rightly.`,
    ...(diverged !== undefined ? [`The training diverged: at step ${diverged} a loss was no longer a number, and it ended there.`] : []),
    ...(history.end === 'aborted' && diverged === undefined ? ['The training was stopped before its end: this is what there was.'] : []),
    ...(data.skipped.length > 0 ? [`Left out: ${data.skipped.join('; ')}.`] : []),
  ];
}
