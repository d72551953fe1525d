import type { Block } from '../memory/allocator.js';
import type { LinearMemory } from '../memory/linear-memory.js';
import { callableNames, type WasmExports } from '../wasm/exports.generated.js';
import { ThreadChoice } from './thread-choice.js';
import { MAX_THREADS, workerStarter } from './worker.js';

/** A call of a WASM function: its number among `callableNames`, then its arguments. */
export type Call = readonly number[];

/** Calls that one thread makes one after the other. */
export type Task = Call[];

/** Jobs that are run as often as wanted. */
export interface Program {
  run(threads: number): void;
  dispose(): void;
}

/** Most tasks of a job. */
const MAX_TASKS = 32_768;

/**
 * Threads that share the work of one backend. Workers start with the first job that there is for them, sleep between jobs, keep no process
 * alive, and until one is up its share is done by the thread that calls.
 */
export class ThreadPool {
  private started = 1;
  private stopped = false;

  /** @param control - Address of `ThreadPool.bytes` bytes, which the memory's allocator does not give out. */
  constructor(
    private readonly module: WebAssembly.Module,
    private readonly linear: LinearMemory,
    private readonly exports: WasmExports,
    private readonly control: number,
  ) {
    exports.setWorkspace(this.workspace(0));
  }

  /** The bytes that the threads need for themselves. */
  static bytes(exports: WasmExports, canStartWorkers: boolean): number {
    return exports.controlBytes(MAX_THREADS) + exports.workspaceBytes() * (canStartWorkers ? MAX_THREADS : 1);
  }

  /** Makes the calls of all tasks, on so many threads with this one. Returns when all are made. */
  run(tasks: readonly Task[], threads: number): void {
    this.use(threads);
    for (let first = 0; first < tasks.length; first += MAX_TASKS) this.runJob(tasks.slice(first, first + MAX_TASKS));
  }

  /** How many parts of jobs each of so many threads has done, this one first. */
  partsDone(threads: number): number[] {
    return Array.from({ length: threads }, (_, thread) => this.exports.tasksDone(this.control, thread));
  }

  /** Ends the workers. What is run after that is run by this thread alone. */
  stop(): void {
    this.stopped = true;
    this.exports.stopWorkers(this.control);
  }

  /** Writes jobs into memory, to be run any number of times. */
  program(jobs: readonly (readonly Task[])[]): Program {
    const { exports, linear } = this;
    const blocks = jobs.map((tasks) => this.encode(tasks));
    const shared = jobs.some((tasks) => tasks.length > 1);
    const choice = new ThreadChoice();
    const table = linear.allocator.allocate(jobs.length * 8);
    new Int32Array(linear.memory.buffer, table.offset, jobs.length * 2).set(
      blocks.flatMap(({ offset }, i) => [offset, jobs[i]?.length ?? 0]),
    );
    return {
      run: (threads) => {
        const start = performance.now();
        this.use(shared && choice.shared(start) ? threads : 1);
        this.toTheEnd(() => exports.runJobs(this.control, table.offset, jobs.length));
        if (shared && threads > 1) choice.took(start, performance.now());
      },
      dispose: () => {
        for (const block of [table, ...blocks]) linear.allocator.release(block);
      },
    };
  }

  private runJob(tasks: readonly Task[]): void {
    const job = this.encode(tasks);
    try {
      this.toTheEnd(() => this.exports.runJob(this.control, job.offset, tasks.length));
    } finally {
      this.linear.allocator.release(job);
    }
  }

  /** Runs jobs; no thread is at work on them when it returns or throws. */
  private toTheEnd(run: () => boolean): void {
    let workerFailed = false;
    try {
      workerFailed = run();
    } catch (error) {
      this.exports.abandonJob(this.control);
      throw error;
    }
    if (!workerFailed) return;
    throw new Error(
      'genlab: expected every thread to do its part of a kernel, got one that failed. Please report it, with what ' +
        "useBackend('genlab', { threads: 1 }) throws for the same work.",
    );
  }

  /** Writes a job as assembly/threads.ts reads it. */
  private encode(tasks: readonly Task[]): Block {
    const callBytes = this.exports.callBytes();
    const tableBytes = Math.ceil((tasks.length + 1) / 4) * 16;
    const count = tasks.reduce((sum, task) => sum + task.length, 0);
    const block = this.linear.allocator.allocate(tableBytes + count * callBytes);
    const { buffer } = this.linear.memory;
    const table = new Int32Array(buffer, block.offset, tasks.length + 1);
    const calls = new Float64Array(buffer, block.offset + tableBytes, (count * callBytes) / 8);
    let index = 0;
    for (const [i, task] of tasks.entries()) {
      table[i] = index;
      for (const call of task) calls.set(call, (index++ * callBytes) / 8);
    }
    table[tasks.length] = index;
    return block;
  }

  /** Makes so many threads share the next jobs. */
  private use(threads: number): void {
    if (this.stopped) return;
    while (this.started < threads) this.startWorker();
    this.exports.setThreads(this.control, threads);
  }

  private startWorker(): void {
    const { module, control } = this;
    const { memory } = this.linear;
    workerStarter()?.({ module, memory, control, worker: this.started, workspace: this.workspace(this.started) });
    this.started++;
  }

  private workspace(thread: number): number {
    return this.control + this.exports.controlBytes(MAX_THREADS) + thread * this.exports.workspaceBytes();
  }
}

/** The function that a call is of. */
export function callOf([number = -1]: Call): (typeof callableNames)[number] {
  return callableNames[number] as (typeof callableNames)[number];
}

/** Functions of the names of a module's that note their calls instead of making them; those that return a number stay as they are. */
export function notingExports(exports: WasmExports, note: (call: Call) => void): WasmExports {
  const noting = Object.fromEntries(callableNames.map((name, number) => [name, (...args: number[]) => note([number, ...args])]));
  return { ...exports, ...noting };
}
