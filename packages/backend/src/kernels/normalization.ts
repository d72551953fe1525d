import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
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
    normalizeRows(backend, x.shape, input, pointer, pointers, attrs.varianceEpsilon ?? 0.001);
    return info;
  },
);

/** y of x, with the mean, variance, scale and offset at these pointers. */
function normalizeRows(
  backend: GenlabBackend,
  shape: readonly number[],
  x: number,
  y: number,
  parameters: readonly [number, number, number, number],
  epsilon: number,
): void {
  const [rows, channels] = rowsAndChannels(shape);
  backend.inParts(rows, { work: channels }, (start, size) => {
    const at = start * channels * 4;
    backend.exports.normalize(x + at, y + at, size, channels, ...parameters, epsilon, backend.scratch(2 * floats(channels)));
  });
}

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
  backend.inParts(channels, { work: rows, multipleOf: 16 }, (start, size) => {
    const at = start * 4;
    backend.exports.moments(x + at, mean.pointer + at, variance.pointer + at, rows, size, channels, backend.scratch(2 * doubles(size)));
  });
  normalizeRows(backend, inputs.x.shape, x, y.pointer, [mean.pointer, variance.pointer, scale, offset], epsilon);
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
  const padded = Math.ceil(channels / 4) * 4;
  const coefficients = backend.scratch(3 * padded * 4);
  backend.inParts(channels, { work: 2 * rows, multipleOf: 16 }, (start, size) => {
    const at = start * 4;
    const read = [dy + at, x + at, mean + at, variance + at, scale + at] as const;
    const written = [dScale.pointer + at, dOffset.pointer + at, coefficients + at, padded] as const;
    backend.exports.batchNormSums(...read, ...written, rows, size, channels, epsilon, backend.scratch(2 * doubles(size)));
  });
  backend.inParts(rows, { work: 3 * channels }, (start, size) => {
    const at = start * channels * 4;
    backend.exports.batchNormGradient(dy + at, x + at, mean, dx.pointer + at, coefficients, padded, size, channels);
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
