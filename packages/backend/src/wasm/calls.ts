import type { Recording } from '../capture/recording.js';
import type { LinearMemory } from '../memory/linear-memory.js';
import { notingExports, type Program, type Task, type ThreadPool } from '../threads/pool.js';
import { availableThreads } from '../threads/worker.js';
import type { WasmExports } from './exports.generated.js';

/** More parts than threads, so that a thread that is late takes fewer. */
const PARTS_PER_THREAD = 3;

/** How a range is cut into parts. */
export interface Cut {
  /** Of one element: floats moved, or multiplications by four. */
  readonly work: number;
  /** Parts start at multiples of this: 1 if left out. */
  readonly multipleOf?: number;
  /** Parts for each thread, at most: 3 if left out. */
  readonly partsPerThread?: number;
}

/**
 * How the functions of the WebAssembly module are called: at once, or in parts on all threads; and, while a step is recorded, taken down.
 */
export class Calls {
  /** The functions. While the parts of a job are made up, calls of them are noted and made later. */
  exports: WasmExports;
  /** Threads that share the work, with this one: 1 to 8. Results do not depend on it. */
  threads = availableThreads();
  /** The least work of a part: some 15 microseconds, several times what handing it over costs. */
  leastWork = 2 ** 16;
  private readonly noting: WasmExports;
  private tasks: Task[] = [];

  constructor(
    private readonly direct: WasmExports,
    private readonly linear: LinearMemory,
    private readonly pool: ThreadPool,
  ) {
    this.exports = direct;
    this.noting = notingExports(direct, (call) => {
      if (!linear.recording?.makesTable(call, direct)) this.tasks.at(-1)?.push(call);
    });
  }

  /**
   * Cuts a range into parts, whose calls of WASM functions are made at once on all threads, if it is worth it. What the calls of one part
   * write, no other part may read or write. Values must not depend on how the range is cut.
   *
   * @param count - The length of the range.
   * @param run - Makes the calls of a part; in order, but maybe after it has returned.
   */
  inParts(
    count: number,
    { work, multipleOf = 1, partsPerThread = PARTS_PER_THREAD }: Cut,
    run: (start: number, size: number) => void,
  ): void {
    const units = Math.ceil(count / multipleOf);
    const parts = Math.min(units, this.threads * partsPerThread, Math.floor((count * work) / this.leastWork));
    // A part within a part is not cut again.
    if (this.threads === 1 || parts < 2 || this.exports === this.noting) {
      run(0, count);
      return;
    }
    this.tasks = [];
    const before = this.exports;
    this.exports = this.noting;
    try {
      for (let part = 0; part < parts; part++) {
        const start = Math.floor((units * part) / parts) * multipleOf;
        const end = Math.min(count, Math.floor((units * (part + 1)) / parts) * multipleOf);
        this.tasks.push([]);
        run(start, end - start);
      }
    } finally {
      this.exports = before;
    }
    this.pool.run(this.tasks, this.threads);
    this.linear.recording?.job(this.tasks);
  }

  /** Does work that a recording takes down, in its memory; without one, work outside of the recording that is going on. */
  record(recording: Recording | undefined, work: () => void): void {
    const { exports, linear } = this;
    const before = linear.recording;
    linear.recording = recording;
    this.exports = recording ? recording.exports(this.direct) : this.direct;
    try {
      work();
    } finally {
      linear.recording = before;
      this.exports = exports;
    }
  }

  /** Writes jobs into memory, to be run any number of times. */
  program(jobs: readonly (readonly Task[])[]): Program {
    return this.pool.program(jobs);
  }

  /** How many parts each thread has done of what was cut, this one first. */
  get partsDone(): number[] {
    return this.pool.partsDone(this.threads);
  }

  /** Ends the threads. */
  stop(): void {
    this.pool.stop();
  }
}
