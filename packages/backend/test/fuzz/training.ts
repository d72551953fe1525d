import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../../src/genlab-backend.js';
import { evaluation, inputsOf, type Values } from './evaluation.js';
import type { Graph } from './random-graph.js';

type Batch = Record<string, tf.Tensor>;

/** What a few steps of a graph gave: what it evaluates to at each, and its variables in the end. */
interface Trained {
  readonly steps: readonly Values[];
  readonly variables: Values;
  /** Why the step was not replayed; undefined if it was. */
  readonly reason: string | undefined;
}

/** A captured step runs as ever, is recorded, is checked, and then replayed. */
const STEPS = 6;

/**
 * Makes a graph a training step, and runs it: every other of its inputs is a variable, which follows its gradient; the others come with the
 * batch, new at each step. Before the last step the variables are set as well, so that it evaluates the graph at the inputs that belong to
 * the graph's seed.
 */
export function trained(graph: Graph, seed: number, captured: boolean): Trained {
  const evaluate = evaluation(graph, seed);
  const start = inputsOf(graph, seed + 1);
  const variables = start.map((input, i) => (i % 2 === 0 ? tf.variable(input) : undefined));
  const step = (batch: Batch): Batch => {
    const [value, ...gradients] = evaluate(variables.map((variable, i) => variable ?? (batch[`input${i}`] as tf.Tensor)));
    for (const [i, variable] of variables.entries()) variable?.assign(tf.sub(variable, tf.mul(tf.tanh(gradients[i] as tf.Tensor), 0.1)));
    return { value: value as tf.Tensor, ...Object.fromEntries(gradients.map((gradient, i) => [`gradient${i}`, gradient])) };
  };
  const capture = captured ? (tf.backend() as GenlabBackend).capture<Batch, object, Batch>(step) : undefined;
  const steps: Values[] = [];
  for (let i = 1; i <= STEPS; i++) {
    tf.tidy(() => {
      const inputs = inputsOf(graph, i === STEPS ? seed : seed + 1 + i);
      if (i === STEPS) for (const [at, variable] of variables.entries()) variable?.assign(inputs[at] as tf.Tensor);
      const batch = Object.fromEntries(inputs.map((input, at) => [`input${at}`, input]));
      const made = capture ? capture.step(batch, {}) : step(batch);
      steps.push(Object.values(made).map((tensor) => tensor.dataSync() as Float32Array));
    });
  }
  const last = variables.flatMap((variable) => (variable ? [variable.dataSync() as Float32Array] : []));
  const reason = capture?.reason;
  capture?.dispose();
  tf.dispose([start, variables.filter((variable) => variable !== undefined)]);
  return { steps, variables: last, reason };
}
