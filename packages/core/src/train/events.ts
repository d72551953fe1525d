import { config, type Reader } from '../config/config.js';
import type { EndReason, History } from './history.js';

/** What every event of a training tells. */
export interface TrainEvent {
  /** Steps done, from 1 (0 if the training ended before its first). */
  readonly step: number;
  /** Steps of the whole training. */
  readonly steps: number;
  /** The present epoch, from 1. */
  readonly epoch: number;
  /** Epochs of the whole training; the last may be cut short. */
  readonly epochs: number;
  /** Seconds since the training began. */
  readonly seconds: number;
  /** Speed over the last few seconds. */
  readonly stepsPerSecond: number;
  /** Everything recorded so far. */
  readonly history: History;
}

/** The training begins, or goes on. */
export interface StartEvent extends TrainEvent {
  /** The entry of the checkpoint it goes on from; undefined for a new one. */
  readonly resumedFrom: string | undefined;
  /** What is wrong with checkpoints after that one, a sentence each. */
  readonly damaged: readonly string[];
}

/** A step is done. */
export interface StepEndEvent extends TrainEvent {
  /** The model's logs, on the steps at which they were read. */
  readonly logs: Readonly<Record<string, number>> | undefined;
}

/** A log is not a finite number: as a rule the training has diverged. */
export interface NonFiniteEvent extends TrainEvent {
  /** The names of the logs, and what stands there. */
  readonly values: Readonly<Record<string, number>>;
  /** What is done about it: see the option `nonFinite`. */
  readonly action: 'throw' | 'skip' | 'rollback';
}

/** A checkpoint is written, whose step this is: the training has gone on meanwhile. */
export interface CheckpointEvent extends TrainEvent {
  /** Its entry in the store. */
  readonly entry: string;
  /** Milliseconds from the end of its step until it was written. */
  readonly milliseconds: number;
}

/** The training is over. */
export interface EndEvent extends TrainEvent {
  /** Whether all its steps were done. */
  readonly reason: EndReason;
}

type Awaitable<T> = T | Promise<T>;

/** Functions to call as a training goes on; each may be async, and the training waits for it. */
export interface TrainListeners {
  /** Once, before the first step. */
  start?(event: StartEvent): Awaitable<void>;
  /** After every step. */
  stepEnd?(event: StepEndEvent): Awaitable<void>;
  /** After every epoch. */
  epochEnd?(event: TrainEvent): Awaitable<void>;
  /** Every `evaluateEvery` steps and at the end; the numbers it returns go into the history. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a listener that returns nothing is as good as one that returns numbers
  evaluate?(event: TrainEvent): Awaitable<Readonly<Record<string, number>> | void>;
  /** Every `sampleEvery` steps and at the end: time to draw from the model. */
  sample?(event: TrainEvent): Awaitable<void>;
  /** When a log that was read is NaN or infinite, before anything is done about it. If it aborts the signal, the training ends in peace. */
  nonFinite?(event: NonFiniteEvent): Awaitable<void>;
  /** After a checkpoint was written, which is some steps after it was taken. */
  checkpoint?(event: CheckpointEvent): Awaitable<void>;
  /** Once, after the last step or the signal; not after an error. */
  end?(event: EndEvent): Awaitable<void>;
}

const code = config.optional(config.code<never>);
const events = { start: code, stepEnd: code, epochEnd: code, evaluate: code, sample: code, nonFinite: code, checkpoint: code, end: code };
const members = config.record<TrainListeners>(events);

/** Reads listeners, and returns them as they are: they may be an object with a state of its own, of which only functions count. */
export const listenersIn: Reader<TrainListeners> = (value, path) => {
  const listeners = config.object<TrainListeners>(value, path);
  const counts = ([name, member]: [string, unknown]) => name in events || typeof member === 'function';
  members(Object.fromEntries(Object.entries(listeners).filter(counts)), path);
  return listeners;
};
