import * as tf from '@tensorflow/tfjs-core';
import { runGenlabKernel } from '../kernels.js';
import { layerNorm } from '../ops/group-norm.js';
import { batchNorm } from './batch-norm.js';
import { first, type LayerCompiler, type LayerConfig, type LayerTable } from './layer.js';

function dropout(shapeOf: (x: tf.Tensor, config: LayerConfig) => number[]): LayerCompiler {
  return (config) => {
    const rate = config.rate as number;
    return (inputs, call) => {
      const x = first(inputs);
      if (!call.training || rate === 0) return x;
      return tf.mul(x, dropoutMask(call.noise().uniform(shapeOf(x, config)), rate));
    };
  };
}

/** 1 / (1 - rate) with a probability of 1 - rate, which a draw in [0, 1) has to reach the rate, else 0. */
function dropoutMask(noise: tf.Tensor, rate: number): tf.Tensor {
  const kept = 1 / Math.max(1 - rate, Number.EPSILON);
  const fused = runGenlabKernel('GenlabDropoutMask', 'always', { noise }, { rate, kept });
  return fused?.[0] ?? tf.mul(tf.cast(tf.greaterEqual(noise, rate), 'float32'), kept);
}

function shapeWithHoles(x: tf.Tensor, config: LayerConfig): number[] {
  const shape = config.noiseShape as (number | null)[] | undefined | null;
  return shape == null ? x.shape : x.shape.map((size, axis) => shape[axis] ?? size);
}

const batchNormalization: LayerCompiler = (config) => {
  const [epsilon, momentum] = [config.epsilon as number, config.momentum as number];
  return (inputs, call) => {
    const x = first(inputs);
    const channels = x.shape[x.rank - 1] as number;
    const scale = config.scale === false ? tf.ones([channels]) : call.weight('gamma');
    const offset = config.center === false ? tf.zeros([channels]) : call.weight('beta');
    if (!call.training) {
      const slope = tf.mul(scale, tf.rsqrt(tf.add(call.weight('moving_variance'), epsilon)));
      return tf.add(tf.mul(x, slope), tf.sub(offset, tf.mul(call.weight('moving_mean'), slope)));
    }
    const { y, mean, variance } = batchNorm(x, scale, offset, epsilon);
    const [movingMean, movingVariance] = [call.variable('moving_mean'), call.variable('moving_variance')];
    call.statistics?.record({ layer: call.name, momentum, movingMean, movingVariance, mean, variance, n: x.size / channels });
    return y;
  };
};

const layerNormalization: LayerCompiler = (config) => {
  const [axis, ...others] = [config.axis as number | number[]].flat(); // not negative once the layer is built
  if (axis === undefined || others.length > 0) return undefined;
  const epsilon = config.epsilon as number;
  return (inputs, call) => {
    const x = first(inputs);
    const channels = [x.shape[axis] as number];
    const scale = config.scale === false ? tf.ones(channels) : call.weight('gamma');
    const offset = config.center === false ? tf.zeros(channels) : call.weight('beta');
    if (axis === x.rank - 1) return layerNorm(x, scale, offset, { epsilon });
    const swapped = x.shape.map((_, i) => (i === axis ? x.rank - 1 : i === x.rank - 1 ? axis : i)); // its own inverse
    return tf.transpose(layerNorm(tf.transpose(x, swapped), scale, offset, { epsilon }), swapped);
  };
};

/** Layers that behave differently in training, and the other normalisations. */
export const trainingLayers: LayerTable = {
  BatchNormalization: (config) => (config.axis === -1 ? batchNormalization(config) : undefined),
  Dropout: dropout(shapeWithHoles),
  LayerNormalization: layerNormalization,
  SpatialDropout1D: dropout((x) => [x.shape[0] as number, 1, x.shape[2] as number]),
};
