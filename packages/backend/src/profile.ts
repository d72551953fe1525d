import type { GenlabBackend } from './genlab-backend.js';
import { loadTfjs } from './one-tfjs.js';

/** One kernel in a {@link Profile}. */
export interface KernelTime {
  /** The kernel's name in tfjs's registry. */
  readonly name: string;
  /** How often it ran. */
  readonly calls: number;
  /** Milliseconds in it, over all calls; what it calls itself is counted in. */
  readonly ms: number;
  /** Its part of the whole time, in [0, 1]. */
  readonly share: number;
}

/** Where the time of a piece of work went. */
export interface Profile {
  /** Milliseconds from beginning to end. */
  readonly ms: number;
  /**
   * The part of that, in [0, 1], outside of all kernels: tfjs's engine and tape, reading and writing tensors, the work's own JavaScript.
   */
  readonly outside: number;
  /** Every kernel that ran, the one with the most time first. */
  readonly kernels: readonly KernelTime[];
  /**
   * How many parts of kernels each thread did, the one that called first. Only kernels that were large enough to be cut have parts: zeros
   * say that there was nothing to share, a single number that there is one thread.
   */
  readonly parts: readonly number[];
}

/**
 * Runs a piece of work on the genlab backend and says where its time went, kernel by kernel.
 *
 * A captured step runs as ever while a profile is taken, kernel by kernel. Costs nothing at other times. The clock is read twice a kernel;
 * in a page it is coarse, so profile many steps there.
 *
 * @param work - What to run, such as a few training steps after a first one. May be asynchronous; whatever else computes meanwhile is
 * counted too.
 * @returns The times. What the work returns is dropped, so dispose of its tensors in it.
 * @throws TypeError if the work is no function.
 * @throws Error if the active backend is not `genlab`, a profile is being taken already, or the work throws.
 * @example
 * ```ts
 * import { profile, useBackend } from '@genlab/backend';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * await useBackend();
 * const { kernels, parts } = await profile(() => {
 *   tf.tidy(() => tf.matMul(tf.ones([256, 256]), tf.ones([256, 256])));
 * });
 * for (const { name, calls, ms, share } of kernels) console.log(name, calls, ms.toFixed(2), `${(100 * share).toFixed(0)} %`);
 * console.log('parts done by each thread', parts);
 * ```
 */
export async function profile(work: () => unknown): Promise<Profile> {
  if (typeof work !== 'function') throw new TypeError(`profile: expected a function, got ${work}. Write profile(() => step()).`);
  const tf = await loadTfjs();
  const backend = tf.backend() as GenlabBackend;
  if (tf.getBackend() !== 'genlab') {
    throw new Error(`profile: expected the backend genlab, got ${tf.getBackend()}. Call useBackend() first.`);
  }
  if (backend.scope.onKernel) throw new Error('profile: expected one profile at a time, got a second. Wait for the first to end.');
  const times = new Map<string, { calls: number; ms: number }>();
  backend.scope.onKernel = (name, ms) => {
    const time = times.get(name);
    if (time) {
      time.calls++;
      time.ms += ms;
    } else times.set(name, { calls: 1, ms });
  };
  const partsBefore = backend.calls.partsDone;
  const start = performance.now();
  try {
    await work();
  } finally {
    backend.scope.onKernel = undefined;
  }
  const whole = performance.now() - start;
  const kernels = [...times].map(([name, { calls, ms }]) => ({ name, calls, ms, share: ms / whole })).sort((a, b) => b.ms - a.ms);
  const parts = backend.calls.partsDone.map((done, thread) => done - (partsBefore[thread] ?? 0));
  return { ms: whole, outside: 1 - kernels.reduce((sum, { share }) => sum + share, 0), kernels, parts };
}
