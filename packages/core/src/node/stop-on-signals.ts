/** A signal that processes are ended by, as an `AbortSignal`. */
export interface StopOnSignals {
  /** For the option `signal` of `train`. */
  readonly signal: AbortSignal;
  /** Listens no longer. */
  dispose(): void;
}

/**
 * Lets a training end in peace on Ctrl-C (SIGINT) and on SIGTERM: it saves, tells its listeners, and returns. Whoever asks a second time
 * ends the process at once.
 *
 * @example
 * ```ts
 * import { type Dataset, type Model, train } from '@genlab/core';
 * import { folder, stopOnSignals } from '@genlab/core/node';
 *
 * async function run<Batch extends object>(model: Model<Batch>, data: Dataset<Batch>) {
 *   const stop = stopOnSignals();
 *   const history = await train(model, data, { epochs: 10, store: folder('runs/letters'), signal: stop.signal });
 *   stop.dispose();
 *   return history.end; // 'aborted' after Ctrl-C
 * }
 * ```
 */
export function stopOnSignals(): StopOnSignals {
  const controller = new AbortController();
  const codes = { SIGINT: 130, SIGTERM: 143 } as const;
  const listen = (signal: keyof typeof codes) => {
    if (controller.signal.aborted) process.exit(codes[signal]);
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, listen);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, listen);
    },
  };
}
