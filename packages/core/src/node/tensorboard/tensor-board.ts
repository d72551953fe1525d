import { config } from '../../config/config.js';
import type { TrainEvent, TrainListeners } from '../../train/events.js';
import type { HistoryEntry } from '../../train/history.js';
import type { NamedTensors } from '../../variables.js';
import { followHistory } from '../history-follower.js';
import { histogramEvent, imageEvent, scalarsEvent } from './event.js';
import { EventFiles } from './event-files.js';
import { histogramOf } from './histogram.js';

type Awaitable<T> = T | Promise<T>;

/** Options of {@link tensorBoard}. */
export interface TensorBoardOptions {
  /** Pictures to show at every `sample` event: PNG files by tag, such as `imageGrid(...).png` of `@genlab/report`; none. */
  images?(event: TrainEvent): Awaitable<Readonly<Record<string, Uint8Array>>>;
  /** Values whose distribution to show at every `sample` event: tensors by tag, borrowed, such as `model.state().tensors`; none. */
  histograms?(event: TrainEvent): Awaitable<NamedTensors>;
}

const { code, optional, record, text } = config;
const tensorBoardOptions = record<TensorBoardOptions>({ images: optional(code<never>), histograms: optional(code<never>) });

/**
 * A listener of `train` that writes event files for TensorBoard: logs and evaluations as scalars, and pictures and distributions if asked
 * for. Look at them with `tensorboard --logdir <folder>`, also while the training runs.
 *
 * After a resume or a rollback what lies beyond the checkpoint is cut off, and a TensorBoard that is open forgets it. What another training
 * left in the folder is kept in a folder `earlier-1` within it, which shows as a run of its own.
 *
 * @param folder Made where it is missing. One for each training.
 * @throws Error, from the listener, if a file can't be written, or a picture is no PNG.
 *
 * @example
 * ```ts
 * import { type Dataset, type Model, train } from '@genlab/core';
 * import { tensorBoard } from '@genlab/core/node';
 *
 * async function run<Batch extends object>(model: Model<Batch>, data: Dataset<Batch>) {
 *   const board = tensorBoard('runs/a/tensorboard', { histograms: () => model.state?.().tensors ?? {} });
 *   await train(model, data, { epochs: 10, sampleEvery: 500, listeners: [board] });
 * }
 * ```
 */
export function tensorBoard(folder: string, options: TensorBoardOptions = {}): TrainListeners {
  const { images, histograms } = tensorBoardOptions(options, 'tensorBoard');
  const files = new EventFiles(text(folder, 'tensorBoard.folder'));
  const now = () => Date.now() / 1_000;
  const add = ({ step, values }: HistoryEntry) => files.write(scalarsEvent({ step, wallTime: now() }, values));
  const follow = followHistory({
    begin(entries, step, fresh) {
      if (fresh) files.setAside();
      const written = files.goOnFrom(step);
      entries.slice(written).forEach(add);
    },
    add,
  });
  return {
    ...follow,
    async sample(event) {
      await follow.sample(event);
      const moment = { step: event.step, wallTime: now() };
      for (const [tag, png] of Object.entries((await images?.(event)) ?? {})) files.write(imageEvent(moment, tag, png));
      for (const [tag, tensor] of Object.entries((await histograms?.(event)) ?? {})) {
        const histogram = histogramOf(await tensor.data());
        if (histogram) files.write(histogramEvent(moment, tag, histogram));
      }
    },
  };
}
