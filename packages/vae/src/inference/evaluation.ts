import type { NamedTensors } from '@genlab/core';
import { expected } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Likelihood } from '../likelihoods/likelihood.js';
import type { RunMode } from '../networks/run.js';
import type { Pair } from './inference.js';

/** A model as everything but training sees it: with averaged weights where there are some, dropout off. All of it is borrowed. */
export interface Evaluation extends Pair {
  readonly likelihood: Likelihood;
  /** What the likelihood has learnt. */
  readonly variables: NamedTensors;
  /** How to run the networks. */
  readonly mode: RunMode;
}

/** Rows at once, so that many items need no more memory than some do. */
export const ROWS_AT_ONCE = 1024;

/** Calls `part` with the places [from, to) of consecutive parts of n. */
export function inParts(n: number, rows: number, part: (from: number, to: number) => void): void {
  for (let from = 0; from < n; from += rows) tf.tidy(() => part(from, Math.min(n, from + rows)));
}

/** Some rows of a tensor. */
export function rowsOf<T extends tf.Tensor>(x: T, from: number, to: number): T {
  return tf.slice(x, [from, ...Array<number>(x.rank - 1).fill(0)], [to - from, ...x.shape.slice(1)]) as T;
}

/** Joins rows of results; every tensor of the result is the caller's. */
export function joinRows(parts: readonly (readonly tf.Tensor[])[]): tf.Tensor[] {
  return (parts[0] ?? []).map((_, i) => tf.concat(parts.map((part) => part[i] as tf.Tensor)));
}

/** @throws Error if x is not one or more items of the model's data. */
export function checkData(where: string, { encoder: { dataShape } }: Pair, x: tf.Tensor): number {
  const shape: unknown = Object(x).shape;
  const [n = 0, ...item] = Array.isArray(shape) ? (shape as number[]) : [];
  if (n < 1 || !tf.util.arraysEqual(item, [...dataShape])) {
    throw new Error(expected(where, `data of shape [batch, ${dataShape.join(', ')}]`, Array.isArray(shape) ? `[${shape.join(', ')}]` : x));
  }
  return n;
}
