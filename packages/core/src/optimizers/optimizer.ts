import * as tf from '@tensorflow/tfjs-core';
import { expected } from '../expected.js';
import type { Json } from '../json.js';
import type { NamedTensors, NamedVariables } from '../variables.js';

/** What GenLab's optimisers have in common, and what an optimiser of one's own has to have to take their place. */
export interface Optimizer {
  /** What it is, in plain JSON, for the `config` of a model. */
  readonly config?: Json;
  /** The optimiser's own variables, by the name of the variable they belong to and their own: `<variable>/<slot>`. They stay its property. */
  readonly slots: NamedVariables;
  /**
   * Updates every variable by its gradient.
   * @param gradients One for each variable, of its shape; borrowed.
   * @param learningRate Scalar; borrowed.
   */
  step(gradients: NamedTensors, learningRate: tf.Tensor): void;
  /** Frees the slots; the variables stay. */
  dispose(): void;
}

/** One variable in a step: its value, its gradient, and its slots under their own names. */
export type Update<Slot extends string> = Readonly<Record<'value' | 'gradient' | Slot, tf.Tensor>>;

/** Named variables with slots of their shapes, zero at first, that a step replaces together. */
export class SlottedVariables<Slot extends string> {
  /** The slots by `<variable>/<slot>`. */
  readonly slots: Record<string, tf.Variable> = {};

  /** @param owner The optimiser, for messages. */
  constructor(
    private readonly owner: string,
    private readonly variables: NamedVariables,
    private readonly slotNames: readonly Slot[],
  ) {
    tf.tidy(() => {
      for (const [name, variable] of Object.entries(variables)) {
        for (const slot of slotNames) this.slots[`${name}/${slot}`] = tf.variable(tf.zerosLike(variable), false);
      }
    });
  }

  /** @throws Error if a gradient is missing or of another shape. */
  check(gradients: NamedTensors): void {
    for (const [name, { shape }] of Object.entries(this.variables)) {
      const got = gradients[name]?.shape;
      if (got !== undefined && tf.util.arraysEqual(got, shape)) continue;
      const what = `a gradient of shape [${shape}] for ${name}`;
      throw new Error(expected(`${this.owner}.step`, what, got === undefined ? 'none' : `[${got}]`));
    }
  }

  /** Replaces every variable and its slots by what `next` returns: the new value, then the slots in their order. */
  update(gradients: NamedTensors, next: (update: Update<Slot>) => readonly tf.Tensor[]): void {
    for (const [name, value] of Object.entries(this.variables)) {
      tf.tidy(() => {
        const own = this.slotNames.map((slot) => this.slots[`${name}/${slot}`] as tf.Variable);
        const slots = Object.fromEntries(this.slotNames.map((slot, i) => [slot, own[i]]));
        const results = next({ value, gradient: gradients[name] as tf.Tensor, ...slots } as Update<Slot>);
        for (const [i, variable] of [value, ...own].entries()) variable.assign(results[i] as tf.Tensor);
      });
    }
  }
}
