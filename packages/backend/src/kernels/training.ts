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

type GradientInputs = { dy: tf.TensorInfo; x: tf.TensorInfo };

const leakyReluGrad = kernel<GradientInputs, { alpha: number }>('GenlabLeakyReluGrad', ({ inputs, attrs, backend }) => {
  const dy = backend.pointer(inputs.dy);
  const x = backend.pointer(inputs.x);
  const { info, pointer } = backend.output(inputs.x.shape, 'float32');
  backend.inParts(tf.util.sizeFromShape(inputs.x.shape), { work: 1, multipleOf: 16 }, (start, size) =>
    backend.exports.leakyReluGradient(dy + start * 4, x + start * 4, pointer + start * 4, size, attrs.alpha),
  );
  return info;
});

const reluGrad = kernel<GradientInputs>('GenlabReluGrad', ({ inputs: { dy, x }, backend }) =>
  runBinary({ inputs: { a: dy, b: x }, backend }, 'reluGradient', 'float32'),
);

const gradientOfOutput = (kernelName: string, functionName: 'eluGradient' | 'sigmoidGradient' | 'tanhGradient') =>
  kernel<{ dy: tf.TensorInfo; y: tf.TensorInfo }>(kernelName, ({ inputs: { dy, y }, backend }) =>
    runBinary({ inputs: { a: dy, b: y }, backend }, functionName, 'float32'),
  );

const sigmoidCrossEntropy = kernel<{ logits: tf.TensorInfo; labels: tf.TensorInfo }>(
  'GenlabSigmoidCrossEntropy',
  ({ inputs: { logits, labels }, backend }) => runBinary({ inputs: { a: logits, b: labels }, backend }, 'sigmoidCrossEntropy', 'float32'),
);

type CrossEntropyInputs = Record<'dy' | 'logits' | 'labels', tf.TensorInfo>;

/** All three of one shape. */
const sigmoidCrossEntropyGrad = kernel<CrossEntropyInputs>('GenlabSigmoidCrossEntropyGrad', ({ inputs, backend }) => {
  const dy = backend.pointer(inputs.dy);
  const logits = backend.pointer(inputs.logits);
  const labels = backend.pointer(inputs.labels);
  const { info, pointer } = backend.output(inputs.logits.shape, 'float32');
  backend.exports.sigmoidCrossEntropyGradient(dy, logits, labels, pointer, tf.util.sizeFromShape(inputs.logits.shape));
  return info;
});

/** 1 / (1 - rate) where the noise reaches the rate, else 0. */
const dropoutMask = kernel<{ noise: tf.TensorInfo }, { rate: number; kept: number }>(
  'GenlabDropoutMask',
  ({ inputs: { noise }, attrs: { rate, kept }, backend }) => {
    const source = backend.pointer(noise);
    const { info, pointer } = backend.output(noise.shape, 'float32');
    backend.exports.dropoutMask(source, pointer, tf.util.sizeFromShape(noise.shape), rate, kept);
    return info;
  },
);

/** Gradients of training in one pass each. Core calls the kernels named Genlab... where they are registered. */
export const trainingKernels: readonly Kernel[] = [
  addN,
  dropoutMask,
  leakyReluGrad,
  reluGrad,
  sigmoidCrossEntropy,
  sigmoidCrossEntropyGrad,
  gradientOfOutput(tf.EluGrad, 'eluGradient'),
  gradientOfOutput('GenlabSigmoidGrad', 'sigmoidGradient'),
  gradientOfOutput('GenlabTanhGrad', 'tanhGradient'),
];
