import { type CheckpointConfig, packCheckpoint } from '../checkpoints/checkpoint.js';
import { differences } from '../checkpoints/differences.js';
import { restoreCheckpoint } from '../checkpoints/load-checkpoint.js';
import { entryOf, type Found, lastRun, latestCheckpoint } from '../checkpoints/runs.js';
import type { Files, Store } from '../checkpoints/store.js';
import { firstWithNaN, type NamedTensorData, readTensors } from '../checkpoints/tensor-data.js';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import type { Json } from '../json.js';
import { Background } from './background.js';
import type { CheckpointEvent, TrainEvent } from './events.js';
import type { HistoryData } from './history.js';
import type { Model } from './model.js';
import type { Progress } from './progress.js';

/** When checkpoints are written, and which stay. */
export interface CheckpointOptions {
  /** Every so many steps, 1 or more; by time, unless the training may roll back: then 100. */
  readonly everySteps?: number;
  /** Every so many minutes, more than 0; 1 where `everySteps` is not given. */
  readonly everyMinutes?: number;
  /** How many of the latest stay, 1 or more; 3. The best one (option `best`) stays beside them. */
  readonly keepLast?: number;
}

const { integer, optional, record, within } = config;
const count = optional(integer({ least: 1 }));

/** Reads the option `checkpoint` of `train`. */
export const checkpointOptions = record<CheckpointOptions>({
  everySteps: count,
  everyMinutes: optional(within({ above: 0, most: Number.POSITIVE_INFINITY })),
  keepLast: count,
});

/** A model that can be checkpointed. */
export type RestorableModel = Model<never> & Required<Pick<Model<never>, 'state' | 'restore'>>;

/** What a {@link Keeper} is made of. */
export interface KeeperParts {
  readonly store: Store;
  readonly model: RestorableModel;
  readonly progress: Progress;
  readonly config: CheckpointConfig;
  readonly options: CheckpointOptions;
  /** Starts a new run, whatever the store holds. */
  readonly forceNew: boolean;
}

/**
 * Writes the checkpoints of one training to its store, and goes on or back to them. A checkpoint is taken at once and written while the
 * steps go on, one at a time.
 */
export class Keeper {
  /** The entry the training goes on from, if it does. */
  resumedFrom: string | undefined;
  /** What is wrong with checkpoints after that one. */
  damaged: readonly string[] = [];
  readonly #parts: KeeperParts;
  readonly #unlock: () => Promise<void>;
  #run = 1;
  /** Steps of the checkpoints of this run, latest first. */
  #kept: number[] = [];
  /** Entries to be removed once there is something better. */
  #worthless: string[] = [];
  #taken = performance.now();
  readonly #writing = new Background<CheckpointEvent>();
  /** The tensors that were read last. */
  #data: NamedTensorData | undefined;
  /** The files that were written last. */
  #files: Files | undefined;

  private constructor(parts: KeeperParts, unlock: () => Promise<void>) {
    this.#parts = parts;
    this.#unlock = unlock;
  }

  /** Locks the store, and takes over the last run that it holds or begins a new one. */
  static async open(parts: KeeperParts): Promise<Keeper> {
    const keeper = new Keeper(parts, await parts.store.lock());
    try {
      await keeper.#begin();
      return keeper;
    } catch (error) {
      await keeper.close();
      throw error;
    }
  }

  /** Whether it is time for a checkpoint. */
  get due(): boolean {
    const { progress, options } = this.#parts;
    const { everySteps, everyMinutes = everySteps === undefined ? 1 : Number.POSITIVE_INFINITY } = options;
    const byStep = everySteps !== undefined && progress.step % everySteps === 0;
    return byStep || performance.now() - this.#taken >= 60_000 * everyMinutes;
  }

  /** Whether there is a checkpoint of a step. */
  has(step: number): boolean {
    return this.#kept.includes(step);
  }

  /** A sentence about what can be gone on from. */
  get lastCheckpoint(): string {
    const [step] = this.#kept;
    return step === undefined ? 'No checkpoint was written yet.' : `The last checkpoint was of step ${step}, in ${this.#parts.store.name}.`;
  }

