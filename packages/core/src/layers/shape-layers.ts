import * as tf from '@tensorflow/tfjs-core';
import { first, type LayerCompiler, type LayerTable } from './layer.js';

type Pair = [number, number];

const batchOf = (x: tf.Tensor) => x.shape[0] as number;

const maxPooling2d: LayerCompiler = (config) => {
  if (config.dataFormat === 'channelsFirst') return undefined;
  const [size, strides, padding] = [config.poolSize as Pair, config.strides as Pair, config.padding as 'valid' | 'same'];
  return (inputs) => tf.maxPool(first(inputs) as tf.Tensor4D, size, strides, padding);
};

const averagePooling2d: LayerCompiler = (config) => {
  if (config.dataFormat === 'channelsFirst') return undefined;
  const [size, strides] = [config.poolSize as Pair, config.strides as Pair];
  const average = (x: tf.Tensor) => tf.avgPool(x as tf.Tensor4D, size, strides, 'valid');
  if (config.padding === 'valid') return (inputs) => average(first(inputs));
  // tf.avgPool averages over the pixels inside the image, but on tfjs's backends its gradient divides by the whole window. So: the average
  // over
  // whole windows, by that of an image of ones, which is the part of a window inside.
  return (inputs) => {
    const x = first(inputs);
    const pad = (image: tf.Tensor) =>
      tf.pad(image, [[0, 0], samePadding(x, 1, size[0], strides[0]), samePadding(x, 2, size[1], strides[1]), [0, 0]]);
    const ones = tf.ones([1, x.shape[1] as number, x.shape[2] as number, 1]);
    return tf.div(average(pad(x)), average(pad(ones)));
  };
};

/** What the padding `same` adds before and after an axis. */
function samePadding(x: tf.Tensor, axis: number, size: number, stride: number): Pair {
  const length = x.shape[axis] as number;
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + size - length);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

const zeroPadding2d: LayerCompiler = (config) => {
  if (config.dataFormat === 'channelsFirst') return undefined;
  const [rows, columns] = config.padding as [Pair, Pair];
  return (inputs) => tf.pad(first(inputs), [[0, 0], rows, columns, [0, 0]]);
};

const cropping2d: LayerCompiler = (config) => {
  if (config.dataFormat === 'channelsFirst') return undefined;
  const [[top, bottom], [left, right]] = config.cropping as [Pair, Pair];
  return (inputs) => {
    const [batch, height, width, channels] = first(inputs).shape as [number, number, number, number];
    return tf.slice(first(inputs), [0, top, left, 0], [batch, height - top - bottom, width - left - right, channels]);
  };
};

const upSampling2d: LayerCompiler = (config) => {
  if (config.dataFormat === 'channelsFirst' || config.interpolation !== 'nearest') return undefined;
  const [tall, wide] = config.size as Pair;
  // Not tf.image.resizeNearestNeighbor: its gradient is wrong on tfjs's cpu backend unless height equals width, and has no gradient itself.
  return (inputs) => {
    const x = first(inputs);
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const wider = tf.reshape(tf.concat(Array<tf.Tensor>(wide).fill(x), 3), [batch, height, width * wide * channels]);
    return tf.reshape(tf.concat(Array<tf.Tensor>(tall).fill(wider), 2), [batch, height * tall, width * wide, channels]);
  };
};

const reshape: LayerCompiler = (config) => {
  const target = (config.targetShape as (number | null)[]).map((size) => size ?? -1);
  return (inputs) => tf.reshape(first(inputs), [batchOf(first(inputs)), ...target]);
};

const dot: LayerCompiler = (config) => {
  const axes = [config.axes].flat();
  if (config.normalize || !axes.every((axis) => axis === 1 || axis === -1)) return undefined;
  return ([a, b]) => {
    if (a?.rank !== 2 || b?.rank !== 2) throw new Error('A Dot layer of GenLab takes two inputs of rank 2.');
    return tf.sum(tf.mul(a, b), 1, true);
  };
};

const all = (op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) => () => (inputs: readonly tf.Tensor[]) => inputs.reduce(op);

/** Layers without weights: pooling, padding, resizing, reshaping, merging, looking up. */
export const shapeLayers: LayerTable = {
  Add: all((a, b) => tf.add(a, b)),
  Average: () => (inputs) =>
    tf.div(
      inputs.reduce((a, b) => tf.add(a, b)),
      inputs.length,
    ),
  AveragePooling2D: averagePooling2d,
  Concatenate: (config) => (inputs) => tf.concat([...inputs], config.axis as number),
  Cropping2D: cropping2d,
  Dot: dot,
  Embedding: (config) =>
    config.maskZero ? undefined : (inputs, call) => tf.gather(call.weight('embeddings'), tf.cast(first(inputs), 'int32')),
  Flatten: (config) =>
    config.dataFormat === 'channelsFirst' ? undefined : (inputs) => tf.reshape(first(inputs), [batchOf(first(inputs)), -1]),
  GlobalAveragePooling2D: (config) => (config.dataFormat === 'channelsFirst' ? undefined : (inputs) => tf.mean(first(inputs), [1, 2])),
  MaxPooling2D: maxPooling2d,
  Maximum: all((a, b) => tf.maximum(a, b)),
  Multiply: all((a, b) => tf.mul(a, b)),
  Reshape: reshape,
  UpSampling2D: upSampling2d,
  ZeroPadding2D: zeroPadding2d,
};
