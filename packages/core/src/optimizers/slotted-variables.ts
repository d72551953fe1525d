import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import { runGenlabKernel } from '../kernels.js';
import type { NamedTensors, NamedVariables } from '../variables.js';

/** How an optimiser changes one variable, given its value, its gradient, its slots, and what is shared by all variables of a step. */
export interface UpdateRule<Slot extends string, Shared extends string> {
  /** The optimiser, for messages. */
  readonly owner: string;
  /** What it keeps of each variable, of its shape, zero at first. */
  readonly slots: readonly Slot[];
  /** The kernel that updates a variable in one pass, on a backend that has it. */
  readonly kernel: string;
  /** The kernel's attributes. */
  readonly attrs: Readonly<Record<string, number>>;
  /** The same by tfjs's ops: the new value, then the slots in their order. */
  composed(inputs: Readonly<Record<'value' | 'gradient' | 'learningRate' | Slot | Shared, tf.Tensor>>): tf.Tensor[];
}

/** Named variables with the slots of an optimiser, which a step replaces together. */
export class SlottedVariables<Slot extends string, Shared extends string> {
  /** The slots by `<variable>/<slot>`. */
  readonly slots: Record<string, tf.Variable> = {};

  constructor(
    private readonly variables: NamedVariables,
    private readonly rule: UpdateRule<Slot, Shared>,
  ) {
    config.variables(variables, rule.owner);
    tf.tidy(() => {
      for (const [name, variable] of Object.entries(variables)) {
        for (const slot of rule.slots) this.slots[`${name}/${slot}`] = tf.variable(tf.zerosLike(variable), false);
      }
    });
  }

  /**
   * Replaces every variable and its slots by what the rule makes of them.
   * @param shared What all variables share beside the rate: asked once the gradients are known to be sound; its tensors are borrowed.
   * @throws Error if a gradient is missing or of another shape; nothing is updated then.
   */
  step(gradients: NamedTensors, learningRate: tf.Tensor, shared: () => Readonly<Record<Shared, tf.Tensor>>): void {
    const { owner } = this.rule;
    config.object(gradients, `${owner}.step.gradients`);
    config.tensor(learningRate, `${owner}.step.learningRate`);
    this.#check(gradients);
    tf.tidy(() => {
      const given = { learningRate, ...shared() };
      for (const [name, value] of Object.entries(this.variables))
        tf.tidy(() => this.#update(name, value, gradients[name] as tf.Tensor, given));
    });
  }

  /** Frees the slots; the variables stay. */
  dispose(): void {
    tf.dispose(this.slots);
  }

  #check(gradients: NamedTensors): void {
    for (const [name, { shape }] of Object.entries(this.variables)) {
      const got = gradients[name]?.shape;
      if (got !== undefined && tf.util.arraysEqual(got, shape)) continue;
      const what = `a gradient of shape [${shape}] for ${name}`;
      throw new Error(expected(`${this.rule.owner}.step`, what, got === undefined ? 'none' : `[${got}]`));
    }
  }

  #update(name: string, value: tf.Variable, gradient: tf.Tensor, shared: NamedTensors): void {
    const { slots, kernel, attrs, composed } = this.rule;
    const own = slots.map((slot) => this.slots[`${name}/${slot}`] as tf.Variable);
    const inputs = { value, gradient, ...Object.fromEntries(slots.map((slot, i) => [slot, own[i]])), ...shared };
    const results = runGenlabKernel(kernel, 'firstOrder', inputs, attrs) ?? composed(inputs as Parameters<typeof composed>[0]);
    for (const [i, variable] of [value, ...own].entries()) variable.assign(results[i] as tf.Tensor);
  }
}
