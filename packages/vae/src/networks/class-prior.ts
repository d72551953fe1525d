import type { Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { type DiagonalGaussian, mixtureMoments } from '../gaussian.js';
import type { LevelPrior } from './descent.js';
import { type NamedNetworks, type RunMode, runNetwork, variablesOfAll } from './run.js';

/** A table of one Gaussian a class, as a network from [batch, 1] to [batch, 2 dims]. */
export function classPriorNetwork(classes: number, dims: number): tfl.LayersModel {
  const labels = tfl.input({ shape: [1], dtype: 'int32', name: 'labels' });
  const parts = ['mean', 'logVar'].map((name) => {
    const rows = tfl.layers.embedding({ inputDim: classes, outputDim: dims, name }).apply(labels);
    return tfl.layers.flatten({ name: `${name}_vector` }).apply(rows) as tfl.SymbolicTensor;
  });
  return tfl.model({ inputs: labels, outputs: tfl.layers.concatenate({ name: 'outputs' }).apply(parts) as never, name: 'prior0' });
}

/**
 * The prior of the top level: of the labels' classes, or without labels the mixture of all classes.
 * @param labels [batch]
 */
export function classPrior(networks: NamedNetworks, classes: number, labels: tf.Tensor | undefined, mode: RunMode): LevelPrior {
  const of = (labels: tf.Tensor): DiagonalGaussian => {
    const both = runNetwork(networks, 'decoder/prior0', tf.reshape(labels, [-1, 1]), mode);
    const [mean, logVar] = tf.split(both, 2, 1) as [tf.Tensor, tf.Tensor];
    return { mean, logVar };
  };
  if (labels) return { gaussian: of(labels) };
  const components = of(tf.range(0, classes, 1, 'int32'));
  return { gaussian: mixtureMoments(components), components };
}

/** Learned priors start as N(0, I), those of the classes well apart from one another. */
export function startPriors(networks: NamedNetworks, rng: Rng): void {
  for (const [name, variable] of Object.entries(variablesOfAll(networks).trainable)) {
    const [, level, weight] = /^decoder\/prior(\d+)\/(.+)$/.exec(name) ?? [];
    if (level === '0' && weight === 'mean/embeddings') tf.tidy(() => variable.assign(farApart(variable.shape as [number, number], rng)));
    else if (weight && /^(mean|logVar)\//.test(weight)) tf.tidy(() => variable.assign(tf.zerosLike(variable)));
  }
}

const RADIUS = 4; // on it, even neighbours at right angles overlap by less than a hundredth
const CANDIDATES = 32;

/**
 * One point a class on a sphere: of some random candidates always the one that is farthest from those taken before. Priors that overlap at
 * first are slow to part, and until then what is drawn for one class is now and then of another.
 */
function farApart([classes, dims]: readonly [number, number], rng: Rng): tf.Tensor {
  const taken: number[][] = [];
  for (let i = 0; i < classes; i++) {
    const drawn = tf.tidy(() => rng.normal([CANDIDATES, dims]).arraySync() as number[][]);
    const candidates = drawn.map((point) => point.map((value) => (value * RADIUS) / Math.hypot(...point)));
    const room = (point: number[]) =>
      Math.min(...taken.map((other) => Math.hypot(...other.map((value, j) => value - (point[j] as number)))));
    taken.push(candidates.reduce((best, point) => (room(point) > room(best) ? point : best)));
  }
  return tf.tensor2d(taken);
}
