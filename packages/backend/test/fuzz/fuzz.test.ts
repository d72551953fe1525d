// Random graphs with gradients, on our backend and on tfjs's CPU backend. `npm run fuzz` runs 2,000 of them, `npm test` 200.
import '@tensorflow/tfjs-layers'; // registers tfjs's gradients
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { GenlabBackend } from '../../src/genlab-backend.js';
import { useBackend } from '../../src/index.js';
import { apart, bounds, largest } from './bounds.js';
import { evaluation, type Values, valuesOf } from './evaluation.js';
import { type Graph, randomGraph } from './random-graph.js';
import { trained } from './training.js';

const GRAPHS = Number(process.env.GENLAB_FUZZ_GRAPHS ?? 200);
const FIRST_SEED = Number(process.env.GENLAB_FUZZ_SEED ?? 1);

/** Does work on two threads, however small it is. */
function onTwoThreads<T>(work: () => T): T {
  const { calls } = tf.backend() as GenlabBackend;
  const { threads, leastWork } = calls;
  Object.assign(calls, { threads: 2, leastWork: 2 ** 8 });
  try {
    return work();
  } finally {
    Object.assign(calls, { threads, leastWork });
  }
}

const describeGraph = (graph: Graph) =>
  graph.steps.map(({ name, operands, shape }, i) => `${graph.inputs.length + i}: ${name} of ${operands} -> [${shape}]`).join('\n');

/** The graph, evaluated on our backend, is as near to what the CPU backend gives as roundings allow. */
function expectWithin(graph: Graph, seed: number, got: Values, { exact, bound }: { exact: Values; bound: readonly number[] }): void {
  for (const [i, values] of exact.entries()) {
    const distance = apart(got[i] as Float32Array, values);
    if (distance <= (bound[i] as number)) continue;
    const what = i === 0 ? 'value' : `gradient of input ${i - 1}, [${graph.inputs[i - 1]}]`;
    expect.fail(`seed ${seed}, ${what}: off by ${distance}, bound ${bound[i]}, largest ${largest(values)}\n${describeGraph(graph)}`);
  }
}

test(`${GRAPHS} random graphs and their gradients agree with the CPU backend, threads or not, captured or not`, {
  timeout: 3_600_000,
}, async () => {
  const cases = Array.from({ length: GRAPHS }, (_, i) => ({ seed: FIRST_SEED + i, graph: randomGraph(FIRST_SEED + i) }));

  await useBackend('cpu');
  const expected = cases.map(({ graph, seed }) => {
    const exact = valuesOf(graph, seed, evaluation(graph, seed));
    return { exact, bound: bounds(graph, seed, exact) };
  });

  await useBackend('genlab', { threads: 1 });
  const tensors = tf.memory().numTensors;
  for (const [at, { graph, seed }] of cases.entries()) {
    const got = valuesOf(graph, seed, evaluation(graph, seed));
    expectWithin(graph, seed, got, expected[at] as (typeof expected)[0]);
    const again = onTwoThreads(() => valuesOf(graph, seed, evaluation(graph, seed)));
    expect(again, `seed ${seed} on two threads`).toEqual(got);

    const eager = trained(graph, seed, false);
    expect(eager.steps.at(-1), `seed ${seed} as a step`).toEqual(got);
    expect(trained(graph, seed, true), `seed ${seed} as a captured step`).toEqual(eager);
    expect(
      onTwoThreads(() => trained(graph, seed, true)),
      `seed ${seed} as a captured step on two threads`,
    ).toEqual(eager);
    expect(tf.memory().numTensors, `tensors after seed ${seed}`).toBe(tensors);
  }
  const partsDone = onTwoThreads(() => (tf.backend() as GenlabBackend).calls.partsDone);
  for (const parts of partsDone) expect(parts).toBeGreaterThan(0);
});
