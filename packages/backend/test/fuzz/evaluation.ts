import * as tf from '@tensorflow/tfjs-core';
import { Dice, type Graph, type Rounding } from './random-graph.js';

/** The scalar that a graph stands for, then its gradient for each input. */
export type Values = Float32Array[];

export type Evaluate = (inputs: tf.Tensor[]) => tf.Tensor[];

/** Evaluates a graph and its gradients. `round` may change what a step made, as its roundings might have. */
export function evaluation(graph: Graph, seed: number, round: Rounding = (made) => made): Evaluate {
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
  return (inputs) => {
    const { value, grads } = tf.valueAndGrads(loss)(inputs);
    return [value, ...grads];
  };
}

/** The inputs of a graph that belong to a seed. */
export function inputsOf(graph: Graph, seed: number): tf.Tensor[] {
  const dice = new Dice(seed);
  return graph.inputs.map((shape) => tf.tensor(dice.normal(tf.util.sizeFromShape(shape)), shape));
}

/** What an evaluation gives on the active backend, on the inputs that belong to a seed. */
export function valuesOf(graph: Graph, seed: number, evaluate: Evaluate): Values {
  return tf.tidy(() => evaluate(inputsOf(graph, seed)).map((tensor) => tensor.dataSync() as Float32Array));
}
