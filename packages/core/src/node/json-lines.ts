import { config } from '../config/config.js';
import type { TrainListeners } from '../train/events.js';
import type { HistoryEntry } from '../train/history.js';
import { followHistory } from './history-follower.js';
import { LineFile } from './line-file.js';
import { setAside } from './set-aside.js';

/**
 * A listener of `train` that writes logs and evaluations to a file, one JSON object a line:
 * `{"step":10,"epoch":1,"seconds":0.5,"loss":0.7}`.
 *
 * The file always holds the training as it stands: each entry once, in the order of steps, also after a resume or a rollback. What another
 * training left under that name is kept beside it, as `log.earlier-1.jsonl`. Numbers that JSON can't say are written as `"NaN"`,
 * `"Infinity"` and `"-Infinity"`.
 *
 * @param path Made where it is missing, with its folder.
 * @throws Error, from the listener, if the file can't be written.
 *
 * @example
 * ```ts
 * import { type Dataset, type Model, train } from '@genlab/core';
 * import { csv, jsonLines } from '@genlab/core/node';
 *
 * async function run<Batch extends object>(model: Model<Batch>, data: Dataset<Batch>) {
 *   await train(model, data, { epochs: 10, listeners: [jsonLines('runs/a/log.jsonl'), csv('runs/a/log.csv')] });
 * }
 * ```
 */
export function jsonLines(path: string): TrainListeners {
  const file = new LineFile(config.text(path, 'jsonLines.path'));
  return followHistory({
    begin(entries, _, fresh) {
      if (fresh) setAside(path);
      file.replace(entries.map(lineOf));
    },
    add: (entry) => file.append(lineOf(entry)),
  });
}

function lineOf({ step, epoch, seconds, values }: HistoryEntry): string {
  return JSON.stringify({ step, epoch, seconds, ...values }, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}
