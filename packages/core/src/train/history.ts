import type { Best } from './best.js';

/** The logs of one step, read from the device. */
export interface HistoryEntry {
  /** Steps done when the logs were read, from 1. */
  readonly step: number;
  /** The epoch the step belonged to, from 1. */
  readonly epoch: number;
  /** Seconds of training so far. */
  readonly seconds: number;
  /** Numbers by name. */
  readonly values: Readonly<Record<string, number>>;
}

/** How a training ended: all steps done, stopped by its signal, or out of patience (option `best`). */
export type EndReason = 'finished' | 'aborted' | 'stoppedEarly';

/** How often a training met numbers that were not finite and went on. */
export interface Faults {
  /** Steps that were undone. */
  readonly skipped: number;
  /** Returns to an earlier checkpoint. */
  readonly rollbacks: number;
}

/** A {@link History} as plain data. */
export interface HistoryData {
  readonly logs: readonly HistoryEntry[];
  readonly evaluations: readonly HistoryEntry[];
  readonly faults: Faults;
  readonly best: Best | undefined;
  readonly end: EndReason | undefined;
}

/**
 * Numbers by step: what a run's charts are drawn from. Plain data, fit for JSON.
 *
 * @example
 * ```ts
 * import { type Dataset, type Model, train } from '@genlab/core';
 *
 * async function curve<Batch extends object>(model: Model<Batch>, data: Dataset<Batch>) {
 *   const history = await train(model, data, { epochs: 10 });
 *   console.log(history.end, history.last('loss'));
 *   return history.series('loss'); // { steps: [1, 10, 20, ...], values: [...] }
 * }
 * ```
 */
export class History {
  /** The model's logs, one entry every `logEvery` steps. */
  readonly logs: HistoryEntry[] = [];
  /** What the `evaluate` listeners returned. */
  readonly evaluations: HistoryEntry[] = [];
  /** Steps skipped and rollbacks made because a number was not finite. */
  faults: Faults = { skipped: 0, rollbacks: 0 };
  /** The best evaluation, where the training was given the option `best`. */
  best: Best | undefined;
  /** How the training ended; undefined while it runs. */
  end: EndReason | undefined;

  /** The last known value under a name, of the logs or the evaluations. */
  last(name: string): number | undefined {
    return this.series(name).values.at(-1);
  }

  /** One curve: the steps at which a name was recorded, and its values there. */
  series(name: string): { readonly steps: number[]; readonly values: number[] } {
    const entries = [...this.logs, ...this.evaluations].filter(({ values }) => name in values).sort((a, b) => a.step - b.step);
    return { steps: entries.map(({ step }) => step), values: entries.map(({ values }) => values[name] as number) };
  }

  /** The same as plain data. */
  toJSON(): HistoryData {
    const { logs, evaluations, faults, best, end } = this;
    return { logs, evaluations, faults, best, end };
  }

  /** Takes over what another one held; the training it goes on with has not ended. */
  restore({ logs, evaluations, faults, best }: HistoryData): void {
    this.logs.splice(0, Number.POSITIVE_INFINITY, ...logs);
    this.evaluations.splice(0, Number.POSITIVE_INFINITY, ...evaluations);
    this.faults = { ...faults };
    this.best = best;
    this.end = undefined;
  }
}
