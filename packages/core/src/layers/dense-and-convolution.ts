import * as tf from '@tensorflow/tfjs-core';
import { activation } from './activations.js';
import { first, type LayerCall, type LayerCompiler, type LayerConfig, type LayerTable } from './layer.js';

// tfjs's own layers go through `tf.fused.*`, whose gradient computes every input's share whether it is wanted or not. The plain ops compute
// only what leads to the variables asked for.

type Pair = [number, number];
type Padding = 'valid' | 'same';
type Linear = (x: tf.Tensor, kernel: tf.Tensor, call: LayerCall) => tf.Tensor;

/** A linear map, a bias and an activation. */
function affine(config: LayerConfig, linear: Linear, kernel = 'kernel'): ReturnType<LayerCompiler> {
  const f = activation(config.activation);
  return (
    f &&
    ((inputs, call: LayerCall) => {
      const y = linear(first(inputs), call.weight(kernel), call);
      return f(config.useBias === false ? y : tf.add(y, call.weight('bias')));
    })
  );
}

const channelsLast = (config: LayerConfig) => config.dataFormat !== 'channelsFirst';
const single = (value: unknown): number => (Array.isArray(value) ? (value[0] as number) : (value as number)) ?? 1;

function conv1d(config: LayerConfig): ReturnType<LayerCompiler> {
  if (!channelsLast(config) || config.padding === 'causal') return undefined;
  const [stride, dilation, padding] = [single(config.strides), single(config.dilationRate), config.padding as Padding];
  return affine(config, (x, kernel) => tf.conv1d(x as tf.Tensor3D, kernel as tf.Tensor3D, stride, padding, 'NWC', dilation));
}

function conv2d(config: LayerConfig): ReturnType<LayerCompiler> {
  return paddedConv2d(config, config.padding as Padding);
}

/** A Conv2D layer with another padding than its own. */
export function paddedConv2d(config: LayerConfig, padding: Padding | tf.backend_util.ExplicitPadding): ReturnType<LayerCompiler> {
  if (!channelsLast(config)) return undefined;
  const [strides, dilations] = [config.strides as Pair, config.dilationRate as Pair];
  return affine(config, (x, kernel) => tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides, padding, 'NHWC', dilations));
}

function conv2dTranspose(config: LayerConfig): ReturnType<LayerCompiler> {
  if (!channelsLast(config)) return undefined;
  const [strides, kernelSize, padding] = [config.strides as Pair, config.kernelSize as Pair, config.padding as Padding];
  const grown = (length: number, axis: 0 | 1) =>
    length * strides[axis] + (padding === 'valid' ? Math.max(kernelSize[axis] - strides[axis], 0) : 0);
  return affine(config, (x, kernel) => {
    const [batch, height, width] = x.shape as [number, number, number];
    const channels = kernel.shape[2] as number; // [height, width, out, in]
    return tf.conv2dTranspose(
      x as tf.Tensor4D,
      kernel as tf.Tensor4D,
      [batch, grown(height, 0), grown(width, 1), channels],
      strides,
      padding,
    );
  });
}

/** Every channel convolved with filters of its own; dilations have no gradient in tfjs. */
function depthwise(config: LayerConfig): Linear | undefined {
  const dilations = [config.dilationRate ?? 1].flat() as number[];
  if (!channelsLast(config) || dilations.some((rate) => rate !== 1)) return undefined;
  const [strides, padding] = [config.strides as Pair, config.padding as Padding];
  return (x, kernel) => tf.depthwiseConv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides, padding);
}

function depthwiseConv2d(config: LayerConfig): ReturnType<LayerCompiler> {
  const linear = depthwise(config);
  return linear && affine(config, linear, 'depthwise_kernel');
}

function separableConv2d(config: LayerConfig): ReturnType<LayerCompiler> {
  const linear = depthwise(config);
  if (!linear) return undefined;
  const points: Linear = (x, kernel, call) =>
    tf.conv2d(linear(x, kernel, call) as tf.Tensor4D, call.weight('pointwise_kernel') as tf.Tensor4D, 1, 'valid');
  return affine(config, points, 'depthwise_kernel');
}

function dense(config: LayerConfig): ReturnType<LayerCompiler> {
  return affine(config, (x, kernel) => {
    if (x.rank === 2) return tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D);
    const flat = tf.matMul(tf.reshape(x, [-1, kernel.shape[0] as number]), kernel as tf.Tensor2D);
    return tf.reshape(flat, [...x.shape.slice(0, -1), kernel.shape[1] as number]);
  });
}

/** Layers with a kernel and a bias. */
export const affineLayers: LayerTable = {
  Conv1D: conv1d,
  Conv2D: conv2d,
  Conv2DTranspose: conv2dTranspose,
  Dense: dense,
  DepthwiseConv2D: depthwiseConv2d,
  SeparableConv2D: separableConv2d,
};
