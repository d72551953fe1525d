import type { StreamPosition } from '../data/data-stream.js';
import { expected } from '../expected.js';
import type { JsonObject } from '../json.js';
import { Rng, type RngState } from '../rng/rng.js';
import type { BatchPlan } from './batches.js';
import { type BestOptions, BestTracker } from './best.js';
import type { TrainEvent } from './events.js';
import { History, type HistoryData } from './history.js';
import { SpeedMeter } from './speed-meter.js';
import { type StepContext, stepContext } from './step-context.js';

/** Where a training stands, beside its model: all of it goes into a checkpoint. */
export class Progress {
  /** Steps done. */
  step = 0;
  /** What learning rates are multiplied by; less than 1 after a rollback. */
  learningRateFactor = 1;
  readonly history = new History();
  readonly best: BestTracker | undefined;
  readonly plan: BatchPlan;
  #random: Rng;
  #speed = new SpeedMeter();
  #position: StreamPosition | undefined;

  /** @param seed Of the order of the data and of all noise. */
  constructor({ plan, seed, best }: { readonly plan: BatchPlan; readonly seed: number; readonly best?: BestOptions }) {
    this.plan = plan;
    this.#random = new Rng(seed).fork('train');
    this.best = best && new BestTracker(best);
  }

  /** Where the order of the data comes from. */
  get shuffle(): Rng {
    return this.#random.fork('shuffle');
  }

  /** What the next step is handed beside its batch. After a rollback the noise is another: the same would lead to the same end. */
  context(): StepContext {
    const { rollbacks } = this.history.faults;
    const noise = this.#random.fork('noise');
    const stream = rollbacks === 0 ? noise : noise.fork(`rollback ${rollbacks}`);
    return stepContext(stream.fork(String(this.step)), this.step, { learningRateFactor: this.learningRateFactor });
  }

  /** Where a stream stands; undefined for a data set, whose batches follow from the step. */
  get position(): StreamPosition | undefined {
    return this.#position;
  }

  /** Notes that a step is done, and where the stream stands after it. */
  advance(position: StreamPosition | undefined): void {
    this.step++;
    this.#position = position;
    this.#speed.tick(this.step);
  }

  /** Adds numbers of the present step to the history. */
  record(kind: 'logs' | 'evaluations', values: Readonly<Record<string, number>>): void {
    const { step, epoch, seconds } = this.event();
    this.history[kind].push({ step, epoch, seconds, values });
  }

  /** Looks whether an evaluation is the best. */
  judge(values: Readonly<Record<string, number>>): void {
    this.best?.note(this.step, values);
    this.history.best = this.best?.best;
  }

  /** Whether all steps are done. */
  get done(): boolean {
    return this.step >= this.plan.steps;
  }

  /** What every event tells. */
  event(): TrainEvent {
    const { step, history, plan } = this;
    return {
      step,
      steps: plan.steps,
      epoch: Math.max(1, Math.ceil(step / plan.stepsPerEpoch)),
      epochs: plan.epochs,
      seconds: this.#speed.seconds,
      stepsPerSecond: this.#speed.stepsPerSecond,
      history,
    };
  }

  /** All of it as plain JSON. */
  state(): JsonObject {
    const { step, learningRateFactor, history, best, plan } = this;
    return {
      step,
      steps: plan.steps,
      position: this.#position ? { ...this.#position } : { epoch: Math.floor(step / plan.stepsPerEpoch), batch: step % plan.stepsPerEpoch },
      seconds: this.#speed.seconds,
      random: { ...this.#random.state() },
      learningRateFactor,
      history: history.toJSON() as unknown as JsonObject,
      ...(best ? { best: best.state() } : {}),
    };
  }

  /**
   * Goes on from what {@link Progress.state} said.
   * @throws Error if it is something else.
   */
  restore(state: JsonObject): void {
    const { step, seconds, random, learningRateFactor, history, best, position } = state;
    if (!Number.isInteger(step) || typeof seconds !== 'number' || typeof learningRateFactor !== 'number' || !history) {
      throw new Error(expected('train', 'a checkpoint with step, seconds, learningRateFactor and history', Object.keys(state).join(', ')));
    }
    this.#random = Rng.from(random as unknown as RngState);
    this.step = step as number;
    this.#position = (position as { readonly taken?: number }).taken === undefined ? undefined : (position as unknown as StreamPosition);
    this.learningRateFactor = learningRateFactor;
    this.history.restore(history as unknown as HistoryData);
    if (best) this.best?.restore(best as JsonObject);
    this.#speed = new SpeedMeter({ step: this.step, seconds: Math.max(seconds, this.#speed.seconds) }); // a rollback takes no time back
  }
}
