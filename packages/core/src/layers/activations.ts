import * as tf from '@tensorflow/tfjs-core';
import { logSoftmax } from '../ops/log-softmax.js';
import { first, type LayerTable } from './layer.js';

type Activation = (x: tf.Tensor) => tf.Tensor;

const activations: Readonly<Record<string, Activation>> = {
  elu: (x) => tf.elu(x),
  linear: (x) => x,
  logSoftmax, // tf.logSoftmax has no second derivative
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  selu: (x) => tf.selu(x),
  sigmoid: (x) => tf.sigmoid(x),
  softmax: (x) => tf.softmax(x),
  softplus: (x) => tf.softplus(x),
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  swish: (x) => tf.mul(x, tf.sigmoid(x)),
  tanh: (x) => tf.tanh(x),
};

/** The function that a layer's `activation` names; undefined for those GenLab leaves to tfjs. */
export function activation(name: unknown): Activation | undefined {
  // tfjs writes names in snake case into a configuration and reads both.
  return activations[name == null ? 'linear' : String(name).replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())];
}

/** Layers that are nothing but an activation. */
export const activationLayers: LayerTable = {
  Activation: (config) => {
    const f = activation(config.activation);
    return f && ((inputs) => f(first(inputs)));
  },
  ELU: (config) => (config.alpha === 1 ? (inputs) => tf.elu(first(inputs)) : undefined),
  LeakyReLU: (config) => (inputs) => tf.leakyRelu(first(inputs), config.alpha as number),
  ReLU: (config) => (config.maxValue == null ? (inputs) => tf.relu(first(inputs)) : undefined),
  Softmax: (config) => (inputs) => tf.softmax(first(inputs), config.axis as number),
};
