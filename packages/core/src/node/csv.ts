import { config } from '../config/config.js';
import type { TrainListeners } from '../train/events.js';
import type { HistoryEntry } from '../train/history.js';
import { followHistory } from './history-follower.js';
import { LineFile } from './line-file.js';
import { setAside } from './set-aside.js';

const FIRST = ['step', 'epoch', 'seconds'];

/**
 * A listener of `train` that writes logs and evaluations to a table: one row an entry, a column for every name, empty where an entry lacks
 * it.
 *
 * A name that turns up late (an evaluation's, as a rule) gets a column at the end, and the file is written anew; it stays one table with
 * one header. As with {@link jsonLines}, the file always holds the training as it stands, and another training's is kept beside it.
 *
 * @param path Made where it is missing, with its folder.
 * @throws TypeError if the path is no text; Error, from the listener, if the file can't be written.
 *
 * @example
 * ```ts
 * import { type Dataset, type Model, train } from '@genlab/core';
 * import { csv } from '@genlab/core/node';
 *
 * async function run<Batch extends object>(model: Model<Batch>, data: Dataset<Batch>) {
 *   await train(model, data, { epochs: 10, listeners: [csv('runs/a/log.csv')] });
 * }
 * ```
 */
export function csv(path: string): TrainListeners {
  const file = new LineFile(config.text(path, 'csv.path'));
  let entries: HistoryEntry[] = [];
  let columns: string[] = [];
  const row = ({ step, epoch, seconds, values }: HistoryEntry) =>
    [step, epoch, seconds, ...columns.map((name) => values[name] ?? '')].join(',');
  const replace = () => file.replace([[...FIRST, ...columns].map(quoted).join(','), ...entries.map(row)]);
  return followHistory({
    begin(all, _, fresh) {
      if (fresh) setAside(path);
      entries = [...all];
      columns = [...new Set(entries.flatMap(({ values }) => Object.keys(values)))];
      replace();
    },
    add(entry) {
      entries.push(entry);
      const late = Object.keys(entry.values).filter((name) => !columns.includes(name));
      columns.push(...late);
      if (late.length > 0) replace();
      else file.append(row(entry));
    },
  });
}

/** RFC 4180. */
function quoted(name: string): string {
  return /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
