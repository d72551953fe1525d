import type * as tf from '@tensorflow/tfjs-core';
import { type Maker, makers } from './makers.js';

/** May change a tensor as so many roundings of each of its numbers might have. */
export type Rounding = (made: tf.Tensor, roundings: number) => tf.Tensor;

/** One op of a graph, on what came before it. */
export interface Step {
  /** The op with its attributes, for messages. */
  readonly name: string;
  readonly shape: number[];
  /** Places in the list of all values: the graph's inputs, then what the steps made. */
  readonly operands: readonly number[];
  /** `round` is for what an op of several parts makes on its way, where roundings of a part grow. */
  readonly run: (operands: tf.Tensor[], round: Rounding) => tf.Tensor;
  /** How many numbers in a row were rounded to make one of the output's: 1 for a product, n for a sum of n, some for a function. */
  readonly roundings: number;
}

/** A graph of tfjs ops: a function of its inputs, whose values no other step uses are its outputs. */
export interface Graph {
  readonly inputs: readonly number[][];
  readonly steps: readonly Step[];
  readonly outputs: readonly number[];
}

/** A generator of numbers in [0, 1) with 32 bits of state (mulberry32): the same graph for a seed on any engine. */
export class Dice {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.integer(0, choices.length - 1)] as T;
  }

  /** Normally distributed numbers. */
  normal(count: number): Float32Array {
    return Float32Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next()));
  }
}

/** A graph of 5 to 30 ops over tensors of random shapes. */
export function randomGraph(seed: number): Graph {
  const dice = new Dice(seed);
  const inputs: number[][] = [];
  const steps: Step[] = [];
  // Inputs are found as the graph grows, so until its end a value is known by what it is and not by a place in the list.
  const values: { kind: 'input' | 'step'; index: number; shape: number[] }[] = [];
  const used = new Set<number>();
  const input = (shape: number[]): number => {
    values.push({ kind: 'input', index: inputs.push(shape) - 1, shape });
    return values.length - 1;
  };
  input(Array.from({ length: dice.integer(1, 4) }, () => dice.integer(1, 6)));
  input([dice.integer(1, 3), dice.integer(3, 8), dice.integer(3, 8), dice.integer(1, 5)]);

  const drafts: { step: Step; operands: readonly number[] }[] = [];
  const wanted = dice.integer(5, 30);
  while (drafts.length < wanted) {
    // Late values are likelier, so that graphs are deep and not only broad.
    const at = values.length - 1 - Math.floor(dice.next() ** 2 * values.length);
    const made = (dice.pick(makers) as Maker)({
      shape: (values[at] as { shape: number[] }).shape,
      dice,
      others: values.map((value) => value.shape),
      input,
    });
    if (!made || made.shape.reduce((a, b) => a * b, 1) > 4_000) continue;
    const operands = [at, ...(made.more ?? [])];
    for (const operand of operands) used.add(operand);
    drafts.push({ step: { ...made, operands: [], name: made.name }, operands });
    values.push({ kind: 'step', index: drafts.length - 1, shape: made.shape });
  }
  const place = (at: number) => {
    const { kind, index } = values[at] as { kind: 'input' | 'step'; index: number };
    return kind === 'input' ? index : inputs.length + index;
  };
  for (const { step, operands } of drafts) steps.push({ ...step, operands: operands.map(place) });
  const outputs = values.flatMap((_, at) => (used.has(at) ? [] : [place(at)]));
  return { inputs, steps, outputs };
}
