import * as tf from '@tensorflow/tfjs-core';
import { expected } from '../expected.js';
import type { RestorableModel } from './keeper.js';

/** Go back to the last checkpoint and on with lower learning rates: made by {@link rollback}. */
export interface Rollback {
  /** How often in the whole training. */
  readonly times: number;
  /** What learning rates are multiplied by each time. */
  readonly lrFactor: number;
}

/**
 * What `train` does about a number that is not finite:
 * - 'throw': ends with an error; the last checkpoint stays as it is.
 * - 'skip': undoes the step and goes on with the next batch; after ten in a row it throws. It reads the logs at every step.
 * - {@link rollback}: goes back to the last checkpoint.
 */
export type NonFinitePolicy = 'throw' | 'skip' | Rollback;

/** Steps in a row that 'skip' undoes before it gives up. */
export const SKIPS_IN_A_ROW = 10;

/**
 * The policy to go back to the last checkpoint, and on with lower learning rates (those a model takes from `context.learningRate`) and other
 * noise; when all `times` are used up, the training throws.
 *
 * @param options Options `times` (3) and `lrFactor` (0.5).
 * @throws RangeError if `times` is not an integer >= 1, or `lrFactor` not in (0, 1].
 */
export function rollback({ times = 3, lrFactor = 0.5 }: Partial<Rollback> = {}): Rollback {
  if (!Number.isInteger(times) || times < 1) throw new RangeError(expected('rollback', 'times to be an integer >= 1', times));
  if (!(lrFactor > 0 && lrFactor <= 1)) throw new RangeError(expected('rollback', 'lrFactor in (0, 1]', lrFactor));
  return { times, lrFactor };
}

/** The numbers among the logs that are not finite; undefined if all are. */
export function nonFiniteOf(logs: Readonly<Record<string, number>>): Record<string, number> | undefined {
  const odd = Object.entries(logs).filter(([, value]) => !Number.isFinite(value));
  return odd.length > 0 ? Object.fromEntries(odd) : undefined;
}

/** The error of a training that does not go on: what was not finite, where, and what was tried before. */
export function nonFiniteError(fault: {
  readonly values: Readonly<Record<string, number>>;
  readonly step: number;
  readonly rollbacks: number;
  readonly skippedInARow: number;
  readonly hint: string | undefined;
}): Error {
  const { values, step, rollbacks, skippedInARow, hint = 'Try lower learning rates.' } = fault;
  const found = Object.entries(values).map(([name, value]) => `${name} ${value}`);
  const tried = [
    ...(rollbacks > 0 ? [` after ${rollbacks} rollbacks`] : []),
    ...(skippedInARow > 0 ? [` after ${skippedInARow} steps skipped in a row`] : []),
  ];
  return new Error(expected('train', `finite logs at step ${step}`, `${found.join(', ')}${tried.join('')}`, hint));
}

/** A model before a step, so that the step can be undone. */
export interface Undo {
  /** Makes the model what it was. */
  undo(): void;
  /** Frees what it holds. */
  dispose(): void;
}

/** Holds on to a model as it is; costs no copy, as a variable that changes gets new memory. */
export function undoOf(model: RestorableModel): Undo {
  const { tensors, values } = model.state();
  const held = Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.clone(tensor)]));
  return {
    undo: () => model.restore({ tensors: held, values }),
    dispose: () => tf.dispose(held),
  };
}