  /**
   * Takes a checkpoint and begins to write it; then those go that are not to stay. The one before is written: see {@link Keeper.settle}.
   */
  async save(event: TrainEvent): Promise<void> {
    const { model, progress, config } = this.#parts;
    const begin = performance.now();
    const { tensors, values } = model.state();
    const data = await readTensors(tensors, this.#data);
    this.#data = data;
    const spoilt = firstWithNaN(data);
    if (spoilt !== undefined) {
      throw new Error(expected('train', `numbers in the model at step ${event.step}`, `NaN in ${spoilt}`, this.lastCheckpoint));
    }
    const entry = entryOf(this.#run, event.step);
    // All that the next step changes is bytes when this returns its promise.
    const packing = packCheckpoint({ entry, config, progress: progress.state(), tensors: data, values }, this.#files);
    this.#taken = begin;
    this.#writing.begin(async () => {
      this.#files = await packing;
      await this.#write(entry, this.#files);
      this.#kept = [event.step, ...this.#kept.filter((step) => step !== event.step)];
      await this.#prune();
      return { ...event, entry, milliseconds: performance.now() - begin };
    });
  }

  /**
   * The checkpoint that was written since the last call, if one was.
   * @throws Error if it could not be written.
   */
  takeWritten(): CheckpointEvent | undefined {
    return this.#writing.take();
  }

  /** Waits until nothing is being written. */
  settle(): Promise<void> {
    return this.#writing.over();
  }

  /** Takes model and progress back to the last whole checkpoint. */
  async rollBack(): Promise<void> {
    await this.#restore(await latestCheckpoint(this.#parts.store));
  }

  /** Gives the store back, once nothing is written to it. */
  async close(): Promise<void> {
    await this.settle();
    await this.#unlock();
  }

  async #begin(): Promise<void> {
    const { store, config, progress, forceNew } = this.#parts;
    if (forceNew) {
      this.#run = (await lastRun(store)).run + 1;
      return;
    }
    const found = await latestCheckpoint(store);
    if (found.checkpoint === undefined) return;
    const { step, history } = found.checkpoint.progress as { readonly step?: number; readonly history?: Partial<HistoryData> };
    if (history?.end === 'stoppedEarly' || (history?.end === 'finished' && Number(step) >= progress.plan.steps)) {
      const hint = 'Take a new store, or say forceNew: true, which keeps the old run beside the new one.';
      throw new Error(expected('train', `a run in ${store.name} that is not over`, `one that ended after ${step} steps`, hint));
    }
    const lines = differences(found.checkpoint.config as unknown as Json, config as unknown as Json);
    if (lines.length > 0) {
      const hint = 'Take the same options or a new store, or say forceNew: true, which keeps the old run beside the new one.';
      const message = expected('train', `what the run in ${store.name} was begun with`, 'something else', hint);
      throw new Error(`${message}\n  ${lines.join('\n  ')}`);
    }
    await this.#restore(found);
    this.resumedFrom = found.checkpoint.entry;
    this.damaged = found.damaged;
  }

  async #restore({ run, checkpoint }: Found): Promise<void> {
    const { store, model, progress } = this.#parts;
    if (checkpoint === undefined) throw new Error(expected('train', `a checkpoint in ${store.name}`, 'none: was it removed?'));
    restoreCheckpoint(model, checkpoint);
    progress.restore(checkpoint.progress);
    const { steps } = await lastRun(store);
    this.#run = run;
    this.#kept = steps.filter((step) => step <= progress.step);
    this.#worthless = steps.filter((step) => step > progress.step).map((step) => entryOf(run, step));
  }

  async #write(entry: string, files: Files): Promise<void> {
    try {
      await this.#parts.store.write(entry, files);
    } catch (error) {
      throw new Error(`${(error as Error).message} ${this.lastCheckpoint}`, { cause: error });
    }
  }

  async #prune(): Promise<void> {
    const { store, progress, options } = this.#parts;
    const stays = (step: number, i: number) => i < (options.keepLast ?? 3) || step === progress.best?.best?.step;
    const gone = this.#kept.filter((step, i) => !stays(step, i));
    this.#kept = this.#kept.filter(stays);
    for (const entry of [...this.#worthless, ...gone.map((step) => entryOf(this.#run, step))]) await store.remove(entry);
    this.#worthless = [];
  }
}
