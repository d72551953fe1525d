// Work on several threads. Every thread has an instance of this module over one shared memory. The host writes a job into memory, a list of
// tasks, each a list of calls; `runJob` publishes it and takes tasks from it, as the workers do, until all are done.
//
// A job in memory: the index of each task's first call, and one index more (int32), padded to 16 bytes; then the calls, CALL_BYTES each:
// which function, then its arguments, all as f64.
import { call } from './dispatch.generated';

/** Bytes of one call: a function and up to 23 arguments. */
const CALL_BYTES: usize = 192;

// The control block, a cache line for each word that is written often.
/** Sequence of the job (high 32 bits), its tasks (16), the next task to take (low 16): one word, so a late thread cannot mix up jobs. */
const TICKET: usize = 0;
/** Tasks of the job that are not done. */
const PENDING: usize = 64;
/** Changes with every job: what a worker sleeps on. */
const WAKE: usize = 128;
/** How many workers sleep. */
const SLEEPERS: usize = 132;
/** Whether the main thread sleeps on PENDING. */
const MAIN_SLEEPS: usize = 136;
/** Set by the host: workers return. */
const STOP: usize = 140;
/** Set by a worker's host when the worker has failed. */
const FAILED: usize = 144;
/** Whether a program is running, whose next job comes soon: workers wait longer before they sleep. */
const RUNNING: usize = 148;
/** Threads that share the jobs, with the main one. */
const THREADS: usize = 152;
/** Address of the job. */
const JOB: usize = 192;

/** The bytes of a control block, and of a call. */
export function controlBytes(): i32 {
  return 256;
}
export function callBytes(): i32 {
  return <i32>CALL_BYTES;
}

/** Offset in the control block of the word that stops the workers, and of the one that says that a worker has failed. */
export function stopOffset(): usize {
  return STOP;
}
export function wakeOffset(): usize {
  return WAKE;
}
export function failedOffset(): usize {
  return FAILED;
}

/** Looks for a job, or for the end of one, before going to sleep: 20 to 50 microseconds, about what waking up costs. */
const SPINS: i32 = 20000;
/** While a program runs: longer than what most programs do between two jobs, and not so long that a busy machine pays for it. */
const PROGRAM_SPINS: i32 = 10 * SPINS;
/** How long the main thread sleeps before it looks whether a worker has failed, in nanoseconds. */
const PATIENCE: i64 = 10000000;

/** Makes the calls of one of so many tasks of a job. */
function doTask(job: usize, count: u32, index: u32): void {
  const calls = job + (((<usize>count + 1) * 4 + 15) & ~15);
  const place = job + (<usize>index << 2);
  const end = calls + <usize>load<u32>(place, 4) * CALL_BYTES;
  for (let at = calls + <usize>load<u32>(place) * CALL_BYTES; at < end; at += CALL_BYTES) call(at);
}

/** Takes tasks of the present job until none is left. */
function takeTasks(control: usize): void {
  while (true) {
    const seen = atomic.load<u64>(control, TICKET);
    if ((<u32>seen & 0xffff) >= (<u32>seen >> 16)) return;
    const ticket = atomic.add<u64>(control, 1, TICKET);
    const index = <u32>ticket & 0xffff;
    const count = <u32>ticket >> 16;
    if (index >= count) return;
    // The job stays as it is until this task is done.
    doTask(load<usize>(control, JOB), count, index);
    if (atomic.sub<i32>(control, 1, PENDING) == 1 && atomic.load<i32>(control, MAIN_SLEEPS)) atomic.notify(control + PENDING, 1);
  }
}

/** Sets how many threads share the jobs from now on. Workers beyond that stay out of them. */
export function setThreads(control: usize, threads: i32): void {
  atomic.store<i32>(control, threads, THREADS);
}

/** Runs a job of so many tasks (1 to 65,000), together with the workers that are awake by then. */
export function runJob(control: usize, job: usize, tasks: i32): void {
  store<usize>(control, job, JOB);
  atomic.store<i32>(control, tasks, PENDING);
  const sequence = (atomic.load<u64>(control, TICKET) >> 32) + 1;
  atomic.store<u64>(control, (sequence << 32) | (<u64>tasks << 16), TICKET);
  wake(control, tasks - 1);
  takeTasks(control);
  for (let spin = 0; spin < SPINS; spin++) if (atomic.load<i32>(control, PENDING) == 0) return;
  atomic.store<i32>(control, 1, MAIN_SLEEPS);
  while (true) {
    const pending = atomic.load<i32>(control, PENDING);
    if (pending == 0) break;
    if (atomic.load<i32>(control, FAILED)) {
      atomic.store<i32>(control, 0, RUNNING);
      unreachable();
    }
    atomic.wait<i32>(control + PENDING, pending, PATIENCE);
  }
  atomic.store<i32>(control, 0, MAIN_SLEEPS);
}

/**
 * Runs so many jobs one after the other. `table`: address and number of tasks of each; a job of one task is done by this thread alone,
 * and so are all of them if there is no other.
 */
export function runJobs(control: usize, table: usize, count: i32): void {
  const alone = load<i32>(control, THREADS) == 1;
  if (!alone) {
    atomic.store<i32>(control, 1, RUNNING);
    wake(control, -1);
  }
  for (let i = 0; i < count; i++, table += 8) {
    const job = load<usize>(table);
    const tasks = load<i32>(table, 4);
    if (tasks > 1 && !alone) runJob(control, job, tasks);
    else for (let task = 0; task < tasks; task++) doTask(job, tasks, task);
  }
  if (!alone) atomic.store<i32>(control, 0, RUNNING);
}

@inline
function wake(control: usize, workers: i32): void {
  atomic.add<i32>(control, 1, WAKE);
  if (atomic.load<i32>(control, SLEEPERS)) atomic.notify(control + WAKE, workers);
}

/** The life of the worker of that number, 1 or more: takes part in every job that it is wanted for, until it is stopped. */
export function work(control: usize, worker: i32): void {
  while (true) {
    const seen = atomic.load<i32>(control, WAKE);
    if (worker < atomic.load<i32>(control, THREADS)) takeTasks(control);
    let spin = 0;
    while (atomic.load<i32>(control, WAKE) == seen && spin < (atomic.load<i32>(control, RUNNING) ? PROGRAM_SPINS : SPINS)) spin++;
    if (atomic.load<i32>(control, WAKE) == seen) {
      atomic.add<i32>(control, 1, SLEEPERS);
      atomic.wait<i32>(control + WAKE, seen, -1);
      atomic.sub<i32>(control, 1, SLEEPERS);
    }
    if (atomic.load<i32>(control, STOP)) return;
  }
}
