// Work on several threads. Every thread has an instance of this module over one shared memory. The host writes a job into memory, a list of
// tasks, each a list of calls; `runJob` publishes it and takes tasks from it, as the workers do, until all are done.
//
// A job in memory: the index of each task's first call, and one index more (int32), padded to 16 bytes; then the calls, CALL_BYTES each:
// which function, then its arguments, all as f64.
import { call } from './dispatch.generated';

/** Bytes of one call: a function and up to 23 arguments. */
const CALL_BYTES: usize = 192;

// The control block, a cache line for each word that is written often.
/** Tasks of the job (high 16 bits), the next task to take (low 16): one word, so a late thread takes a task of the job that there is. */
const TICKET: usize = 0;
/** Tasks of the job that are not done. */
const PENDING: usize = 64;
/** Changes with every job: what a worker sleeps on. */
const WAKE: usize = 128;
/** How many workers sleep on it. */
const SLEEPERS: usize = 132;
/** Whether the main thread sleeps on PENDING. */
const MAIN_SLEEPS: usize = 136;
/** Whether a worker has failed in a task of the job. */
const FAILED: usize = 140;
/** Whether a program is running, whose next job comes soon: workers wait longer before they sleep. */
const RUNNING: usize = 144;
/** Threads that share the jobs, with the main one: workers beyond them sleep on it. 0: all workers return. */
const THREADS: usize = 148;
/** Address of the job. */
const JOB: usize = 192;
/** How many tasks each thread has done (f64), a cache line for each. */
const DONE: usize = 256;

/** The bytes of a control block for so many threads, and of a call. */
export function controlBytes(threads: i32): i32 {
  return <i32>DONE + (threads << 6);
}
export function callBytes(): i32 {
  return <i32>CALL_BYTES;
}

/** How many tasks a thread has done, 0 for the main one: those of jobs that were shared. */
export function tasksDone(control: usize, thread: i32): f64 {
  return load<f64>(control + (<usize>thread << 6), DONE);
}

/** Looks for a job, or for the end of one, before going to sleep: 20 to 50 microseconds, about what waking up costs. */
const SPINS: i32 = 20000;
/** While a program runs: longer than what most programs do between two jobs, and not so long that a busy machine pays for it. */
const PROGRAM_SPINS: i32 = 10 * SPINS;
/** Makes the calls of one of so many tasks of a job. */
function doTask(job: usize, count: u32, index: u32): void {
  const calls = job + (((<usize>count + 1) * 4 + 15) & ~15);
  const place = job + (<usize>index << 2);
  const end = calls + <usize>load<u32>(place, 4) * CALL_BYTES;
  for (let at = calls + <usize>load<u32>(place) * CALL_BYTES; at < end; at += CALL_BYTES) call(at);
}

/** Takes tasks of the present job until none is left. */
function takeTasks(control: usize, thread: i32): void {
  const done = control + (<usize>thread << 6);
  while (true) {
    // A thread adds to a ticket that is used up only if it saw one that was not: at most once a job, far from the 16 bits.
    const seen = atomic.load<u32>(control, TICKET);
    if ((seen & 0xffff) >= seen >> 16) return;
    const ticket = atomic.add<u32>(control, 1, TICKET);
    const index = ticket & 0xffff;
    const count = ticket >> 16;
    if (index >= count) return;
    // The job stays as it is until this task is done.
    doTask(load<usize>(control, JOB), count, index);
    store<f64>(done, load<f64>(done, DONE) + 1, DONE);
    endTasks(control, 1);
  }
}

/** Counts tasks as done, and wakes the main thread with the last. */
function endTasks(control: usize, count: i32): void {
  if (atomic.sub<i32>(control, count, PENDING) == count && atomic.load<i32>(control, MAIN_SLEEPS)) atomic.notify(control + PENDING, 1);
}

/** Returns when all tasks of the job are done. */
function waitForTasks(control: usize): void {
  for (let spin = 0; spin < SPINS; spin++) if (atomic.load<i32>(control, PENDING) == 0) return;
  atomic.store<i32>(control, 1, MAIN_SLEEPS);
  while (true) {
    const pending = atomic.load<i32>(control, PENDING);
    if (pending == 0) break;
    atomic.wait<i32>(control + PENDING, pending, -1);
  }
  atomic.store<i32>(control, 0, MAIN_SLEEPS);
}

