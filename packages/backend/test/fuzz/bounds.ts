import * as tf from '@tensorflow/tfjs-core';
import { evaluation, type Values, valuesOf } from './evaluation.js';
import { Dice, type Graph, type Rounding } from './random-graph.js';

/** Runs with other roundings, to see what roundings do to a graph. */
const PERTURBED = 3;

export const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
export const apart = (a: Float32Array, b: Float32Array) => largest(a.map((value, i) => value - (b[i] as number)));

/**
 * How far two evaluations may be apart: each output of each step is multiplied by 1 + k 2^-24 e, with k its roundings and e random in [-1,
 * 1], and what that does to a result, at most in some runs, is taken four times; nothing is closer than sixteen roundings of its largest
 * number. (The method is that of Vignes, "A stochastic arithmetic for reliable scientific computation", 1993.)
 */
export function bounds(graph: Graph, seed: number, exact: Values): number[] {
  const spread = exact.map(() => 0);
  for (let run = 0; run < PERTURBED; run++) {
    const dice = new Dice(seed + 1_000_003 * (run + 1));
    const perturb: Rounding = (made, roundings) => {
      const factors = Float32Array.from({ length: made.size }, () => 1 + roundings * 2 ** -24 * (2 * dice.next() - 1));
      return tf.mul(made, tf.tensor(factors, made.shape));
    };
    const perturbed = valuesOf(graph, seed, evaluation(graph, seed, perturb));
    for (const [i, values] of exact.entries()) spread[i] = Math.max(spread[i] as number, apart(values, perturbed[i] as Float32Array));
  }
  return exact.map((values, i) => 4 * (spread[i] as number) + 16 * 2 ** -24 * largest(values));
}
