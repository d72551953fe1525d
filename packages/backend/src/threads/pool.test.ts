import workerThreads from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { builds } from '../../test/oracle.js';
import { LinearMemory } from '../memory/linear-memory.js';
import { callableNames } from '../wasm/exports.generated.js';
import { instantiate, loadModule, type WasmBuild } from '../wasm/load.js';
import { type Task, ThreadPool } from './pool.js';

/** Words that a task adds 1 to. */
const WORDS = 20;
const MOST_TASKS = 200;

const callOf = (name: (typeof callableNames)[number], ...args: number[]) => [callableNames.indexOf(name), ...args];

/** A call outside of all memory. */
const failing = callOf('writeZeros', 2 ** 32 - 64, 64);

/** A pool over a memory of its own, with a counter for each word of each of 200 tasks. */
async function makePool(build: WasmBuild) {
  const module = await loadModule(build, true);
  const linear = new LinearMemory(true);
  const exports = await instantiate(module, linear.memory);
  const control = Math.ceil(exports.heapBase() / 64) * 64;
  linear.reserve(control + ThreadPool.bytes(exports, true));
  const pool = new ThreadPool(module, linear, exports, control);
  const length = MOST_TASKS * WORDS;
  const block = linear.allocator.allocate(4 * (length + 1));
  const words = new Int32Array(linear.memory.buffer, block.offset, length + 1).fill(0);
  const one = block.offset + 4 * length;
  words[length] = 1;
  const adding = (first: number, count: number) => {
    const at = block.offset + 4 * first;
    return callOf('addIntegers', at, one, at, 1, count, 0, 0, 1, 0);
  };
  /** Tasks that add 1 to each of their words, in one call or two. */
  const tasks = (count: number): Task[] =>
    Array.from({ length: count }, (_, i) =>
      i % 2 === 0 ? [adding(i * WORDS, WORDS)] : [adding(i * WORDS, 7), adding(i * WORDS + 7, WORDS - 7)],
    );
  return { pool, linear, tasks, counters: words.subarray(0, length) };
}

/** Whole numbers from 0 to below `limit`, the same ones in every run. */
function integers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Does nothing, for so many milliseconds. */
function idle(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe.each(builds)('a pool of threads, build %s,', (build) => {
  test('does every task of thousands of small jobs once, on 1 to 4 threads in turn', async () => {
    const { pool, tasks, counters } = await makePool(build);
    const below = integers(7);
    const programs = Array.from({ length: 8 }, () => Array.from({ length: 1 + below(9) }, () => 1 + below(MOST_TASKS)));
    const written = programs.map((sizes) => pool.program(sizes.map(tasks)));
    const expected = new Int32Array(counters.length);
    let threads = 4;
    let shared = 0;
    const round = () => {
      if (below(8) === 0) threads = 1 + below(4);
      if (below(200) === 0) idle(1); // the workers fall asleep
      const program = below(3) === 0 ? below(programs.length) : -1;
      const sizes = programs[program] ?? [1 + below(MOST_TASKS)];
      if (program < 0) {
        pool.run(tasks(sizes[0] as number), threads);
        shared += sizes[0] as number;
      } else written[program]?.run(threads);
      for (const size of sizes) for (let i = 0; i < size * WORDS; i++) expected[i] = (expected[i] as number) + 1;
      if (counters.some((count, i) => count !== expected[i])) expect(counters).toEqual(expected);
    };
    for (let i = 0; i < 2000; i++) round();
    // However busy the machine is, there comes a job that every worker takes part in.
    while (pool.partsDone(4).some((parts) => parts === 0)) round();
    // What a program does on one thread alone, or in jobs of one task, counts as no part.
    expect(sum(pool.partsDone(4))).toBeGreaterThanOrEqual(shared);
    for (const program of written) program.dispose();
    pool.stop();
  });

  test('counts the parts that each thread does: one more for every task', async () => {
    const { pool, tasks } = await makePool(build);
    expect(pool.partsDone(3)).toEqual([0, 0, 0]);
    let done = 0;
    const run = (threads: number) => {
      pool.run(tasks(50), threads);
      done += 50;
      expect(sum(pool.partsDone(3))).toBe(done);
    };
    run(1);
    expect(pool.partsDone(3)).toEqual([50, 0, 0]);
    while (pool.partsDone(3).some((parts) => parts === 0)) run(3);
    // A worker that is late may still take a task of the first job after this.
    run(1);
    const [, ...others] = pool.partsDone(3);
    for (let i = 0; i < 100; i++) run(1);
    expect(pool.partsDone(3).slice(1)).toEqual(others);
    pool.stop();
  });

  test('works in memory that has grown since the workers began', async () => {
    const { pool, linear, tasks } = await makePool(build);
    while (pool.partsDone(3).some((parts) => parts === 0)) pool.run(tasks(50), 3);
    const [parts, bytesOfPart] = [16, 2 ** 20];
    const size = parts * bytesOfPart;
    let shared = 0;
    for (let round = 0; round < 8 || shared === 0; round++) {
      const before = linear.size;
      const large = linear.allocator.allocate(size);
      const bytes = new Uint8Array(linear.memory.buffer, large.offset, size).fill(7);
      const [, ...doneBefore] = pool.partsDone(3);
      pool.run(
        Array.from({ length: parts }, (_, i) => [callOf('writeZeros', large.offset + i * bytesOfPart, bytesOfPart)]),
        3,
      );
      if (linear.size > before) shared += sum(pool.partsDone(3).slice(1)) - sum(doneBefore);
      expect(Buffer.compare(bytes, Buffer.alloc(size))).toBe(0);
    }
    pool.stop();
  });

  test('goes on rightly after a task has failed, on this thread or on a worker', async () => {
    const failures = new Set<string>();
    for (let attempt = 0; failures.size < 2; attempt++) {
      const { pool, tasks, counters } = await makePool(build);
      while (pool.partsDone(3).some((parts) => parts === 0)) pool.run(tasks(MOST_TASKS), 3);
      // The first task is most often taken by the thread that calls, before the others wake up.
      const failingTasks = [...tasks(60), [failing]];
      try {
        pool.run(attempt % 2 === 0 ? failingTasks.reverse() : failingTasks, 3);
      } catch (error) {
        failures.add(String(error));
      }
      counters.fill(0);
      for (let i = 0; i < 50; i++) pool.run(tasks(MOST_TASKS), 3);
      expect(counters.every((count) => count === 50)).toBe(true);
      pool.stop();
    }
    expect([...failures].sort()).toMatchInlineSnapshot(`
      [
        "Error: genlab: expected every thread to do its part of a kernel, got one that failed. Please report it, with what useBackend('genlab', { threads: 1 }) throws for the same work.",
        "RuntimeError: memory access out of bounds",
      ]
    `);
  });

  test('ends its workers when it is stopped, also those that begin only then, and does the work alone', async () => {
    const { Worker } = workerThreads;
    const workers: InstanceType<typeof Worker>[] = [];
    workerThreads.Worker = class extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        workers.push(this);
      }
    };
    onTestFinished(() => {
      workerThreads.Worker = Worker;
    });
    const { pool, tasks, counters } = await makePool(build);
    pool.run(tasks(2), 4);
    pool.stop();
    expect(workers.length).toBe(3);
    const codes = await Promise.all(workers.map((worker) => new Promise((resolve) => worker.on('exit', resolve))));
    expect(codes).toEqual([0, 0, 0]);
    pool.run(tasks(2), 4);
    expect([...counters.subarray(0, 2 * WORDS)]).toEqual(Array(2 * WORDS).fill(2));
  });
});
