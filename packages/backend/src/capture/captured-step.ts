import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import type { Block } from '../memory/allocator.js';
import type { Stored } from '../memory/stored.js';
import type { Program } from '../threads/pool.js';
import { Homes } from './homes.js';
import { Inputs } from './inputs.js';
import { bytesAt, tensorFrom } from './placement.js';
import { type LogPlace, recordedRun } from './recorded-run.js';
import { type Constant, Recording } from './recording.js';

/** A step of training: what changes from one to the next comes with the batch and the context, as tensors; the logs are the caller's. */
export type Step<Batch, Context, Logs> = (batch: Batch, context: Context) => Logs;

/** The arena is larger than what the first run took, as the blocks lie otherwise in it. */
const ARENA_SLACK = 1.25;
const ARENA_SPARE = 2 ** 22;

/**
 * A step that runs once as ever, then is recorded, then replayed and, from the same state, recorded again, which must make the same calls
 * and give the same bits. From then on it is replayed. If anything is in the way, it says so once and runs as ever. Its tests need models:
 * they are in bench/src/captured.test.ts and replays.test.ts.
 */
export class CapturedStep<Batch extends object, Context extends object, Logs extends Record<string, tf.Tensor>> {
  /** How often the step was replayed. */
  replays = 0;
  /** Why the step is not replayed, if it can't be. */
  reason: string | undefined;

  private runs = 0;
  private arenaBytes = 0;
  private arena: Block | undefined;
  private constants: Constant[] = [];
  private readonly inputs: Inputs;
  private homes: Homes | undefined;
  private calls = '';
  private program: Program | undefined;
  private logs: readonly LogPlace[] = [];
  private errorWords: readonly number[] = [];

  /** @param run - The step as the caller wrote it. */
  constructor(
    private readonly backend: GenlabBackend,
    private readonly run: Step<Batch, Context, Logs>,
  ) {
    this.inputs = new Inputs(backend);
  }

  /** One step: as the captured one, with the same bits. */
  readonly step: Step<Batch, Context, Logs> = (batch, context) => {
    const { backend, homes } = this;
    const elsewhere = tf.backend() !== backend || backend.scope.onKernel !== undefined;
    if (this.reason !== undefined || elsewhere || !this.inputs.fit(batch)) return this.run(batch, context);
    if (homes && !homes.alive) {
      this.giveUp('a variable of it has been disposed of');
      return this.run(batch, context);
    }
    this.runs++;
    if (this.runs === 1) return this.measure(batch, context);
    if (this.runs === 2) return this.record(batch, context);
    if (this.runs === 3) return this.check(batch, context);
    return this.replay(batch, context);
  };

  /** Frees what the capture holds. Variables stay as they are. */
  dispose(): void {
    const { allocator } = this.backend.linear;
    this.program?.dispose();
    this.homes?.dispose();
    this.inputs.dispose();
    for (const { block } of this.constants) allocator.release(block);
    if (this.arena) allocator.release(this.arena);
    this.program = undefined;
    this.homes = undefined;
    this.constants = [];
    this.arena = undefined;
    this.reason ??= 'it has been disposed of';
  }

  /** A run as ever, and how much memory it takes. */
  private measure(batch: Batch, context: Context): Logs {
    const { allocator } = this.backend.linear;
    const { peak, live } = allocator;
    allocator.peak = live;
    const logs = this.run(batch, context);
    this.arenaBytes = Math.ceil((allocator.peak - live) * ARENA_SLACK) + ARENA_SPARE;
    allocator.peak = Math.max(peak, allocator.peak);
    return logs;
  }

  /** A run that is noted, and becomes the program if it is the first. */
  private record(batch: Batch, context: Context): Logs {
    const { backend } = this;
    const { allocator } = backend.linear;
    const again = this.program !== undefined;
    this.arena ??= allocator.allocate(this.arenaBytes);
    this.homes ??= new Homes(backend);
    const { homes } = this;
    homes.bringBack();
    const before = homes.data;
    const write = (block: Block, bytes: Uint8Array) => bytesAt(backend, block, bytes.length).set(bytes);
    const recording = new Recording(allocator, this.arena, { constants: this.constants, again, write });
    const inputs = this.inputs.recorded(recording, { batch, context, again });
    try {
      const { logs, places } = recordedRun(backend, { recording, homes, run: () => this.run(inputs.batch, inputs.context) });
      this.logs = places;
      if (!recording.failure) this.settle(recording, homes, before);
      return logs;
    } finally {
      tf.dispose(Object.values(inputs.batch).filter((value) => value instanceof tf.Tensor));
      recording.end();
      if (recording.failure) this.giveUp(recording.failure);
    }
  }

  /** Makes the program of the first recording; a second must be the same. */
  private settle(recording: Recording, homes: Homes, before: readonly Stored[]): void {
    const calls = JSON.stringify([recording.jobs, recording.tables]);
    if (this.program) {
      if (calls !== this.calls) this.giveUp('it does not do the same at every step');
      return;
    }
    this.calls = calls;
    this.errorWords = recording.errorWords;
    this.program = this.backend.calls.program(recording.jobs);
    const after = homes.data;
    homes.keep(before.map((stored, i) => stored !== after[i] || recording.read.has(stored)));
  }

  /** Replays, goes back, and runs as ever, noting: results and calls must be the same. */
  private check(batch: Batch, context: Context): Logs {
    const { homes } = this;
    homes?.bringBack();
    const before = homes?.read() ?? [];
    const replayed = this.replay(batch, context);
    const values = homes?.read() ?? [];
    homes?.write(before);
    const logs = this.record(batch, context);
    const same = (a: Uint8Array, b: Uint8Array | undefined) => b !== undefined && a.every((byte, i) => byte === b[i]);
    const now = this.homes?.read() ?? [];
    const logsAgree = Object.entries(replayed).every(([name, log]) => same(this.bits(log), logs[name] && this.bits(logs[name])));
    tf.dispose(replayed);
    if (this.reason === undefined && !(logsAgree && values.every((bytes, i) => same(bytes, now[i])))) {
      this.giveUp('its replay gives other bits');
    }
    return logs;
  }

  private replay(batch: Batch, context: Context): Logs {
    const { backend } = this;
    this.homes?.bringBack();
    this.inputs.fill(batch, context);
    this.program?.run(backend.threads);
    if (this.errorWords.some((word) => backend.integerAt(word) !== -1)) {
      this.giveUp('an index in it was out of range');
      throw new RangeError(
        'capture: expected every index of the step to be in range, got one that is not. Check the batch before the step.',
      );
    }
    this.replays++;
    return Object.fromEntries(this.logs.map((log) => [log.name, tensorFrom(backend, log, log)])) as Logs;
  }

  private bits(tensor: tf.Tensor): Uint8Array {
    const stored = this.backend.dataOf(tensor);
    return bytesAt(this.backend, { offset: stored.resident() }, stored.bytes);
  }

  private giveUp(reason: string): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    this.dispose();
    console.warn(`capture: expected a step that can be replayed, got one that can't: ${reason}. It runs as ever, only slower.`);
  }
}
