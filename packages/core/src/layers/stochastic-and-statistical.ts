import * as tf from '@tensorflow/tfjs-core';
import { batchNorm } from './batch-norm.js';
import { first, type LayerCompiler, type LayerConfig, type LayerTable } from './layer.js';

function dropout(shapeOf: (x: tf.Tensor, config: LayerConfig) => number[]): LayerCompiler {
  return (config) => {
    const rate = config.rate as number;
    return (inputs, call) => {
      const x = first(inputs);
      if (!call.training || rate === 0) return x;
      // A draw in [0, 1) reaches the rate with probability 1 - rate.
      const kept = tf.cast(tf.greaterEqual(call.noise().uniform(shapeOf(x, config)), rate), 'float32');
      return tf.mul(x, tf.div(kept, Math.max(1 - rate, Number.MIN_VALUE)));
    };
  };
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

/** Layers that behave differently in training. */
export const trainingLayers: LayerTable = {
  BatchNormalization: (config) => (config.axis === -1 ? batchNormalization(config) : undefined),
  Dropout: dropout(shapeWithHoles),
  SpatialDropout1D: dropout((x) => [x.shape[0] as number, 1, x.shape[2] as number]),
};
