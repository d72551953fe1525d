import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import type { DataStream } from '../data/data-stream.js';
import type { Dataset } from '../data/dataset.js';
import type { Announce } from './announce.js';
import { type RunnableStep, runnableStep } from './capture.js';
import { type Feed, openFeed } from './feed.js';
import type { EndReason } from './history.js';
import type { Keeper, RestorableModel } from './keeper.js';
import type { Model } from './model.js';
import { type NonFinitePolicy, nonFiniteError, nonFiniteOf, SKIPS_IN_A_ROW, type Undo, undoOf } from './non-finite.js';
import type { Progress } from './progress.js';
import { readLogs, runStep } from './run-step.js';
import { nextTurn } from './yield.js';

/** What a {@link Loop} works with. */
export interface LoopParts<Batch> {
  readonly model: Model<Batch>;
  readonly data: Dataset<Batch> | DataStream<Batch>;
  readonly progress: Progress;
  readonly announce: Announce;
  readonly signal: AbortSignal | undefined;
  readonly nonFinite: NonFinitePolicy;
  /** Steps between two readings of the logs, evaluations, samples. */
  readonly every: Readonly<Record<'log' | 'evaluate' | 'sample', number>>;
  /** Writes checkpoints; undefined in a training without a store. */
  readonly keeper: Keeper | undefined;
}

/** What an evaluate listener may return. */
const evaluation = config.optional(
  config.thatIs<Record<string, number>>(
    'an evaluate listener to return numbers by name, or nothing',
    (value) => typeof value === 'object' && Object.values(value ?? {}).every((member) => typeof member === 'number'),
  ),
);

const YIELD_AFTER_MS = 12; // under a frame at 60 Hz

/** From the present step to the end: steps, and after each of them whatever is due. */
export class Loop<Batch extends object> {
  readonly #parts: LoopParts<Batch>;
  readonly #runnable: RunnableStep<Batch>;
  #feed: Feed<Batch>;
  #turn = performance.now();
  #skippedInARow = 0;
  /** A number was not finite, and the model is not to be saved. */
  #spoilt = false;
  #evaluatedAt = -1;
  #sampledAt = -1;

  constructor(parts: LoopParts<Batch>) {
    this.#parts = parts;
    this.#runnable = runnableStep(parts.model);
    this.#feed = this.#openFeed();
  }

  /** Runs to the end, whatever it is. */
  async run(): Promise<EndReason> {
    const { progress, announce, keeper, signal } = this.#parts;
    try {
      await announce('start', { ...progress.event(), resumedFrom: keeper?.resumedFrom, damaged: keeper?.damaged ?? [] });
      // At once, and not after an hour, it shows whether the store can be written to.
      if (keeper && keeper.resumedFrom === undefined) await this.#saveAndWait();
      while (!progress.done && !progress.best?.exhausted && !signal?.aborted) await this.#step();
    } finally {
      this.#runnable.dispose();
      await this.#feed.close();
    }
    return this.#end();
  }

  async #step(): Promise<void> {
    const { model, progress, announce, nonFinite, keeper, every } = this.#parts;
    const undo = nonFinite === 'skip' ? undoOf(model as RestorableModel) : undefined;
    try {
      const scalars = runStep(model, await this.#feed.next(), progress.context(), this.#runnable);
      progress.advance(this.#feed.position);
      const saving = keeper?.due ?? false;
      const logging = progress.step % every.log === 0 || progress.done || progress.step === 1;
      const logs = await this.#read(scalars, logging || saving || undo !== undefined);
      const odd = logs && nonFiniteOf(logs);
      if (odd && (await this.#meet(odd, undo)) === 'rolledBack') return;
      if (!odd) this.#skippedInARow = 0;
      const shown = logging && !(odd && undo) ? logs : undefined;
      if (shown) progress.record('logs', shown);
      await announce('stepEnd', { ...progress.event(), logs: shown });
      await this.#afterStep(saving);
    } finally {
      undo?.dispose();
    }
    if (performance.now() - this.#turn > YIELD_AFTER_MS) {
      await nextTurn();
      this.#turn = performance.now();
    }
  }

  async #read(scalars: Record<string, tf.Scalar>, wanted: boolean): Promise<Record<string, number> | undefined> {
    try {
      return wanted ? await readLogs(scalars) : undefined;
    } finally {
      tf.dispose(scalars);
    }
  }

  async #afterStep(saving: boolean): Promise<void> {
    const { progress, announce, every, keeper } = this.#parts;
    const { step, plan, done } = progress;
    if (step % plan.stepsPerEpoch === 0) await announce('epochEnd', progress.event());
    if (step % every.evaluate === 0 && !done) progress.judge(await this.#evaluate());
    if (step % every.sample === 0 && !done) await this.#sample();
    const over = done || progress.best?.exhausted;
    if (keeper && !over && !this.#spoilt && (saving || progress.best?.best?.step === step)) await this.#save();
    await this.#tellOfCheckpoint();
  }

  async #evaluate(): Promise<Readonly<Record<string, number>>> {
    const { progress, announce } = this.#parts;
    this.#evaluatedAt = progress.step;
    const answers = await announce('evaluate', progress.event());
    const values = Object.assign({}, ...answers.map((answer) => evaluation(answer, 'train'))) as Record<string, number>;
    if (Object.keys(values).length > 0) progress.record('evaluations', values);
    return values;
  }

  async #sample(): Promise<void> {
    this.#sampledAt = this.#parts.progress.step;
    await this.#parts.announce('sample', this.#parts.progress.event());
  }

  /** Takes a checkpoint, which is written while the steps go on. */
  async #save(): Promise<void> {
    const { progress, keeper } = this.#parts;
    await this.#settle();
    await keeper?.save(progress.event());
  }

