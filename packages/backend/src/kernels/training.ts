import * as tf from '@tensorflow/tfjs-core';
import { type Kernel, kernel } from '../kernel.js';
import { runBinary } from './binary.js';
import { kernelWhere } from './kernel-where.js';

const addN = kernelWhere<tf.TensorInfo[], object>(
  tf.AddN,
  (inputs) => inputs.every(({ dtype }) => dtype === 'float32'),
  ({ inputs, backend }) => {
    const list = backend.scratchIntegers(inputs.map((input) => backend.pointer(input)));
    const shape = inputs[0]?.shape ?? [];
    const { info, pointer } = backend.output(shape, 'float32');
    backend.exports.addAll(list, pointer, inputs.length, tf.util.sizeFromShape(shape));
    return info;
  },
);

type AdamInputs = Record<
  'value' | 'gradient' | 'firstMoment' | 'secondMoment' | 'learningRate' | 'beta1Power' | 'beta2Power',
  tf.TensorInfo
>;

/** One step of Adam for one parameter: [value, first moment, second moment]. */
const adam = kernel<AdamInputs, { beta1: number; beta2: number; epsilon: number }>('GenlabAdam', ({ inputs, attrs, backend }) => {
  const { shape } = inputs.value;
  const value = backend.pointer(inputs.value);
  const gradient = backend.pointer(inputs.gradient);
  const first = backend.pointer(inputs.firstMoment);
  const second = backend.pointer(inputs.secondMoment);
  const rate = backend.pointer(inputs.learningRate);
  const beta1Power = backend.pointer(inputs.beta1Power);
  const beta2Power = backend.pointer(inputs.beta2Power);
  const outputs = [backend.output(shape, 'float32'), backend.output(shape, 'float32'), backend.output(shape, 'float32')] as const;
  const pointers = [outputs[0].pointer, outputs[1].pointer, outputs[2].pointer] as const;
  const n = tf.util.sizeFromShape(shape);
  const { beta1, beta2, epsilon } = attrs;
  backend.exports.adam(value, gradient, first, second, ...pointers, n, rate, beta1Power, beta2Power, beta1, beta2, epsilon);
  return outputs.map(({ info }) => info);
});

/** decay average + (1 - decay) value */
const movingAverage = kernel<Record<'average' | 'value' | 'decay', tf.TensorInfo>>('GenlabEma', ({ inputs, backend }) => {
  const { shape } = inputs.average;
  const average = backend.pointer(inputs.average);
  const value = backend.pointer(inputs.value);
  const decay = backend.pointer(inputs.decay);
  const { info, pointer } = backend.output(shape, 'float32');
  backend.exports.movingAverage(average, value, pointer, tf.util.sizeFromShape(shape), decay);
  return info;
});

type GradientInputs = { dy: tf.TensorInfo; x: tf.TensorInfo };

const leakyReluGrad = kernel<GradientInputs, { alpha: number }>('GenlabLeakyReluGrad', ({ inputs, attrs, backend }) => {
  const dy = backend.pointer(inputs.dy);
  const x = backend.pointer(inputs.x);
  const { info, pointer } = backend.output(inputs.x.shape, 'float32');
  backend.exports.leakyReluGradient(dy, x, pointer, tf.util.sizeFromShape(inputs.x.shape), attrs.alpha);
  return info;
});

const reluGrad = kernel<GradientInputs>('GenlabReluGrad', ({ inputs: { dy, x }, backend }) =>
  runBinary({ inputs: { a: dy, b: x }, backend }, 'reluGradient', 'float32'),
);

const gradientOfOutput = (kernelName: string, functionName: 'tanhGradient' | 'sigmoidGradient') =>
  kernel<{ dy: tf.TensorInfo; y: tf.TensorInfo }>(kernelName, ({ inputs: { dy, y }, backend }) =>
    runBinary({ inputs: { a: dy, b: y }, backend }, functionName, 'float32'),
  );

/** Updates and gradients of training in one pass each. Core calls the kernels named Genlab... where they are registered. */
export const trainingKernels: readonly Kernel[] = [
  addN,
  adam,
  movingAverage,
  leakyReluGrad,
  reluGrad,
  gradientOfOutput('GenlabSigmoidGrad', 'sigmoidGradient'),
  gradientOfOutput('GenlabTanhGrad', 'tanhGradient'),
];
