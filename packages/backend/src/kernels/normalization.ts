import * as tf from '@tensorflow/tfjs-core';
import { type Kernel, kernel } from '../kernel.js';
import { kernelWhere } from './kernel-where.js';

/** Bytes of one float and of one double for each channel, rounded up to four channels. */
const floats = (channels: number) => (channels + 3) * 4;
const doubles = (channels: number) => (channels + 3) * 8;

const rowsAndChannels = (shape: readonly number[]): [number, number] => {
  const channels = shape.at(-1) ?? 1;
  return [channels === 0 ? 0 : tf.util.sizeFromShape(shape as number[]) / channels, channels];
};

type Statistics = { x: tf.TensorInfo; mean: tf.TensorInfo; variance: tf.TensorInfo; scale?: tf.TensorInfo; offset?: tf.TensorInfo };

const fusedBatchNorm = kernelWhere<Statistics, tf.FusedBatchNormAttrs>(
  tf.FusedBatchNorm,
  ({ x, mean, variance, scale, offset }) => {
    const channels = x.shape.at(-1);
    const fits = (info?: tf.TensorInfo) => !info || (info.dtype === 'float32' && info.shape.length === 1 && info.shape[0] === channels);
    return x.dtype === 'float32' && x.shape.length > 0 && [mean, variance, scale, offset].every(fits);
  },
  ({ inputs: { x, mean, variance, scale, offset }, attrs, backend }) => {
    const pointerOf = (info?: tf.TensorInfo) => (info ? backend.pointer(info) : 0);
    const pointers = [mean, variance, scale, offset].map(pointerOf) as [number, number, number, number];
    const input = backend.pointer(x);
    const { info, pointer } = backend.output(x.shape, 'float32');
    const [rows, channels] = rowsAndChannels(x.shape);
    const scratch = backend.scratch(2 * floats(channels));
    backend.exports.normalize(input, pointer, rows, channels, channels, ...pointers, attrs.varianceEpsilon ?? 0.001, scratch);
    return info;
  },
);

type TrainingInputs = { x: tf.TensorInfo; scale: tf.TensorInfo; offset: tf.TensorInfo };

/** Training-mode batch normalisation over all axes but the last: [y, mean, variance]. */
const batchNorm = kernel<TrainingInputs, { epsilon: number }>('GenlabBatchNorm', ({ inputs, attrs: { epsilon }, backend }) => {
  const x = backend.pointer(inputs.x);
  const scale = backend.pointer(inputs.scale);
  const offset = backend.pointer(inputs.offset);
  const [rows, channels] = rowsAndChannels(inputs.x.shape);
  const y = backend.output(inputs.x.shape, 'float32');
  const mean = backend.output([channels], 'float32');
  const variance = backend.output([channels], 'float32');
  backend.inParts(channels, { work: 3 * rows, multipleOf: 16 }, (start, size) => {
    const { exports } = backend;
    const scratch = backend.scratch(2 * doubles(size));
    const at = start * 4;
    exports.moments(x + at, mean.pointer + at, variance.pointer + at, rows, size, channels, scratch);
    const parameters = [mean.pointer + at, variance.pointer + at, scale + at, offset + at] as const;
    exports.normalize(x + at, y.pointer + at, rows, size, channels, ...parameters, epsilon, scratch);
  });
  return [y.info, mean.info, variance.info];
});

type GradientInputs = Record<'dy' | 'x' | 'mean' | 'variance' | 'scale', tf.TensorInfo>;

/** The gradient of `GenlabBatchNorm`: [dx, dScale, dOffset]. */
const batchNormGrad = kernel<GradientInputs, { epsilon: number }>('GenlabBatchNormGrad', ({ inputs, attrs: { epsilon }, backend }) => {
  const dy = backend.pointer(inputs.dy);
  const x = backend.pointer(inputs.x);
  const mean = backend.pointer(inputs.mean);
  const variance = backend.pointer(inputs.variance);
  const scale = backend.pointer(inputs.scale);
  const [rows, channels] = rowsAndChannels(inputs.x.shape);
  const dx = backend.output(inputs.x.shape, 'float32');
  const dScale = backend.output([channels], 'float32');
  const dOffset = backend.output([channels], 'float32');
  backend.inParts(channels, { work: 5 * rows, multipleOf: 16 }, (start, size) => {
    const scratch = backend.scratch(2 * doubles(size) + 3 * floats(size));
    const at = start * 4;
    const read = [dy + at, x + at, mean + at, variance + at, scale + at] as const;
    const written = [dx.pointer + at, dScale.pointer + at, dOffset.pointer + at] as const;
    backend.exports.batchNormGradient(...read, ...written, rows, size, channels, epsilon, scratch);
  });
  return [dx.info, dScale.info, dOffset.info];
});

interface GroupAttributes {
  /** Leading parts of x that are normalised each for itself. */
  samples: number;
  groups: number;
  epsilon: number;
}

function groupSizes(shape: readonly number[], { samples, groups }: GroupAttributes) {
  const [rows, channels] = rowsAndChannels(shape);
  return [samples, samples === 0 ? 0 : rows / samples, channels, groups] as const;
}

/** Normalisation of groups of channels in every sample: [y, mean, variance], the last two [samples * groups]. */
const groupNorm = kernel<TrainingInputs, GroupAttributes>('GenlabGroupNorm', ({ inputs, attrs, backend }) => {
  const x = backend.pointer(inputs.x);
  const scale = backend.pointer(inputs.scale);
  const offset = backend.pointer(inputs.offset);
  const y = backend.output(inputs.x.shape, 'float32');
  const mean = backend.output([attrs.samples * attrs.groups], 'float32');
  const variance = backend.output([attrs.samples * attrs.groups], 'float32');
  const sizes = groupSizes(inputs.x.shape, attrs);
  backend.exports.groupNorm(x, y.pointer, mean.pointer, variance.pointer, ...sizes, scale, offset, attrs.epsilon);
  return [y.info, mean.info, variance.info];
});

/** The gradient of `GenlabGroupNorm`: [dx, dScale, dOffset]. */
const groupNormGrad = kernel<GradientInputs, GroupAttributes>('GenlabGroupNormGrad', ({ inputs, attrs, backend }) => {
  const dy = backend.pointer(inputs.dy);
  const x = backend.pointer(inputs.x);
  const mean = backend.pointer(inputs.mean);
  const variance = backend.pointer(inputs.variance);
  const scale = backend.pointer(inputs.scale);
  const sizes = groupSizes(inputs.x.shape, attrs);
  const dx = backend.output(inputs.x.shape, 'float32');
  const dScale = backend.output([sizes[2]], 'float32');
  const dOffset = backend.output([sizes[2]], 'float32');
  const scratch = backend.scratch(2 * doubles(sizes[2]));
  const outputs = [dx.pointer, dScale.pointer, dOffset.pointer] as const;
  backend.exports.groupNormGradient(dy, x, mean, variance, scale, ...outputs, ...sizes, attrs.epsilon, scratch);
  return [dx.info, dScale.info, dOffset.info];
});

/** Normalisation by the statistics of channels and of groups of them. */
export const normalizationKernels: readonly Kernel[] = [fusedBatchNorm, batchNorm, batchNormGrad, groupNorm, groupNormGrad];
