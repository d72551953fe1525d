import type * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expected } from '../expected.js';
import { activationLayers } from './activations.js';
import { affineLayers } from './dense-and-convolution.js';
import { foldPadding } from './fold-padding.js';
import type { LayerRule, LayerTable } from './layer.js';
import { shapeLayers } from './shape-layers.js';
import { trainingLayers } from './stochastic-and-statistical.js';

const table: LayerTable = { ...activationLayers, ...affineLayers, ...shapeLayers, ...trainingLayers };

/** Where a value comes from: the output number `output` of the step number `step`. */
export interface Source {
  readonly step: number;
  readonly output: number;
}

/** One layer of a network at one place of its graph. */
export interface PlanStep {
  /** The layer's name in the network: unique there, and the same in every process that builds the same network. */
  readonly name: string;
  /** The layer itself. */
  readonly layer: tfl.layers.Layer;
  /** What to feed it. */
  readonly inputs: readonly Source[];
  /** GenLab's rule for it; 'model' for a network in the network, undefined for a layer that GenLab does not know. */
  readonly rule: LayerRule | 'model' | undefined;
  /** The layer's weights by short name. */
  readonly variables: ReadonlyMap<string, tf.Variable>;
}

/** A network as a list of steps. The first steps, one for each input of the network, have no layer to run. */
export interface Plan {
  /** In an order in which they can run. */
  readonly steps: readonly PlanStep[];
  /** One for each output of the network. */
  readonly outputs: readonly Source[];
}

const plans = new WeakMap<tfl.LayersModel, { readonly outputs: string; readonly plan: Plan }>();

/** The plan of a network, made once and again only after layers were added. */
export function planOf(model: tfl.LayersModel): Plan {
  if (!(model instanceof tfl.LayersModel)) throw new TypeError(expected('forward', 'a tf.LayersModel', model));
  if (!model.outputs?.length)
    throw new Error(expected('forward', 'a model that is built', model.name, 'Give its first layer an inputShape.'));
  const outputs = model.outputs.map((output) => output.id).join();
  const known = plans.get(model);
  if (known?.outputs === outputs) return known.plan;
  const plan = makePlan(model);
  plans.set(model, { outputs, plan });
  return plan;
}

function makePlan(model: tfl.LayersModel): Plan {
  const steps: PlanStep[] = [];
  const made = new Map<string, number>(); // a layer at a node of its own -> its step
  const names = new Map<tfl.layers.Layer, string>();
  for (const [position, layer] of model.layers.entries()) names.set(layer, stableName(layer, position));

  const keyOf = (tensor: tfl.SymbolicTensor) => `${tensor.sourceLayer.id} ${tensor.nodeIndex}`;
  const visit = (tensor: tfl.SymbolicTensor): Source => {
    const key = keyOf(tensor);
    let step = made.get(key);
    if (step === undefined) {
      const layer = tensor.sourceLayer as unknown as tfl.layers.Layer;
      const node = layer.inboundNodes[tensor.nodeIndex];
      const inputs = (node?.inputTensors ?? []).map(visit);
      step = steps.length;
      made.set(key, step);
      const rule = layer instanceof tfl.LayersModel ? ('model' as const) : table[layer.getClassName()]?.(layer.getConfig());
      steps.push({ name: names.get(layer) ?? layer.name, layer, inputs, rule, variables: variablesOfLayer(layer) });
    }
    return { step, output: tensor.tensorIndex };
  };
  for (const input of model.inputs) {
    made.set(keyOf(input), steps.length);
    steps.push({
      name: input.name,
      layer: input.sourceLayer as unknown as tfl.layers.Layer,
      inputs: [],
      rule: undefined,
      variables: new Map(),
    });
  }
  const outputs = model.outputs.map(visit);
  return { outputs, steps: foldPadding(steps, outputs) };
}

/**
 * tfjs numbers nameless layers through a whole process (`dense_Dense7`); their place in the network does not depend on what was built
 * before.
 */
function stableName(layer: tfl.layers.Layer, position: number): string {
  const counted = layer instanceof tfl.LayersModel ? '^(sequential|model)_?\\d+$' : `^(.+)_${layer.getClassName()}\\d+$`;
  const automatic = new RegExp(counted).exec(layer.name);
  return automatic ? `${automatic[1]}_${position}` : layer.name;
}

function variablesOfLayer(layer: tfl.layers.Layer): ReadonlyMap<string, tf.Variable> {
  const variables = new Map<string, tf.Variable>();
  if (layer instanceof tfl.LayersModel) return variables; // it has a plan of its own
  for (const weight of layer.weights) {
    const short = weight.originalName.slice(weight.originalName.lastIndexOf('/') + 1);
    variables.set(variables.has(short) ? `${short}_${variables.size}` : short, weight.read() as tf.Variable);
  }
  return variables;
}
