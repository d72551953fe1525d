import * as tf from '@tensorflow/tfjs-core';
import { config, type Reader } from '../config/config.js';
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
 * The policy to go back to the last checkpoint, and on with lower learning rates (those a model takes from `context.learningRate`) and
 * other noise; when all `times` are used up, the training throws.
 *
 * @param options Options `times` (3) and `lrFactor` (0.5).
 * @throws RangeError if `times` is not an integer >= 1, or `lrFactor` not in (0, 1].
 *
 * @example
 * ```ts
 * import { rollback, type TrainOptions } from '@genlab/core';
 *
 * const options: TrainOptions = { epochs: 100, nonFinite: rollback({ times: 2 }) }; // twice, each time with half the learning rates
 * ```
 */
export function rollback(options: Partial<Rollback> = {}): Rollback {
  const { times = 3, lrFactor = 0.5 } = rollbackOptions(options, 'rollback');
  return { times, lrFactor };
}

const times = config.integer({ least: 1 });
const lrFactor = config.within({ above: 0, most: 1 });
const rollbackOptions = config.record<Partial<Rollback>>({ times: config.optional(times), lrFactor: config.optional(lrFactor) });
const wholeRollback = config.record<Rollback>({ times, lrFactor });
const word = config.oneOf('throw', 'skip');

/** Reads a policy. */
export const nonFinitePolicy: Reader<NonFinitePolicy> = (value, path) =>
  typeof value === 'object' && value !== null ? wholeRollback(value, path) : word(value, path);

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
