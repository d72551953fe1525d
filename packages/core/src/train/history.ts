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

/** How a training ended: all steps done, or stopped by its signal. */
export type EndReason = 'finished' | 'aborted';

/** Numbers by step: what a run's charts are drawn from. Plain data, fit for JSON. */
export class History {
  /** The model's logs, one entry every `logEvery` steps. */
  readonly logs: HistoryEntry[] = [];
  /** What the `evaluate` listeners returned. */
  readonly evaluations: HistoryEntry[] = [];
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
  toJSON(): { readonly logs: readonly HistoryEntry[]; readonly evaluations: readonly HistoryEntry[]; readonly end: EndReason | undefined } {
    return { logs: this.logs, evaluations: this.evaluations, end: this.end };
  }
}
