import * as tf from '@tensorflow/tfjs-core';
import { readTensors } from '../checkpoints/tensor-data.js';
import { expected } from '../expected.js';
import type { Model, ModelState } from '../train/model.js';

/** A model's state as text by name: two are equal where every bit is. */
export type Snapshot = Readonly<Record<string, string>>;

/** Reads the state of a model; throws if it has none. */
export async function snapshotOf<Batch>(model: Model<Batch>): Promise<Snapshot> {
  const { tensors, values } = stateOf(model);
  const data = Object.entries(await readTensors(tensors));
  const bits = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => [...new Uint8Array(buffer, byteOffset, byteLength)].join();
  return Object.fromEntries([
    ...data.map(([name, { dtype, shape, values: numbers }]) => [name, `${dtype} [${shape}] ${bits(numbers)}`]),
    ['values', JSON.stringify(values ?? null)],
  ]);
}

/** The state of a model; throws if it has none. */
export function stateOf<Batch>(model: Model<Batch>): ModelState {
  if (!model.state || !model.restore) throw new Error(expected('model contract', 'a model with state() and restore()', 'one without'));
  return model.state();
}

/** The names whose values differ. */
export function changed(before: Snapshot, after: Snapshot): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]);
}

/** Throws if two states are not the same to the bit. */
export function mustBeEqual(what: string, before: Snapshot, after: Snapshot): void {
  const names = changed(before, after);
  if (names.length > 0) throw new Error(expected('model contract', what, `other values in ${names.slice(0, 3).join(', ')}`));
}

/** Throws unless there are as many tensors as there were, and so many more. */
export function mustHold(what: string, before: number, more = 0): void {
  const got = tf.memory().numTensors - before;
  if (got !== more) throw new Error(expected('model contract', `${what} to leave ${more} tensors`, got));
}
