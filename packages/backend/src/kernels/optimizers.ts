import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import { type Kernel, kernel } from '../kernel.js';

type Named<Name extends string> = Record<Name, tf.TensorInfo>;

/** Tensors of the parameter's shape for the new values of these, which they replace. */
const successors = (backend: GenlabBackend, ...old: (tf.TensorInfo | undefined)[]) =>
  old.flatMap((info) => (info ? [backend.output(info.shape, 'float32', info)] : []));

type AdamInputs = Named<'value' | 'gradient' | 'firstMoment' | 'secondMoment' | 'learningRate' | 'beta1Power' | 'beta2Power'>;
type AdamAttributes = { beta1: number; beta2: number; epsilon: number; weightDecay?: number };

/** One step of Adam, with decoupled weight decay or without, for one parameter: [value, first moment, second moment]. */
const adam = kernel<AdamInputs, AdamAttributes>('GenlabAdam', ({ inputs, attrs, backend }) => {
  const value = backend.pointer(inputs.value);
  const gradient = backend.pointer(inputs.gradient);
  const first = backend.pointer(inputs.firstMoment);
  const second = backend.pointer(inputs.secondMoment);
  const rate = backend.pointer(inputs.learningRate);
  const beta1Power = backend.pointer(inputs.beta1Power);
  const beta2Power = backend.pointer(inputs.beta2Power);
  const outputs = successors(backend, inputs.value, inputs.firstMoment, inputs.secondMoment);
  const pointers = outputs.map(({ pointer }) => pointer) as [number, number, number];
  const n = tf.util.sizeFromShape(inputs.value.shape);
  const { beta1, beta2, epsilon, weightDecay = 0 } = attrs;
  const scalars = [rate, beta1Power, beta2Power, beta1, beta2, epsilon, weightDecay] as const;
  backend.inParts(n, { work: 7, multipleOf: 16 }, (start, size) => {
    const at = start * 4;
    const read = [value + at, gradient + at, first + at, second + at] as const;
    const written = [pointers[0] + at, pointers[1] + at, pointers[2] + at] as const;
    backend.exports.adam(...read, ...written, size, ...scalars);
  });
  return outputs.map(({ info }) => info);
});

type RmsPropInputs = Named<'value' | 'gradient' | 'secondMoment' | 'learningRate'> & { velocity?: tf.TensorInfo };
type RmsPropAttributes = { decay: number; momentum: number; epsilon: number };

/** One step of RMSProp for one parameter: [value, second moment], and the velocity where one comes in. */
const rmsProp = kernel<RmsPropInputs, RmsPropAttributes>('GenlabRmsProp', ({ inputs, attrs, backend }) => {
  const value = backend.pointer(inputs.value);
  const gradient = backend.pointer(inputs.gradient);
  const second = backend.pointer(inputs.secondMoment);
  const velocity = inputs.velocity ? backend.pointer(inputs.velocity) : 0;
  const rate = backend.pointer(inputs.learningRate);
  const outputs = successors(backend, inputs.value, inputs.secondMoment, inputs.velocity);
  const [newValue = 0, newSecond = 0, newVelocity = 0] = outputs.map(({ pointer }) => pointer);
  const n = tf.util.sizeFromShape(inputs.value.shape);
  const { decay, momentum, epsilon } = attrs;
  backend.exports.rmsProp(value, gradient, second, velocity, newValue, newSecond, newVelocity, n, rate, decay, momentum, epsilon);
  return outputs.map(({ info }) => info);
});

type SgdInputs = Named<'value' | 'gradient' | 'learningRate'> & { velocity?: tf.TensorInfo };

/** One step of gradient descent for one parameter: [value], and the velocity where one comes in. */
const sgd = kernel<SgdInputs, { momentum: number; nesterov: number }>('GenlabSgd', ({ inputs, attrs, backend }) => {
  const value = backend.pointer(inputs.value);
  const gradient = backend.pointer(inputs.gradient);
  const velocity = inputs.velocity ? backend.pointer(inputs.velocity) : 0;
  const rate = backend.pointer(inputs.learningRate);
  const outputs = successors(backend, inputs.value, inputs.velocity);
  const [newValue = 0, newVelocity = 0] = outputs.map(({ pointer }) => pointer);
  const n = tf.util.sizeFromShape(inputs.value.shape);
  backend.exports.gradientDescent(value, gradient, velocity, newValue, newVelocity, n, rate, attrs.momentum, attrs.nesterov);
  return outputs.map(({ info }) => info);
});

/** decay average + (1 - decay) value */
const movingAverage = kernel<Named<'average' | 'value' | 'decay'>>('GenlabEma', ({ inputs, backend }) => {
  const { shape } = inputs.average;
  const average = backend.pointer(inputs.average);
  const value = backend.pointer(inputs.value);
  const decay = backend.pointer(inputs.decay);
  const { info, pointer } = backend.output(shape, 'float32', inputs.average);
  backend.inParts(tf.util.sizeFromShape(shape), { work: 2, multipleOf: 16 }, (start, size) =>
    backend.exports.movingAverage(average + start * 4, value + start * 4, pointer + start * 4, size, decay),
  );
  return info;
});

/** Updates of parameters in one pass each, which core's optimisers call where they are registered. */
export const optimizerKernels: readonly Kernel[] = [adam, movingAverage, rmsProp, sgd];
