import type { TrainEvent, TrainListeners } from '../train/events.js';
import type { History, HistoryEntry } from '../train/history.js';

/** A log that is written as a training goes on. */
export interface HistoryLog {
  /**
   * A training begins (`step` 0), goes on from a checkpoint, or has gone back to one; its entries so far, by step.
   * @param fresh Whether it is a new training, and what is there already belongs to another one.
   */
  begin(entries: readonly HistoryEntry[], step: number, fresh: boolean): void;
  /** An entry is new. */
  add(entry: HistoryEntry): void;
}

/**
 * Listeners that keep a log in step with the history of a training, whatever becomes of it: each entry is told once, and after a resume or
 * a rollback, where the history is that of the checkpoint, the log begins anew from there.
 */
export function followHistory(log: HistoryLog): TrainListeners & Required<Pick<TrainListeners, 'start' | 'stepEnd' | 'sample' | 'end'>> {
  let told: readonly (HistoryEntry | undefined)[] = [];
  let [logs, evaluations] = [0, 0];
  const remember = (history: History) => {
    [logs, evaluations] = [history.logs.length, history.evaluations.length];
    told = [history.logs.at(-1), history.evaluations.at(-1)];
  };
  const look = ({ history, step }: TrainEvent) => {
    if (history.logs[logs - 1] !== told[0] || history.evaluations[evaluations - 1] !== told[1]) {
      log.begin(bySteps(history.logs, history.evaluations), step - 1, false);
    } else {
      for (const entry of bySteps(history.logs.slice(logs), history.evaluations.slice(evaluations))) log.add(entry);
    }
    remember(history);
  };
  return {
    start({ history, step, resumedFrom }) {
      log.begin(bySteps(history.logs, history.evaluations), step, resumedFrom === undefined);
      remember(history);
    },
    stepEnd: look,
    sample: look,
    end: look,
  };
}

/** Logs before evaluations of the same step, as they were made. */
function bySteps(logs: readonly HistoryEntry[], evaluations: readonly HistoryEntry[]): HistoryEntry[] {
  return [...logs, ...evaluations].filter(({ values }) => Object.keys(values).length > 0).sort((a, b) => a.step - b.step);
}
