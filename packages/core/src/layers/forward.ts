import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import type { Noise } from '../rng/rng.js';
import type { NamedTensors } from '../variables.js';
import type { BatchStatistics } from './batch-statistics.js';
import type { LayerCall } from './layer.js';
import { type Plan, type PlanStep, planOf } from './plan.js';

/** Options of {@link forward}. */
export interface ForwardOptions {
  /** Batch statistics and dropout as in training; false. */
  readonly training?: boolean;
  /** Source of random numbers for dropout; needed only in training. */
  readonly rng?: Noise;
  /** Tensors to use in place of weights, by the names of {@link variablesOf}; a name the network does not have is an error. */
  readonly weights?: NamedTensors;
  /** Where batch normalisation leaves its statistics in training; without it they are dropped, and nothing is ever written. */
  readonly statistics?: BatchStatistics;
}

const { boolean, object, optional, recipe, record } = config;
const forwardOptions = record<ForwardOptions>({
  training: optional(boolean),
  rng: optional(recipe<Noise>(['normal', 'uniform'], 'new Rng(7)')),
  weights: optional(object<NamedTensors>),
  statistics: optional(recipe<BatchStatistics>(['record'], 'new BatchStatistics()')),
});

/**
 * Runs a `tf.LayersModel` as a pure function: of the input, of the weights, of the noise.
 *
 * Differs from `model.apply`: gradients are computed only where they are wanted (no fused ops), dropout draws from the given source, batch
 * normalisation writes nothing, and any weight can be replaced for the call. A layer that GenLab does not know runs by its own `apply`;
 * that is said once, by a warning on the console.
 *
 * @param model Sequential or functional, nested ones included.
 * @param x Its input, or one tensor for each of its inputs; borrowed.
 * @returns The network's first output; the caller owns it.
 * @throws Error if the number or the shapes of the inputs are not the network's, a name in `weights` is not, or dropout has no `rng`.
 *
 * @example
 * ```ts
 * import { forward, Rng } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * import * as tfl from '@tensorflow/tfjs-layers';
 *
 * const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 3, inputShape: [2] }), tfl.layers.dropout({ rate: 0.5 })] });
 * const y = forward(model, tf.ones([4, 2]), { training: true, rng: new Rng(7) }); // [4, 3]
 * ```
 */
export function forward(model: tfl.LayersModel, x: tf.Tensor | readonly tf.Tensor[], options: ForwardOptions = {}): tf.Tensor {
  return forwardOutputs(model, x, options)[0] as tf.Tensor;
}

/**
 * {@link forward} for a network with several outputs: all of them, in its order.
 *
 * @example
 * ```ts
 * import { forwardOutputs } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * import * as tfl from '@tensorflow/tfjs-layers';
 *
 * const x = tfl.input({ shape: [2] });
 * const heads = [3, 5].map((units) => tfl.layers.dense({ units }).apply(x) as tfl.SymbolicTensor);
 * const [mean, logVar] = forwardOutputs(tfl.model({ inputs: x, outputs: heads }), tf.ones([4, 2])); // [4, 3] and [4, 5]
 * ```
 */
export function forwardOutputs(model: tfl.LayersModel, x: tf.Tensor | readonly tf.Tensor[], given: ForwardOptions = {}): tf.Tensor[] {
  const options = forwardOptions(given, 'forward');
  const plan = planOf(model);
  const inputs = Array.isArray(x) ? (x as readonly tf.Tensor[]) : [x as tf.Tensor];
  for (const input of inputs) config.tensor(input, 'forward.x');
  checkInputs(model, inputs);
  const replaced = new Set<string>();
  return tf.tidy(() => {
    const outputs = runPlan(model, plan, inputs, options, '', replaced);
    for (const name of Object.keys(options.weights ?? {})) {
      if (!replaced.has(name)) throw new Error(expected('forward', `weights of ${model.name}`, name, 'variablesOf(model) has the names.'));
    }
    // A layer that does nothing hands its input on; what is returned is the caller's to free, and its input was only borrowed.
    return outputs.map((output) => (inputs.includes(output) ? tf.clone(output) : output));
  });
}

function runPlan(
  model: tfl.LayersModel,
  plan: Plan,
  inputs: readonly tf.Tensor[],
  options: ForwardOptions,
  prefix: string,
  replaced: Set<string>,
): tf.Tensor[] {
  const values: (readonly tf.Tensor[])[] = inputs.map((input) => [input]);
  for (const step of plan.steps.slice(model.inputs.length)) {
    const fed = step.inputs.map(({ step: from, output }) => (values[from] as tf.Tensor[])[output] as tf.Tensor);
    const name = prefix + step.name;
    if (step.rule === 'model') {
      const nested = step.layer as unknown as tfl.LayersModel;
      values.push(runPlan(nested, planOf(nested), fed, options, `${name}/`, replaced));
    } else {
      values.push(step.rule === undefined ? runUnknown(step, fed, options) : [step.rule(fed, callOf(step, name, options, replaced))]);
    }
  }
  return plan.outputs.map(({ step, output }) => (values[step] as tf.Tensor[])[output] as tf.Tensor);
}

function callOf(
  step: PlanStep,
  name: string,
  { training = false, rng, weights, statistics }: ForwardOptions,
  replaced: Set<string>,
): LayerCall {
  if (weights) for (const short of step.variables.keys()) replaced.add(`${name}/${short}`);
  const variable = (short: string) => step.variables.get(short) as tf.Variable;
  return {
    name,
    training,
    statistics,
    variable,
    weight: (short) => weightFor(`${name}/${short}`, weights, variable(short)),
    noise: () => {
      if (!rng) throw new Error(expected('forward', `rng for the layer ${name}`, 'none', 'Pass the step context or new Rng(seed).'));
      return rng;
    },
  };
}

/** What stands in for a variable in this call, if anything does. */
function weightFor(name: string, weights: NamedTensors | undefined, variable: tf.Variable): tf.Tensor {
  const given = weights?.[name];
  if (given === undefined) return variable;
  if (tf.util.arraysEqual(config.tensor(given, `forward.weights.${name}`).shape, variable.shape)) return given;
  throw new Error(expected('forward', `weights.${name} of shape [${variable.shape}]`, `[${given.shape}]`));
}

const named = new Set<string>();

function runUnknown({ layer }: PlanStep, inputs: tf.Tensor[], { training = false }: ForwardOptions): tf.Tensor[] {
  const kind = layer.getClassName();
  if (!named.has(kind)) {
    named.add(kind);
    console.warn(
      `forward: ${kind} (set as in ${layer.name}) is not in GenLab's table and runs by its own apply: its randomness is not seeded.`,
    );
  }
  return [layer.apply(inputs.length === 1 ? (inputs[0] as tf.Tensor) : inputs, { training }) as tf.Tensor | tf.Tensor[]].flat();
}

function checkInputs(model: tfl.LayersModel, inputs: readonly tf.Tensor[]): void {
  const wanted = model.inputs.map((input) => input.shape);
  const fits =
    wanted.length === inputs.length &&
    wanted.every((shape, i) => {
      const got = inputs[i]?.shape ?? [];
      return got.length === shape.length && shape.every((size, axis) => size == null || size === got[axis]);
    });
  if (!fits) {
    const list = (shapes: readonly (readonly (number | null)[])[]) =>
      shapes.map((shape) => `[${shape.map((n) => n ?? 'any').join(', ')}]`).join(' and ');
    throw new Error(expected('forward', `input of shape ${list(wanted)} for ${model.name}`, list(inputs.map((input) => input.shape))));
  }
}
