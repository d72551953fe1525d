// Random graphs with gradients, on our backend and on tfjs's CPU backend. `npm run fuzz` runs 2,000 of them, `npm test` 200.
import '@tensorflow/tfjs-layers'; // registers tfjs's gradients
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { GenlabBackend } from '../../src/genlab-backend.js';
import { useBackend } from '../../src/index.js';
import { Dice, type Graph, type Rounding, randomGraph } from './random-graph.js';

const GRAPHS = Number(process.env.GENLAB_FUZZ_GRAPHS ?? 200);
const FIRST_SEED = Number(process.env.GENLAB_FUZZ_SEED ?? 1);
/** Runs with other roundings, to see what roundings do to a graph. */
const PERTURBED = 3;

type Values = Float32Array[];
type Evaluate = (inputs: tf.Tensor[]) => { value: tf.Tensor; grads: tf.Tensor[] };

/** The scalar that a graph stands for, and its gradients. `round` may change what a step made, as its roundings might have. */
function evaluation(graph: Graph, seed: number, round: Rounding = (made) => made): Evaluate {
  const loss = (...inputs: tf.Tensor[]) => {
    const values = [...inputs];
    for (const step of graph.steps) {
      const made = step.run(
        step.operands.map((at) => values[at] as tf.Tensor),
        round,
      );
      values.push(step.roundings > 0 ? round(made, step.roundings) : made);
    }
    const dice = new Dice(seed + 1);
    const weighted = graph.outputs.map((at) => {
      const output = values[at] as tf.Tensor;
      return tf.sum(tf.mul(output, tf.tensor(dice.normal(output.size), output.shape)));
    });
    return tf.addN(weighted);
  };
  return (inputs) => tf.valueAndGrads(loss)(inputs);
}

/** What an evaluation gives on the active backend: the value, then a gradient for each input. */
function valuesOf(graph: Graph, seed: number, evaluate: Evaluate): Values {
  const dice = new Dice(seed);
  return tf.tidy(() => {
    const inputs = graph.inputs.map((shape) => tf.tensor(dice.normal(tf.util.sizeFromShape(shape)), shape));
    const { value, grads } = evaluate(inputs);
    return [value, ...grads].map((tensor) => tensor.dataSync() as Float32Array);
  });
}

const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const apart = (a: Float32Array, b: Float32Array) => largest(a.map((value, i) => value - (b[i] as number)));

/**
 * How far two evaluations may be apart: each output of each step is multiplied by 1 + k 2^-24 e, with k its roundings and e random in [-1, 1],
 * and what that does to a result, at most in some runs, is taken four times; nothing is closer than sixteen roundings of its largest number.
 * (The method is that of Vignes, "A stochastic arithmetic for reliable scientific computation", 1993.)
 */
function bounds(graph: Graph, seed: number, exact: Values): number[] {
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

/** Other ways to run a graph on our backend: each has to give the same bits. */
const otherWays: Readonly<Record<string, (work: () => Values) => Values>> = {
  'a second time': (work) => work(),
  'on two threads': (work) => {
    const { calls } = tf.backend() as GenlabBackend;
    const { threads, leastWork } = calls;
    Object.assign(calls, { threads: 2, leastWork: 2 ** 8 }); // or tensors as small as these would stay on one
    try {
      return work();
    } finally {
      Object.assign(calls, { threads, leastWork });
    }
  },
};

const describeGraph = (graph: Graph) =>
  graph.steps.map(({ name, operands, shape }, i) => `${graph.inputs.length + i}: ${name} of ${operands} -> [${shape}]`).join('\n');

test(`${GRAPHS} random graphs and their gradients agree with the CPU backend`, { timeout: 3_600_000 }, async () => {
  const seeds = Array.from({ length: GRAPHS }, (_, i) => FIRST_SEED + i);
  const graphs = seeds.map((seed) => randomGraph(seed));

  await useBackend('cpu');
  const expected = seeds.map((seed, i) => {
    const graph = graphs[i] as Graph;
    const exact = valuesOf(graph, seed, evaluation(graph, seed));
    return { exact, bound: bounds(graph, seed, exact) };
  });

  await useBackend();
  const tensors = tf.memory().numTensors;
  for (const [at, seed] of seeds.entries()) {
    const graph = graphs[at] as Graph;
    const { exact, bound } = expected[at] as { exact: Values; bound: number[] };
    const got = valuesOf(graph, seed, evaluation(graph, seed));
    for (const [i, values] of exact.entries()) {
      const distance = apart(got[i] as Float32Array, values);
      const what = i === 0 ? 'value' : `gradient of input ${i - 1}, [${graph.inputs[i - 1]}]`;
      if (!(distance <= (bound[i] as number))) {
        expect.fail(`seed ${seed}, ${what}: off by ${distance}, bound ${bound[i]}, largest ${largest(values)}\n${describeGraph(graph)}`);
      }
    }
    for (const [way, run] of Object.entries(otherWays)) {
      const again = run(() => valuesOf(graph, seed, evaluation(graph, seed)));
      expect(again, `seed ${seed} ${way}`).toEqual(got);
    }
    expect(tf.memory().numTensors, `tensors after seed ${seed}`).toBe(tensors);
  }
});
