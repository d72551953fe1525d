import { config } from '../config/config.js';
import type { StepEndEvent, TrainListeners } from '../train/events.js';

/** Where {@link progressLine} writes: `process.stderr`, or anything that has its three members. */
export interface ProgressStream {
  /** True if the line can be rewritten in place. */
  readonly isTTY?: boolean;
  /** Width of the terminal in characters. */
  readonly columns?: number;
  /** Writes text as it is. */
  write(text: string): unknown;
}

/** Options of {@link progressLine}. */
export interface ProgressLineOptions {
  /** Where to; `process.stderr`. */
  readonly stream?: ProgressStream;
  /** The logs to show, each with a label: `{ generatorLoss: 'G' }`; those whose names end in `loss`, under their names. */
  readonly show?: Readonly<Record<string, string>>;
  /** Seconds between two lines where a line cannot be rewritten; 10. */
  readonly everySeconds?: number;
}

const { object, optional, recipe, record, within } = config;
const progressLineOptions = record<ProgressLineOptions>({
  stream: optional(recipe<ProgressStream>(['write'], 'process.stderr')),
  show: optional(object<Readonly<Record<string, string>>>),
  everySeconds: optional(within({ least: 0 })),
});

const REWRITE_SECONDS = 0.1;

/**
 * A listener of `train` that keeps one line up to date: epoch, step, steps a second, losses, time left.
 *
 * In a terminal the line is rewritten in place; in a file or a pipe a plain line is added every so often, and at the end.
 *
 * @example
 * ```ts
 * import { type Dataset, type Model, train } from '@genlab/core';
 * import { progressLine } from '@genlab/core/node';
 *
 * async function run<Batch extends object>(model: Model<Batch>, data: Dataset<Batch>) {
 *   await train(model, data, { epochs: 10, listeners: [progressLine()] });
 *   // epoch 1/10 · step 27/810 · 31.2 steps/s · 0:25 left · loss 0.412
 * }
 * ```
 */
export function progressLine(options: ProgressLineOptions = {}): TrainListeners {
  const { stream = process.stderr, show, everySeconds = 10 } = progressLineOptions(options, 'progressLine');
  const pause = stream.isTTY ? REWRITE_SECONDS : everySeconds;
  let written = Number.NEGATIVE_INFINITY;
  let logs: Readonly<Record<string, number>> = {};
  let line = '';
  return {
    stepEnd(event) {
      logs = event.logs ?? logs;
      line = describe(event, logs, show);
      const last = event.step === event.steps;
      if (!last && event.seconds - written < pause) return;
      written = event.seconds;
      if (!stream.isTTY) stream.write(`${line}\n`);
      else stream.write(`\r${line.slice(0, (stream.columns ?? 80) - 1)}\u001b[K`); // to the end of the line: what the last one left
    },
    end({ step, reason }) {
      if (stream.isTTY && line !== '') stream.write('\n');
      if (reason === 'aborted') stream.write(`stopped after ${step} steps\n`);
    },
  };
}

function describe(event: StepEndEvent, logs: Readonly<Record<string, number>>, show: ProgressLineOptions['show']): string {
  const labels = show ?? Object.fromEntries(Object.keys(logs).flatMap((name) => (/loss$/i.test(name) ? [[name, words(name)]] : [])));
  const losses = Object.keys(labels).filter((name) => name in logs);
  const values = losses.map((name) => `${labels[name]} ${(logs[name] as number).toPrecision(3)}`);
  const left = event.stepsPerSecond > 0 ? [`${clock((event.steps - event.step) / event.stepsPerSecond)} left`] : [];
  const speed = `${event.stepsPerSecond.toPrecision(3)} steps/s`;
  return [`epoch ${event.epoch}/${event.epochs}`, `step ${event.step}/${event.steps}`, speed, ...left, ...values].join(' · ');
}

/** generatorLoss -> generator loss */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