/** Sets how many threads share the jobs from now on, the main one among them. Workers beyond that stay out of them. */
export function setThreads(control: usize, threads: i32): void {
  if (atomic.xchg<i32>(control, threads, THREADS) != threads) atomic.notify(control + THREADS, -1);
}

/** Makes all workers return, also those that begin only now. There are no jobs for them any more: `setThreads` must not be called again. */
export function stopWorkers(control: usize): void {
  atomic.store<i32>(control, 0, THREADS);
  atomic.notify(control + THREADS, -1);
  wake(control, -1);
}

/** Runs a job of 1 to 65,000 tasks, together with the workers that are awake by then. Returns whether a worker has failed. */
export function runJob(control: usize, job: usize, tasks: i32): bool {
  store<usize>(control, job, JOB);
  atomic.store<i32>(control, tasks, PENDING);
  atomic.store<u32>(control, tasks << 16, TICKET);
  wake(control, tasks - 1);
  takeTasks(control, 0);
  waitForTasks(control);
  // Read first: to write would take the cache line from the workers, who watch WAKE.
  if (atomic.load<i32>(control, FAILED) == 0) return false;
  atomic.store<i32>(control, 0, FAILED);
  return true;
}

/**
 * Runs so many jobs one after the other. `table`: address and number of tasks of each; a job of one task is done by this thread alone,
 * and so are all of them if there is no other. Returns whether a worker has failed: then the jobs after that are left out.
 */
export function runJobs(control: usize, table: usize, count: i32): bool {
  const alone = atomic.load<i32>(control, THREADS) < 2;
  if (!alone) {
    atomic.store<i32>(control, 1, RUNNING);
    wake(control, -1);
  }
  let failed = false;
  for (let i = 0; i < count && !failed; i++, table += 8) {
    const job = load<usize>(table);
    const tasks = load<i32>(table, 4);
    if (tasks > 1 && !alone) failed = runJob(control, job, tasks);
    else for (let task = 0; task < tasks; task++) doTask(job, tasks, task);
  }
  if (!alone) atomic.store<i32>(control, 0, RUNNING);
  return failed;
}

/** After the main thread has failed in a task: leaves out what nobody has begun, and waits for what the workers are at. */
export function abandonJob(control: usize): void {
  atomic.store<i32>(control, 0, RUNNING);
  if (atomic.load<i32>(control, PENDING) == 0) return; // it was a task of no shared job
  const ticket = atomic.xchg<u32>(control, 0, TICKET);
  const taken = ticket & 0xffff;
  const count = ticket >> 16;
  endTasks(control, 1 + (taken < count ? count - taken : 0));
  waitForTasks(control);
  atomic.store<i32>(control, 0, FAILED);
}

/** After a worker has failed in a task: the job goes on to its end without it. */
export function failTask(control: usize): void {
  atomic.store<i32>(control, 1, FAILED);
  endTasks(control, 1);
}

@inline
function wake(control: usize, workers: i32): void {
  atomic.add<i32>(control, 1, WAKE);
  if (atomic.load<i32>(control, SLEEPERS)) atomic.notify(control + WAKE, workers);
}

/** The life of the worker of that number, 1 or more: takes part in every job that it is wanted for, until it is stopped. */
export function work(control: usize, worker: i32): void {
  while (true) {
    // In this order: whoever stops the workers changes THREADS, then WAKE.
    const seen = atomic.load<i32>(control, WAKE);
    const threads = atomic.load<i32>(control, THREADS);
    if (threads == 0) return;
    if (worker >= threads) {
      atomic.wait<i32>(control + THREADS, threads, -1);
      continue;
    }
    takeTasks(control, worker);
    let spin = 0;
    while (atomic.load<i32>(control, WAKE) == seen && spin < (atomic.load<i32>(control, RUNNING) ? PROGRAM_SPINS : SPINS)) spin++;
    if (atomic.load<i32>(control, WAKE) == seen) {
      atomic.add<i32>(control, 1, SLEEPERS);
      atomic.wait<i32>(control + WAKE, seen, -1);
      atomic.sub<i32>(control, 1, SLEEPERS);
    }
  }
}