  async #saveAndWait(): Promise<void> {
    await this.#save();
    await this.#settle();
  }

  /** Waits for the checkpoint that is being written, if one is. */
  async #settle(): Promise<void> {
    await this.#parts.keeper?.settle();
    await this.#tellOfCheckpoint();
  }

  async #tellOfCheckpoint(): Promise<void> {
    const written = this.#parts.keeper?.takeWritten();
    if (written) await this.#parts.announce('checkpoint', written);
  }

  /** Does what the policy says about numbers that are not finite; throws where it has no more to say. */
  async #meet(values: Record<string, number>, undo: Undo | undefined): Promise<'rolledBack' | 'goOn'> {
    const { progress, announce, nonFinite, keeper, signal } = this.#parts;
    const { history, step } = progress;
    const { skipped, rollbacks } = history.faults;
    await this.#settle(); // what is said about the last checkpoint is to be true
    const skip = undo !== undefined && this.#skippedInARow < SKIPS_IN_A_ROW;
    const back = typeof nonFinite === 'object' && rollbacks < nonFinite.times && keeper !== undefined;
    await announce('nonFinite', { ...progress.event(), values, action: skip ? 'skip' : back ? 'rollback' : 'throw' });
    if (skip) {
      undo.undo();
      this.#skippedInARow++;
      history.faults = { rollbacks, skipped: skipped + 1 };
      return 'goOn';
    }
    this.#spoilt = true;
    if (signal?.aborted) return 'goOn'; // a listener has ended it
    if (!back) throw nonFiniteError({ values, step, rollbacks, skippedInARow: this.#skippedInARow, hint: keeper?.lastCheckpoint });
    await this.#rollBack(keeper, nonFinite.lrFactor);
    return 'rolledBack';
  }

  async #rollBack(keeper: Keeper, lrFactor: number): Promise<void> {
    const { progress } = this.#parts;
    const { learningRateFactor, history } = progress;
    const { rollbacks } = history.faults;
    await keeper.rollBack();
    this.#spoilt = false;
    history.faults = { ...history.faults, rollbacks: rollbacks + 1 };
    progress.learningRateFactor = learningRateFactor * lrFactor;
    await this.#feed.close();
    this.#feed = this.#openFeed();
  }

  #openFeed(): Feed<Batch> {
    const { data, progress } = this.#parts;
    return openFeed(data, { plan: progress.plan, rng: progress.shuffle, step: progress.step, position: progress.position });
  }

  async #end(): Promise<EndReason> {
    const { progress, announce, keeper } = this.#parts;
    const reason = progress.done ? 'finished' : progress.best?.exhausted ? 'stoppedEarly' : 'aborted';
    await this.#settle();
    // Whoever stops it may not wait for long; and what is evaluated now would not be on the way of a training that is not stopped.
    if (reason === 'aborted' && keeper && !keeper.has(progress.step) && !this.#spoilt) await this.#saveAndWait();
    progress.history.end = reason;
    if (this.#evaluatedAt !== progress.step) {
      const values = await this.#evaluate();
      if (reason !== 'aborted') progress.judge(values);
    }
    if (this.#sampledAt !== progress.step) await this.#sample();
    if (reason !== 'aborted' && !this.#spoilt) await this.#saveAndWait();
    await announce('end', { ...progress.event(), reason });
    return reason;
  }
}
