import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { onEachBackend, useCpu } from '../../test/backends.js';
import { LineModel, linePoints } from '../../test/line-model.js';
import type { Batch } from '../data/in-memory.js';
import type { ModelState } from '../train/model.js';
import type { StepContext } from '../train/step-context.js';
import { modelContract } from './model-contract.js';

const contract = (make: () => LineModel) => modelContract({ make, data: linePoints() });

onEachBackend('modelContract', () => {
  for (const [name, check] of Object.entries(contract(() => new LineModel()))) it(`finds that a sound model keeps to it: ${name}`, check);
});

let made = 0;
/** Models with one fault each, and what the contract says of them. */
const faulty: Record<string, [() => LineModel, RegExp]> = {
  'forgets a slot of its optimiser': [
    () =>
      new (class extends LineModel {
        override state() {
          const { 'adam/slope/secondMoment': _, ...tensors } = super.state().tensors as Record<string, tf.Variable>;
          return { ...super.state(), tensors: tensors as never };
        }
      })(),
    /make the same step.* other values in/,
  ],
  'shares its variables on restore': [
    () =>
      new (class extends LineModel {
        override restore({ tensors, values }: ModelState) {
          Object.assign(this.weights, { offset: tensors.offset });
          super.restore({ tensors, values });
        }
      })(),
    /leave the other alone.* other values in offset/,
  ],
  'restores before it has checked': [
    () =>
      new (class extends LineModel {
        override restore(state: ModelState) {
          if (state.tensors.slope?.rank === 1) this.weights.slope.assign(state.tensors.slope as tf.Tensor1D);
          super.restore(state);
        }
      })(),
    /change nothing when it refuses a state without one of its tensors, got other values in slope/,
  ],
  'leaks at each step': [
    () =>
      new (class extends LineModel {
        override step(batch: Batch, context: StepContext) {
          tf.keep(tf.scalar(1));
          return super.step(batch, context);
        }
      })(),
    /expected a step to leave 0 tensors, got 1/,
  ],
  'leaks when a step throws': [
    () =>
      new (class extends LineModel {
        override step(batch: Batch, context: StepContext) {
          const kept = tf.keep(tf.scalar(1));
          const logs = super.step(batch, context);
          kept.dispose();
          return logs;
        }
      })(),
    /expected a step that threw to leave 0 tensors, got 1/,
  ],
  'logs something else each time': [
    () =>
      new (class extends LineModel {
        override step(batch: Batch, context: StepContext) {
          return { ...super.step(batch, context), [`log${this.steps}`]: tf.scalar(1) };
        }
      })(),
    /expected the logs log1, loss at every step, got log2, loss/,
  ],
  'logs more than scalars': [
    () =>
      new (class extends LineModel {
        override step(batch: Batch, context: StepContext) {
          return { ...super.step(batch, context), row: tf.zeros([2]) as unknown as tf.Scalar };
        }
      })(),
    /expected the log row to be a scalar, got shape \[2\]/,
  ],
  'learns nothing': [
    () =>
      new (class extends LineModel {
        override step() {
          return { loss: tf.scalar(1) };
        }
      })(),
    /expected a step to change something of the state, got nothing/,
  ],
  'depends on something that is not in its state': [
    () =>
      new (class extends LineModel {
        #hidden = 0;
        override step(batch: Batch, context: StepContext) {
          this.#hidden += 0.5;
          this.weights.offset.assign(tf.scalar(this.#hidden));
          return super.step(batch, context);
        }
      })(),
    /after a resume|make the same step/,
  ],
  'is another each time it is made': [() => new LineModel({ rate: made++ }), /two models with the same config/],
  'leaves something behind': [
    () =>
      new (class extends LineModel {
        override dispose() {
          this.adam.dispose();
        }
      })(),
    /disposed of to leave 0 tensors, got 2/,
  ],
};

describe('modelContract', () => {
  it.each(Object.keys(faulty))('finds a model that %s', async (name) => {
    await useCpu();
    const [make, message] = faulty[name] as [() => LineModel, RegExp];
    const said: string[] = [];
    for (const check of Object.values(contract(make))) await check().catch((error: Error) => said.push(error.message));
    expect(said.join('\n')).toMatch(message);
  });
});
