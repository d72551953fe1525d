import type { TrainListeners } from './events.js';

/** Tells all listeners of an event, one after the other, and returns what they answered. */
export type Announce = <Name extends keyof TrainListeners>(
  name: Name,
  event: Parameters<NonNullable<TrainListeners[Name]>>[0],
) => Promise<unknown[]>;

/** An {@link Announce} to these listeners. */
export function announcer(listeners: readonly TrainListeners[]): Announce {
  return async (name, event) => {
    const answers: unknown[] = [];
    for (const listener of listeners) {
      const handler = listener[name] as ((event: unknown) => unknown) | undefined;
      if (handler) answers.push(await handler.call(listener, event));
    }
    return answers;
  };
}
